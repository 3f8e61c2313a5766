"""Whatever is asked, the service answers, and its books balance."""

import testtools

from placement_inv.tests.fuzz import run
from placement_inv.tests.fuzz import service
from placement_inv.tests.fuzz import settings
from placement_inv.tests.fuzz.families import FAMILIES


class _Fuzzed:
    """A test of one family; a class each, so that they run side by side."""

    family: str

    def test_no_request_breaks_the_service(self):
        shots, seed = settings.shots(), settings.seed()
        with service.running(settings.backend()) as (services, application):
            outcome = run.fuzz(
                FAMILIES[self.family](services),
                application,
                seed,
                shots,
                settings.SECONDS,
            )
        told = '\n\n'.join(
            self._told(failure, seed) for failure in outcome.failures
        )
        self.assertEqual('', told)
        self.assertEqual(shots, outcome.shots)
        # A run that is refused everything, or nothing, is aimed badly.
        for status in (200, 201, 204, 400, 404, 405, 406, 413):
            self.assertIn(status, outcome.statuses)

    def _told(self, failure, seed):
        return (
            f'seed {seed}, request {failure.number}: {failure.reason}\n'
            f'{failure.shot or ""}\n'
            f'again: {settings.again(self.family, failure, seed)}'
        )


class TestPlacement(_Fuzzed, testtools.TestCase):
    family = 'placement'


class TestHostInventory(_Fuzzed, testtools.TestCase):
    family = 'host_inventory'
