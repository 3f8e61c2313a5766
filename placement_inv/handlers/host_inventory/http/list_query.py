"""The query string of a list: filters, texts to search for, an order."""

from placement_inv import smartfilter
from placement_inv.handlers.host_inventory import versions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.tenancy import roles

#: Parameters that are not names of fields.
RESERVED = frozenset(
    (
        'count',
        'count_disabled',
        'cursor',
        'format',
        'host_filter',
        'limit',
        'no_truncate',
        'order',
        'order_by',
        'page',
        'page_size',
        'role_level',
        'search',
        'type',
        'validate',
    )
)

#: The parameter of AWX for the roles of users on rows.
_ROLE = 'role_level'
_SEARCH = '__search'
_NOT = 'not__'
_INTEGER = '__int'
_COMBINATIONS = (
    ('chain__', smartfilter.Combination.CHAIN),
    ('or__', smartfilter.Combination.OR),
)


def parse(parameters):
    """Return {attribute of list_page.Query: value} of a query string.

    Raises InvalidFilter.
    """
    fields = [
        (name, parameters.getall(name))
        for name in dict.fromkeys(parameters)
        if name not in RESERVED
    ]
    return {
        'terms': tuple(
            _term(name, value)
            for name, values in fields
            if not name.endswith(_SEARCH)
            for value in values
        ),
        'search': _search(parameters, fields),
        'order_by': parse_order(parameters),
        'types': _values_of(parameters, 'type'),
        'role_level': _role_level(parameters),
    }


def parse_order(parameters):
    """Return the paths of the fields that order a list."""
    return _values_of(parameters, 'order_by', 'order') or ()


def check_versions(parameters, version):
    """Raise InvalidFilter if a parameter names a field of a later version."""
    keys = [
        *parameters,
        *parse_order(parameters),
    ]
    words = {word for key in keys for word in key.lstrip('-').split('__')}
    for field, since in versions.LIST_FIELDS.items():
        if field in words and version < since:
            raise errors.InvalidFilter(
                reason=f'{field} exists from version {since} on.'
            )


def _term(name, value):
    """Return the smartfilter.Parameter of a query parameter.

    >>> parameter = _term('or__not__name', 'web')
    >>> parameter.key, parameter.is_negated, parameter.combination.value
    ('name', True, 'or')
    """
    combination = smartfilter.Combination.AND
    for prefix, prefix_combination in _COMBINATIONS:
        if name.startswith(prefix):
            name = name.removeprefix(prefix)
            combination = prefix_combination
            break
    is_negated = name.startswith(_NOT)
    # The suffix makes AWX compare numbers. Columns know their own types.
    key = name.removeprefix(_NOT).removesuffix(_INTEGER)
    return smartfilter.Parameter(key, value, is_negated, combination)


def _search(parameters, fields):
    own = [
        text
        for value in parameters.getall('search')
        for text in value.replace(',', ' ').split()
    ]
    related_conditions, all_related = [], False
    for name, values in fields:
        if not name.endswith(_SEARCH):
            continue
        if ',' in values[0]:
            values, all_related = values[0].split(','), True
        path = name.removesuffix(_SEARCH)
        related_conditions.extend((path, value) for value in values)
    return smartfilter.TextSearch(
        tuple(own), tuple(related_conditions), all_related
    )


def _role_level(parameters):
    """Return the name of the role that the caller has on all rows."""
    if _ROLE not in parameters:
        return None
    text = parameters.getall(_ROLE)[-1]
    name = roles.parse_field_name(text)
    if name is None:
        raise errors.InvalidFilter(reason=f'There is no role {text}.')
    return name


def _values_of(parameters, *names):
    """Return the items of a comma-separated parameter, None without it.

    The first of `names` that the request has counts.
    """
    for name in names:
        if name in parameters:
            items = parameters.getall(name)[-1].split(',')
            return tuple(item.strip() for item in items if item.strip())
    return None
