"""Keeps what the tool says while it runs, some lines with each statement."""

import time

from placement_inv.objects.host_inventory.updates import run as update_run

#: Seconds, and characters, after which what was said is written.
_SECONDS = 0.5
_CHARACTERS = 64 * 1024


class Recorder:
    """Turns the output of one run into rows while it grows."""

    def __init__(self, ctx, run):
        self._ctx = ctx
        self._run = run
        self._text = ''
        self._written_at = time.monotonic()
        #: Where the output goes on after what is written.
        self.position = update_run.Position()

    def write(self, text):
        """Take what was said."""
        self._text += text
        if len(self._text) >= _CHARACTERS:
            self._write_lines()

    def tick(self):
        """Write what has waited long enough."""
        if time.monotonic() - self._written_at >= _SECONDS:
            self._write_lines()

    def finish(self):
        """Write what is left, a last line without an end too."""
        if self._text and not self._text.endswith('\n'):
            self._text += '\n'
        self._write_lines()

    def _write_lines(self):
        whole, newline, rest = self._text.rpartition('\n')
        if newline:
            self.position = update_run.record(
                self._ctx, self._run, self.position, whole.split('\n')
            )
        self._text = rest
        self._written_at = time.monotonic()
