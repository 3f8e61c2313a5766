"""The bodies of bulk requests: their fields, and those of their items."""

from placement_inv import exceptions
from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import generation
from placement_inv.handlers.host_inventory.fields import references
from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.handlers.host_inventory.fields.form import Mode
from placement_inv.handlers.host_inventory.hosts import fields as host_fields

#: The fields of one host. The inventory is a field of the request.
_HOST = form.Form(
    tuple(
        field
        for field in host_fields.FORM.fields
        if field.name not in ('inventory', 'generation')
    )
)
_ID = field_types.Number(least=1)
_UNKNOWN = 'There is no such field.'
#: How many unknown fields of one item an error names at most.
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

#: {name in `objects`: value} of the optional fields of a new host.
DEFAULTS = {
    field.key: field.default for field in _HOST.fields if not field.is_required
}


def _read_host(document, version):
    # The request is one of AWX, which ignores unknown fields.
    _check_object(document)
    return _HOST.read(document, version, Mode.CREATE)


def read_upsert(document, version):
    """Return {name in `objects`: value} of one item of an upsert.

    Raises InvalidItems.
    """
    values = _read_item(document, version, (_HOST, Mode.CHANGE))
    if 'name' not in values:
        raise field_types.InvalidItems({'name': ['This field is required.']})
    return values


def read_patch(document, version):
    """Return {name in `objects`: value}, and the id, of one item of a patch.

    Raises InvalidItems.
    """
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
    """Return the values of one item, whose fields are those of some forms.

    `forms` are (form, mode) pairs. Raises InvalidItems, which names all errors
    and the fields that no form has: a client that sends many hosts would not
    notice that each of them lost a value.
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
    """Raise InvalidItems if an item of a list is no object."""
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
    """Return {field: value} of a new host: values of its item and defaults."""
    return {
        field.name: values[field.key]
        for field in _HOST.fields
        if field.key in values
    }


def _keep(item, _version):
    """Return an item unread.

    The handler reads it, because an error may concern this item alone.
    """
    return item


def read_id(value, _version):
    """Return {'id': number} of one item; raises InvalidValue."""
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
                        (ATOMIC, 'All hosts are changed, or none.'),
                        (BEST_EFFORT, 'Hosts with errors are left out.'),
                    ),
                    nullable=False,
                ),
                'What happens to the other hosts if one has an error.',
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
        'Whether the hosts are removed from the group.',
        default=False,
    ),
)
