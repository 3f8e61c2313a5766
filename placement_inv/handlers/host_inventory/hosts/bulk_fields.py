"""What a client may write of many hosts at once."""

from placement_inv import exceptions
from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import generation
from placement_inv.handlers.host_inventory.fields import references
from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.handlers.host_inventory.fields.form import Mode
from placement_inv.handlers.host_inventory.hosts import fields as host_fields

#: What each of the hosts may say; the request says once where they go.
_HOST = form.Form(
    tuple(
        field
        for field in host_fields.FORM.fields
        if field.name not in ('inventory', 'generation')
    )
)
_ID = field_types.Number(least=1)
_UNKNOWN = 'There is no such field.'
#: Unknown fields of one item that a refusal tells of at most.
_MAX_UNKNOWN = 100
_PATCHED = form.Form(
    (
        *(field for field in _HOST.fields if field.name != 'name'),
        generation.FIELD,
    )
)
_IDENTITY = form.Form(
    (form.Field('id', _ID, 'Which host it is.', is_required=True),)
)


ATOMIC, BEST_EFFORT = 'atomic', 'best_effort'

#: What a new host has of what nobody says.
DEFAULTS = {
    field.key: field.default for field in _HOST.fields if not field.is_required
}


def _read_host(document, version):
    # As in AWX, whose request it is, fields that no host has are ignored.
    _check_object(document)
    return _HOST.read(document, version, Mode.CREATE)


def read_upsert(document, version):
    """Return what one item says of a host that may be new."""
    values = _read_item(document, version, (_HOST, Mode.CHANGE))
    if 'name' not in values:
        raise field_types.InvalidItems({'name': ['This field is required.']})
    return values


def read_patch(document, version):
    """Return what one item changes of the host with its id."""
    if isinstance(document, dict) and 'name' in document:
        raise field_types.InvalidItems(
            {'name': ['Names are not changed in bulk.']}
        )
    return _read_item(
        document,
        version,
        (_PATCHED, Mode.CHANGE),
        (_IDENTITY, Mode.CREATE),
    )


def _read_item(document, version, *forms):
    """Return what one item says, each of its fields in one of some forms.

    `forms` are (form, mode) pairs. InvalidItems names all that is wrong, and
    the fields that no form has: a client of so many hosts would not see that
    each of them lost a value.
    """
    _check_object(document)
    known_names = {
        field.name for each, _mode in forms for field in each.fields
    }
    unknown = sorted(name for name in document if name not in known_names)
    wrong = {name: [_UNKNOWN] for name in unknown[:_MAX_UNKNOWN]}
    values = {}
    for each, mode in forms:
        try:
            values |= each.read(document, version, mode)
        except exceptions.InvalidFields as error:
            wrong |= error.fields
    if wrong:
        raise field_types.InvalidItems(wrong)
    return values


def _check_object(document):
    """Raise InvalidItems where an item of a list is no object."""
    if not isinstance(document, dict):
        raise field_types.InvalidItems(
            {
                '__all__': [
                    'Invalid data. Expected a dictionary, but got '
                    f'{type(document).__name__}.'
                ]
            }
        )


def represent(values):
    """Return {field: value} of a new host, what its item said and defaults."""
    return {
        field.name: values[field.key]
        for field in _HOST.fields
        if field.key in values
    }


def _keep(item, _version):
    """Leave an item for later: what is wrong with it may concern it alone."""
    return item


def read_id(value, _version):
    """Return which host one item means."""
    return {'id': _ID.read(value)}


CREATE = form.Form(
    (
        form.Field(
            'inventory',
            references.Reference(),
            'Inventory that the hosts will be in.',
            attribute='host_inventory_id',
            is_required=True,
        ),
        form.Field(
            'hosts',
            field_types.Items(_read_host, child=_HOST),
            'The hosts to create.',
            is_required=True,
        ),
    )
)

DELETE = form.Form(
    (
        form.Field(
            'hosts',
            field_types.Items(lambda item, _version: _ID.read(item), _ID),
            'The ids of the hosts to delete.',
            is_required=True,
        ),
    )
)


def _edit(*own):
    """Return the form of a request that edits many hosts."""
    return form.Form(
        (
            *own,
            form.Field(
                'mode',
                field_types.Choice(
                    (
                        (ATOMIC, 'All are done, or none.'),
                        (BEST_EFFORT, 'What is wrong is left out.'),
                    ),
                    nullable=False,
                ),
                'What becomes of the others where one is wrong.',
                default=ATOMIC,
            ),
        )
    )


_INVENTORY = CREATE.fields[0]
_HOSTS = 'The hosts, each an object.'

UPSERT = _edit(
    _INVENTORY,
    form.Field(
        'hosts',
        field_types.Items(_keep, child=_HOST),
        _HOSTS,
        is_required=True,
    ),
)
PATCH = _edit(
    form.Field(
        'hosts',
        field_types.Items(_keep, child=_PATCHED),
        _HOSTS,
        is_required=True,
    ),
)
ASSOCIATE = _edit(
    form.Field(
        'group',
        references.Reference(),
        'Group of the hosts.',
        is_required=True,
    ),
    form.Field(
        'hosts',
        field_types.Items(_keep, child=_ID),
        'The ids of the hosts.',
        is_required=True,
    ),
    form.Field(
        'disassociate',
        field_types.Boolean(),
        'Whether they are taken out.',
        default=False,
    ),
)
