"""How a command says that it cannot do what was asked."""


class Failure(Exception):
    """Ends the command with one line on stderr and an exit code.

    The code is 1 when the world is in the way, 2 when the request itself
    is wrong.
    """

    def __init__(self, sentence, status=1):
        super().__init__(sentence)
        self.status = status
