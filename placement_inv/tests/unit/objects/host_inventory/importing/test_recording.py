"""The output of a run becomes rows of whole lines."""

import types
import unittest
from unittest import mock

from placement_inv.objects.host_inventory.importing import recording
from placement_inv.objects.host_inventory.updates import output_masks
from placement_inv.objects.host_inventory.updates import run as update_run


class RecorderTest(unittest.TestCase):
    def setUp(self):
        self.rows = []
        self.time = 0.0
        for target, name, function in (
            (update_run, 'record', self._record),
            (recording.time, 'monotonic', lambda: self.time),
        ):
            patch = mock.patch.object(target, name, function)
            patch.start()
            self.addCleanup(patch.stop)
        self.run_row = types.SimpleNamespace(
            position=update_run.Position(), masks=output_masks.NO_MASKS
        )
        self.recorder = recording.Recorder('context', self.run_row)

    def _record(self, ctx, run, position, lines):
        self.assertEqual(('context', self.run_row), (ctx, run))
        self.rows.append((position, lines))
        return update_run.Position(
            position.counter + 1, position.line + len(lines)
        )

    def test_output_begins_after_what_the_run_has_written(self):
        self.run_row.position = update_run.Position(2, 1)
        recorder = recording.Recorder('context', self.run_row)
        recorder.write('one\n')
        recorder.finish()
        self.assertEqual([((2, 1), ['one'])], self.rows)
        self.assertEqual((3, 2), recorder.position)

    def test_lines_wait_until_half_a_second_has_passed(self):
        self.recorder.write('one\n')
        self.time = 0.4
        self.recorder.tick()
        self.assertEqual([], self.rows)
        self.recorder.write('two\n')
        self.time = 0.5
        self.recorder.tick()
        self.assertEqual([((1, 0), ['one', 'two'])], self.rows)
        self.assertEqual((2, 2), self.recorder.position)
        self.recorder.write('three\n')
        self.recorder.tick()
        self.assertEqual(1, len(self.rows))

    def test_an_unfinished_line_waits_for_its_end(self):
        self.recorder.write('one\ntw')
        self.time = 1
        self.recorder.tick()
        self.assertEqual([((1, 0), ['one'])], self.rows)
        self.time = 2
        self.recorder.tick()
        self.assertEqual(1, len(self.rows))
        self.recorder.write('o\n')
        self.time = 3
        self.recorder.tick()
        self.assertEqual(((2, 1), ['two']), self.rows[-1])

    def test_much_text_is_written_at_once(self):
        self.recorder.write('x' * 40_000 + '\n')
        self.assertEqual([], self.rows)
        self.recorder.write('y' * 40_000 + '\nrest')
        self.assertEqual([((1, 0), ['x' * 40_000, 'y' * 40_000])], self.rows)

    def test_the_last_line_needs_no_end(self):
        self.recorder.write('one\ntwo')
        self.recorder.finish()
        self.assertEqual([((1, 0), ['one', 'two'])], self.rows)
        self.recorder.finish()
        self.assertEqual(1, len(self.rows))

    def test_no_output_makes_no_row(self):
        self.recorder.finish()
        self.assertEqual([], self.rows)
        self.assertEqual(update_run.Position(), self.recorder.position)
