"""The error with which a command ends."""


class Failure(Exception):
    """Ends the command with one line on stderr and an exit code.

    The code is 1 for an error of the environment, 2 for wrong options or
    configuration.
    """

    def __init__(self, sentence, status=1):
        super().__init__(sentence)
        self.status = status
