"""How a command says that it cannot do what it was asked."""


class Failure(Exception):
    """One line for a person to read, and the exit status to leave with."""

    def __init__(self, sentence, status=1):
        super().__init__(sentence)
        self.status = status
