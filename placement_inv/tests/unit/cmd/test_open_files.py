"""The limit of open files limits the number of connections."""

import resource
from unittest import mock

import testtools

from placement_inv.cmd import connections
from placement_inv.cmd import open_files

_LIMITS = connections.Limits(
    max_connections=1000,
    request_timeout=10,
    idle_timeout=120,
    max_stranger_body_size=1024,
    max_stranger_bytes=1024,
)
_UNLIMITED = resource.RLIM_INFINITY


class TestRaiseLimit(testtools.TestCase):
    def _raise_limit(self, soft, hard):
        """Return the largest number of connections, and the new limits."""
        limits = (soft, hard)
        with (
            mock.patch.object(resource, 'getrlimit', return_value=limits),
            mock.patch.object(resource, 'setrlimit') as setrlimit,
        ):
            most = open_files.raise_limit(_LIMITS).max_connections
        return most, [call.args[1] for call in setrlimit.call_args_list]

    def test_the_limit_is_raised_as_far_as_allowed(self):
        for soft, hard, expected in (
            (1024, 4096, (1000, [(2200, 4096)])),
            (1024, _UNLIMITED, (1000, [(2200, _UNLIMITED)])),
            (2200, 2200, (1000, [])),
            (_UNLIMITED, _UNLIMITED, (1000, [])),
            (1024, 1024, (412, [(1024, 1024)])),
            (100, 100, (1, [(100, 100)])),
        ):
            self.assertEqual(expected, self._raise_limit(soft, hard))

    def test_other_limits_do_not_change(self):
        with mock.patch.object(
            resource, 'getrlimit', return_value=(5000, 5000)
        ):
            self.assertEqual(_LIMITS, open_files.raise_limit(_LIMITS))
