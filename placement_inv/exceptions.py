"""Domain errors: each class has a code and a sentence.

The handlers of each family map classes to HTTP statuses in one table; the
classes themselves know nothing of HTTP. Errors of one family are in the
`errors` of its objects.
"""

UNDEFINED_CODE = 'placement.undefined_code'


class Error(Exception):
    """Base class of all domain errors.

    The keyword arguments of the constructor become attributes, and fill the
    class's `sentence`.
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
    """The request is well formed, but the state does not allow it."""


class Invalid(Error):
    """The request is well formed JSON, but its content is not valid."""


class FilterTooExpensive(Invalid):
    """A statement with a filter takes longer than the limit.

    It is an error of the request: a retry would take as long.
    """

    code = 'filter.too_expensive'
    sentence = (
        'The filter takes longer than {seconds:g} seconds, the most that '
        '[host_inventory]filter_timeout allows.'
    )


class TextTooLong(FilterTooExpensive):
    """A text is too long for a pattern of quadratic cost."""

    sentence = (
        'The filter looks for a regular expression with a repeat in a text '
        'that is too long for it on this database.'
    )


class InvalidFields(Invalid):
    """Fields of a body are not valid.

    `fields` maps a field's name, or `__all__` for the object as a whole, to
    a list of sentences.
    """

    sentence = 'Invalid: {fields}'


class Forbidden(Error):
    sentence = 'You are not authorized to perform the requested action.'


class ConcurrentUpdate(Conflict):
    """Another writer changed the data: the client reads again and retries."""

    code = 'placement.concurrent_update'
    sentence = 'Another thread concurrently updated the data.'


class PolicyNotAuthorized(Forbidden):
    sentence = 'Policy does not allow {action} to be performed.'


class ScopeNotAuthorized(PolicyNotAuthorized):
    """The rule is about tokens of another scope, such as a project's.

    The sentence is OpenStack Placement's.
    """

    sentence = '{action}'


class Unavailable(Error):
    """The service cannot answer now; the same request may succeed later."""

    sentence = 'The service is too busy to answer now.'
    #: Seconds after which clients should retry.
    retry_after = 1


class FiltersBusy(Unavailable):
    """Other costly filters use all threads that may evaluate them."""

    sentence = 'Too many costly filters are evaluated at the moment.'
    retry_after = 2


class IdentityUnavailable(Unavailable):
    """Keystone cannot be asked about a token."""

    sentence = 'The service cannot ask Keystone who you are now.'
    retry_after = 5


class DatabaseUnreachable(Unavailable):
    sentence = 'The service cannot reach its database now.'
    retry_after = 5


class DatabaseUnwritable(Unavailable):
    """The database answers, but accepts no writes: a full disk, a standby."""

    sentence = 'The service cannot write to its database now.'
    retry_after = 5


class DatabaseBroken(Unavailable):
    """It answers that it, or its disk, does not work as it should."""

    sentence = "The service's database has a fault."
    retry_after = 5


class TransactionEnded(Unavailable):
    """An operator or a time limit of the database ended the work on it."""

    sentence = (
        'The database ended the work on the request; nothing of it was '
        'written.'
    )
    retry_after = 2


class OutcomeUnknown(Unavailable):
    """The connection was lost while the database was asked to commit."""

    code = 'database.outcome_unknown'
    sentence = (
        'The service lost the connection to its database while it committed '
        'the request. Whether it was carried out is unknown: read what it '
        'was about before you repeat it.'
    )
    retry_after = 5


class ClientLeft(Error):
    """The client has closed the connection: the work is stopped."""

    sentence = 'The client has left before the answer was ready.'


class SchemaBehind(Error):
    sentence = (
        'The schema of the database is at revision {current}, this release '
        'needs {expected}: run `placement-inv db sync`, or set '
        '[placement_database]sync_on_startup.'
    )


class SchemaAhead(Unavailable):
    """The schema is one that only newer code may serve."""

    code = 'database.schema_ahead'
    sentence = (
        'The schema of the database is at revision {current}, which only a '
        'release that knows revision {oldest} may serve; this release knows '
        '{own}: upgrade it.'
    )
    retry_after = 60


class Stopped(Error):
    """A job was asked to stop; it will be started again."""

    sentence = 'The worker stops; the work will be started again.'
