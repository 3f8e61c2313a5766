"""How Hypothesis runs the tests of this package: importing it is enough.

A busy machine must not fail a test, so that nothing depends on time: there is
no deadline, and no health check, for one of them measures. Every run tries the
same examples, so that a change fails on what it changes, unless
PLACEMENT_INV_TEST_RANDOM is set. Tests only say how many examples they need.
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
