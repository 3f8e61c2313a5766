"""What can go wrong, as facts: each class has a code and a sentence.

Handlers map classes to HTTP statuses in one table per family. Nothing
here knows HTTP. The sentences and codes of the placement family are part of
its contract (Placement API reference, "Errors").
"""

UNDEFINED_CODE = 'placement.undefined_code'


class Error(Exception):
    """Base of all domain errors.

    The keyword arguments of the constructor are the facts; they become
    attributes and fill the class's `sentence`.
    """

    sentence = 'An unknown error occurred.'
    code = UNDEFINED_CODE

    def __init__(self, **facts):
        self.facts = facts
        for name, value in facts.items():
            setattr(self, name, value)
        super().__init__(self.sentence.format(**facts))


class NotFound(Error):
    sentence = 'The resource could not be found.'


class Conflict(Error):
    """The request is well formed but the state does not allow it."""


class Invalid(Error):
    """The request is well formed JSON but does not make sense."""


class Forbidden(Error):
    sentence = 'You are not authorized to perform the requested action.'


class ConcurrentUpdate(Conflict):
    """Another writer was faster: read again and retry."""

    code = 'placement.concurrent_update'
    sentence = 'Another thread concurrently updated the data.'


class PolicyNotAuthorized(Forbidden):
    sentence = 'Policy does not allow {action} to be performed.'


class Unavailable(Error):
    """The service cannot answer now; the same request may succeed later."""

    sentence = 'The service is too busy to answer now.'
