"""What can go wrong, as facts: each class has a code and a sentence.

Handlers map classes to HTTP statuses in one table per family. Nothing
here knows HTTP. What only one family can meet is in its objects' `errors`.
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


class FilterTooExpensive(Invalid):
    """What a filter asks takes longer than a filter may take.

    It would take as long the next time: no reason to ask again.
    """

    code = 'filter.too_expensive'
    sentence = (
        'The filter takes longer than {seconds:g} seconds, the most that '
        '[host_inventory]filter_timeout allows.'
    )


class TextTooLong(FilterTooExpensive):
    """A text is too long for a pattern whose cost grows with its square."""

    sentence = (
        'The filter looks for a regular expression with a repeat in a text '
        'that is too long for it on this database.'
    )


class InvalidFields(Invalid):
    """Fields of a body that cannot be accepted, each with its reasons.

    `fields` maps a field's name, or `__all__` for the object as a whole, to
    a list of sentences.
    """

    sentence = 'Invalid: {fields}'


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
    #: Seconds after which it makes sense to ask again.
    retry_after = 1


class DatabaseUnreachable(Unavailable):
    sentence = 'The service cannot reach its database now.'
    retry_after = 5


class DatabaseUnwritable(Unavailable):
    """It answers, and takes no writes: a full disk, a standby."""

    sentence = 'The service cannot write to its database now.'
    retry_after = 5


class ClientLeft(Error):
    """Nobody waits for the answer any more: no work is worth it."""

    sentence = 'The client has left before the answer was ready.'


class SchemaBehind(Error):
    sentence = (
        'The schema of the database is at revision {current}, this release '
        'needs {expected}: run `placement-inv db sync`, or set '
        '[placement_database]sync_on_startup.'
    )


class Stopped(Error):
    """Background work was asked to stop; it will be started again."""

    sentence = 'The worker stops; the work will be started again.'
