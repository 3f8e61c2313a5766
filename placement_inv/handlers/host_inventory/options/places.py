"""The kind of each path: a list, one row, or something else."""

import dataclasses

from placement_inv.handlers.host_inventory.fields import form as forms
from placement_inv.handlers.host_inventory.options import read_only
from placement_inv.handlers.host_inventory.options import resources

_ROOTS = {'/api': 'REST API', '/api/v2': 'Version 2'}
_ITEM = '{'
_NOTHING = forms.Form(())


@dataclasses.dataclass(frozen=True)
class Place:
    """A path as OPTIONS describes it."""

    name: str
    resource: resources.Resource | None = None
    #: The writable fields.
    form: forms.Form = _NOTHING
    is_list: bool = False
    #: Whether it is a list below another row.
    is_inside: bool = False
    #: Whether the list adds and removes rows by their ids.
    takes_ids: bool = False
    #: Fields whose values the path contains, so that no body has to.
    path_fields: frozenset[str] = frozenset()


def parse_pattern(pattern):
    """Return the place of a route.

    >>> parse_pattern('/api/v2/groups/{id}/hosts').name
    'Group Host List'
    """
    if pattern in _ROOTS:
        return Place(_ROOTS[pattern])
    parts = pattern.removeprefix('/api/v2').strip('/').split('/')
    nouns = [part for part in parts if not part.startswith(_ITEM)]
    last = resources.LISTS.get(nouns[-1])
    if parts[-1].startswith(_ITEM):
        title = f'{_title(nouns[-1])} Detail'
        return Place(title, last, last.form) if last else Place(title)
    is_inside = len(nouns) > 1
    name = ' '.join(map(_title, nouns))
    if last is None:
        return Place(name, form=resources.FORMS.get(nouns[-1], _NOTHING))
    return Place(
        f'{name} List',
        last,
        last.form,
        is_list=True,
        is_inside=is_inside,
        takes_ids=is_inside and last.is_attachable,
        path_fields=frozenset(('inventory',) if is_inside else ()),
    )


def list_fields(place, method, version):
    """Return the fields of a method at a version, in the order of bodies."""
    if method == 'GET':
        fields = [
            field
            for field in (place.resource.fields if place.resource else ())
            if not (place.is_list and getattr(field, 'is_detail', False))
        ]
    else:
        fields = place.form.fields
    return tuple(
        field
        for field in fields
        if version >= field.since and _concerns(field, method)
    )


def list_parameters(place, version):
    """Return the parameters of a list at a version that name no fields."""
    if not place.is_list:
        return ()
    search = (read_only.SEARCH,) if place.resource.entity.search else ()
    return tuple(
        parameter
        for parameter in (
            *search,
            *read_only.PAGES,
            *place.resource.parameters,
        )
        if version
        >= (parameter.since_inside if place.is_inside else parameter.since)
    )


def _concerns(field, method):
    """Tell whether a method reads a field."""
    if method == 'POST':
        return field.on_create
    if method == 'PUT':
        return field.on_update is not forms.OnUpdate.IGNORED
    return True


def _title(noun):
    """Return the title for a part of a path."""
    resource = resources.LISTS.get(noun)
    return resource.title if resource else noun.replace('_', ' ').title()
