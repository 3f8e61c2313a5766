"""`--demo` loads its world once, and completes an interrupted load."""

import pathlib
import signal
import tempfile
import unittest

from placement_inv.demo import world
from placement_inv.tests.fixtures import command

_PROVIDER = f'/resource_providers/{world.MACHINES[-1].uuid}'


class TestSampleWorld(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix='pi-demo-')
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def _start(self, says):
        service = command.Service(self.directory, '--demo')
        self.addCleanup(service.close)
        service.wait_for(says)
        return service

    def _sizes(self, service):
        """Return the number of objects of each kind."""
        _, providers = service.call('GET', '/resource_providers')
        counts = {
            noun: service.call('GET', f'/api/v2/{noun}/')[1]['count']
            for noun in ('inventories', 'hosts', 'groups')
        }
        return {'providers': len(providers['resource_providers'])} | counts

    def test_samples_load_once_and_an_interrupted_load_is_completed(self):
        service = self._start('^The sample world is loaded')
        sizes = self._sizes(service)
        self.assertEqual(len(world.MACHINES), sizes['providers'])
        self.assertEqual(204, service.call('DELETE', _PROVIDER)[0])
        self.assertEqual(0, service.stop(signal.SIGTERM), service.output)

        service = self._start('^The sample world was loaded before')
        self.assertEqual(404, service.call('GET', _PROVIDER)[0])
        self.assertEqual(0, service.stop(signal.SIGTERM), service.output)

        # The state after a load that was interrupted before the last machine.
        (self.directory / 'demo-loaded').unlink()
        service = self._start('^The sample world is loaded')
        self.assertEqual(sizes, self._sizes(service))
