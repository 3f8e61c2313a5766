"""The little languages inside query parameters."""

from oslo_utils import uuidutils

from placement_inv.handlers.placement import uuids
from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.schemas import formats
from placement_inv.web import errors

_IN = 'in:'

#: Each class, and each set of aggregates, is a condition of its own, and
#: SQLite nests them all.
_MAX_CLASSES = _MAX_SETS = 200


class BadValue(errors.HTTPError):
    """A parameter that is text, but not of the language it should be in."""

    status = 400
    sentence = '{reason}'


def last(parameters, name):
    """Return what counts of a parameter that may repeat; None for none.

    An empty value asks for nothing.
    """
    return parameters.get(name, [None])[-1] or None


def split(text, at_most=formats.MAX_ITEMS):
    """Return the parts between commas, unless they are beyond all use."""
    if text.count(',') >= at_most:
        raise BadValue(reason=f'More than {at_most} values between commas')
    return text.split(',')


def resources(text):
    """Return ((resource class, amount), …) for 'VCPU:2,MEMORY_MB:1024'."""
    if not text.strip():
        raise _badly_formed_resources('empty string.')
    amounts = {}
    for part in split(text, _MAX_CLASSES):
        name, colon, amount = part.partition(':')
        if not colon or ':' in amount:
            raise _badly_formed_resources(f'{part}.')
        amounts[name] = _amount(name, amount)
    return tuple(amounts.items())


def _badly_formed_resources(got):
    return BadValue(
        reason='Badly formed resources parameter. Expected resources query '
        'string parameter in form: ?resources=VCPU:2,MEMORY_MB:1024. Got: '
        f'{got}'
    )


def _amount(name, text):
    try:
        amount = int(text)
    except ValueError as error:
        raise BadValue(
            reason=f'Requested resource {name} expected positive integer '
            f'amount. Got: {text}.'
        ) from error
    if amount < 1:
        raise BadValue(
            reason=f'Requested resource {name} requires amount >= 1. '
            f'Got: {amount}.'
        )
    return min(amount, _BEYOND_ALL)


#: More than any inventory has, and still a number for the database.
_BEYOND_ALL = 2**31


def member_of(values, version):
    """Return (sets of aggregates, forbidden ones) of '[!][in:]<uuid>,…'."""
    if len(values) > 1 and version < versions.REPEATED_MEMBER_OF:
        raise BadValue(
            reason='Multiple member_of parameters are not supported'
        )
    wanted, unwanted = {}, set()
    for value in values:
        found = _any_of(value)
        if not value.startswith('!'):
            wanted[found] = None
        elif version < versions.FORBIDDEN_AGGREGATES:
            raise BadValue(
                reason='Forbidden member_of parameters are not supported in '
                'the specified microversion'
            )
        else:
            unwanted |= found
    if len(wanted) > _MAX_SETS:
        raise BadValue(reason=f'More than {_MAX_SETS} member_of parameters')
    return tuple(wanted), frozenset(unwanted)


def _any_of(value):
    if ',' in value and not value.removeprefix('!').startswith(_IN):
        raise BadValue(
            reason="Multiple values for 'member_of' must be prefixed with "
            "the 'in:' or '!in:' keyword using the valid microversion. "
            f'Got: {value}'
        )
    found = split(value.removeprefix('!').removeprefix(_IN))
    for uuid in found:
        if not uuidutils.is_uuid_like(uuid):
            raise BadValue(
                reason="Invalid query string parameters: Expected 'member_of' "
                f'parameter to contain valid UUID(s). Got: {uuid}'
            )
    return frozenset(uuids.normal(uuid) for uuid in found)


def trait_names(text):
    """Return {'names': […]} or {'prefix': …} for 'in:…' or 'startswith:…'."""
    operator, colon, value = text.partition(':')
    if not colon:
        raise BadValue(
            reason='Badly formatted name parameter. Expected name query '
            'string parameter in form: '
            f'?name=[in|startswith]:[name1,name2|prefix]. Got: "{text}"'
        )
    if operator == 'in':
        return {'names': split(value)}
    return {'prefix': value} if operator == 'startswith' else {}


def associated_filter(text):
    """Return the truth of 'true' or 'false', in any case."""
    truths = {'true': True, 'false': False}
    if text.lower() not in truths:
        raise BadValue(
            reason='The query parameter "associated" only accepts "true" or '
            '"false"'
        )
    return truths[text.lower()]
