"""Connections of psycopg with a time limit for answers of the server."""

import contextlib
import time

import psycopg

_SECONDS_FOR_A_PING = 5


class Connection(psycopg.Connection):
    """Closes itself if the server does not answer in time.

    A stopped process of the server does not check its own limits, and TCP's
    limits do not apply: the operating system still acknowledges packets.
    """

    #: The time limit; None to wait forever.
    seconds_to_answer = None

    @contextlib.contextmanager
    def answering_soon(self):
        """Lower the limit in the block, for answers that need no work."""
        usual = self.seconds_to_answer
        if usual is not None:
            self.seconds_to_answer = min(usual, _SECONDS_FOR_A_PING)
        try:
            yield
        finally:
            self.seconds_to_answer = usual

    def wait(self, gen, *arguments, **options):
        """Consume a generator of psycopg, as the base class does."""
        if self.seconds_to_answer is not None:
            gen = self._until_given_up(gen)
        return super().wait(gen, *arguments, **options)

    def _until_given_up(self, generator):
        """Run a generator; raise OperationalError after the time limit.

        PERF: this runs for every statement. The driver waits in C, and resumes
        the generator if there is input, or ten times a second.
        """
        end = time.monotonic() + self.seconds_to_answer
        try:
            state = next(generator)
            while True:
                ready = yield state
                if not ready and time.monotonic() >= end:
                    self._give_up()
                state = generator.send(ready)
        except StopIteration as stop:
            return stop.value

    def _give_up(self):
        # A late answer would be taken for that of the next statement.
        self.pgconn.finish()
        raise psycopg.OperationalError(
            f'no answer within {self.seconds_to_answer} seconds'
        )


def connect(seconds_to_answer, arguments, options):
    """Connect as `psycopg.connect` does."""
    connection = Connection.connect(*arguments, **options)
    connection.seconds_to_answer = seconds_to_answer
    return connection
