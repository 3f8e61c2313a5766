"""The Hypothesis profile of the tests; importing the module loads it.

A busy machine must not fail a test, so nothing depends on time: there is no
deadline and no health check, because one of them measures time. Every run
tries the same examples, unless PLACEMENT_INV_TEST_RANDOM is set: only a change
of the code changes a result. Tests only set how many examples they need.
"""

import os

import hypothesis

hypothesis.settings.register_profile(
    'placement_inv',
    deadline=None,
    derandomize=not os.environ.get('PLACEMENT_INV_TEST_RANDOM'),
    suppress_health_check=list(hypothesis.HealthCheck),
)
hypothesis.settings.load_profile('placement_inv')
