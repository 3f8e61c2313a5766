"""`placement-inv db audit` prints differences, and exits 1 if any remain."""

import contextlib
import io
from unittest import mock

import testtools

from placement_inv.cmd import audit as command
from placement_inv.objects.placement import audit

_COUNTER = audit.Finding('counter', 'provider-1 VCPU', '5', '0')
_ROOT = audit.Finding('root', 'p', 'none', 'unknown', repairable=False)


class TestRun(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.audit = self.enterContext(
            mock.patch.object(command, 'audit', autospec=True)
        )
        self.audit.examine.return_value = []
        self.audit.repair.return_value = []

    def _run(self, repair=False):
        """Return the exit code and the printed lines."""
        stdout = io.StringIO()
        with contextlib.redirect_stdout(stdout):
            code = command.run(None, repair)
        return code, stdout.getvalue().splitlines()

    def test_no_difference_is_a_success(self):
        expected = 0, ['Counters, consumers and trees are as they should be.']
        self.assertEqual(expected, self._run())
        self.assertEqual(expected, self._run(repair=True))

    def test_differences_are_a_table_with_aligned_columns(self):
        self.audit.examine.return_value = [_COUNTER, _ROOT]
        self.assertEqual(
            (
                1,
                [
                    'WHAT     WHERE            STORED  SHOULD BE',
                    'counter  provider-1 VCPU  5       0',
                    'root     p                none    unknown',
                    '2 found, 0 repaired',
                ],
            ),
            self._run(),
        )

    def test_nothing_is_repaired_unless_it_is_requested(self):
        self._run()
        self.audit.repair.assert_not_called()

    def test_repaired_differences_are_a_success(self):
        self.audit.repair.return_value = [_COUNTER]
        code, lines = self._run(repair=True)
        self.assertEqual((0, '1 found, 1 repaired'), (code, lines[-1]))

    def test_a_difference_that_cannot_be_repaired_remains(self):
        self.audit.repair.return_value = [_COUNTER, _ROOT]
        code, lines = self._run(repair=True)
        self.assertEqual((1, '2 found, 1 repaired'), (code, lines[-1]))
