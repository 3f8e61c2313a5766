"""No generated request breaks the service or makes rows inconsistent."""

import testtools

from placement_inv.tests.fuzz import run
from placement_inv.tests.fuzz import service
from placement_inv.tests.fuzz import settings
from placement_inv.tests.fuzz.families import FAMILIES


class _FuzzTest:
    """A test of one family; one class each, so that they run in parallel."""

    family: str

    def test_no_request_breaks_the_service(self):
        request_count, seed = settings.request_count(), settings.seed()
        with service.run(settings.backend()) as (services, application):
            outcome = run.fuzz(
                FAMILIES[self.family](services),
                application,
                seed,
                request_count,
                settings.SECONDS,
            )
        report = '\n\n'.join(
            self._format(failure, seed) for failure in outcome.failures
        )
        self.assertEqual('', report)
        self.assertEqual(request_count, outcome.request_count)
        # A good mix of requests gets each of these.
        for status in (200, 201, 204, 400, 404, 405, 406, 413):
            self.assertIn(status, outcome.statuses)

    def _format(self, failure, seed):
        return (
            f'seed {seed}, request {failure.number}: {failure.reason}\n'
            f'{failure.request or ""}\n'
            f'again: {settings.format_command(self.family, failure, seed)}'
        )


class TestPlacement(_FuzzTest, testtools.TestCase):
    family = 'placement'


class TestHostInventory(_FuzzTest, testtools.TestCase):
    family = 'host_inventory'
