"""Stores the output of the tool while it runs, in batches of lines."""

import time

from placement_inv.objects.host_inventory.updates import run as update_run

#: Seconds, and characters, after which output is written.
_SECONDS = 0.5
_CHARACTERS = 64 * 1024


class Recorder:
    """Writes the output of one run to rows."""

    def __init__(self, ctx, run):
        self._ctx = ctx
        self._run = run
        self._text = ''
        self._written_at = time.monotonic()
        #: The position after the lines that are written.
        self.position = run.position

    def write(self, text):
        """Add output."""
        self._text += text
        if len(self._text) >= _CHARACTERS:
            self._write_lines()

    def tick(self):
        """Write the whole lines if the last write was long enough ago."""
        if time.monotonic() - self._written_at >= _SECONDS:
            self._write_lines()

    def finish(self):
        """Write the rest, including a last line without a newline."""
        if self._text and not self._text.endswith('\n'):
            self._text += '\n'
        self._write_lines(len(self._text))

    def _write_lines(self, end=None):
        """Write the whole lines before a place in the text.

        Without it, lines wait that end with the beginning of a secret: once
        its rest is there, a mark takes its place.
        """
        if end is None:
            end = self._run.masks.find_complete_end(self._text)
        whole, newline, rest = self._text[:end].rpartition('\n')
        if newline:
            self.position = update_run.record(
                self._ctx, self._run, self.position, whole.split('\n')
            )
        self._text = rest + self._text[end:]
        self._written_at = time.monotonic()
