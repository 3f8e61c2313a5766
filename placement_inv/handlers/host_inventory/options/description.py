"""The answer to OPTIONS at one path: its methods and their fields."""

from placement_inv import smartfilter
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.options import places
from placement_inv.handlers.host_inventory.options import read_only
from placement_inv.objects.host_inventory.tenancy import roles

_JSON = 'application/json'
_SEARCH = '__search'
_WRITING = ('POST', 'PUT', 'PATCH')


def describe(req, place, endpoints):
    """Return the description of what the caller can do at a place.

    `endpoints` are {method: endpoint} at the version of the request.
    """
    methods = {
        method: endpoint
        for method, endpoint in endpoints.items()
        if endpoint.rule is None or req.ctx.may(endpoint.rule)
    }
    description = {
        'name': place.name,
        'description': '\n'.join(
            f'{method}: {endpoint.__doc__}'
            for method, endpoint in methods.items()
        ),
        **_languages(endpoints),
        'actions': _actions(place, methods, req.version),
    }
    if place.resource:
        description['types'] = [place.resource.kind]
        description |= _describe_roles(req, place.resource.kind)
    if place.resource and place.is_list:
        description |= _describe_list(req, place.resource.entity)
    return description


def _languages(endpoints):
    """Return the media types that a place writes and reads."""
    shows = endpoints.get('GET')
    renders = (shows and shows.produces) or (_JSON,)
    # A place that writes YAML reads it as well.
    parses = renders if set(renders) & set(body.YAML) else (_JSON,)
    is_writable = any(method in endpoints for method in _WRITING)
    return {
        'renders': list(renders),
        'parses': list(parses if is_writable else (_JSON,)),
    }


def _actions(place, methods, version):
    """Return {method: {field: description}}.

    PATCH has the fields of PUT, and DELETE has none: both are left out.
    """
    actions = {}
    for method in ('GET', 'POST', 'PUT'):
        if method not in methods:
            continue
        actions[method] = {
            field.name: (
                _describe_read(field, place.resource)
                if method == 'GET'
                else _describe_written(
                    field, version, place.resource, place.path_fields
                )
            )
            for field in places.list_fields(place, method, version)
        }
    if 'GET' in actions:
        for parameter in places.list_parameters(place, version):
            actions['GET'][parameter.name] = _describe_parameter(parameter)
    if 'POST' in actions and place.takes_ids:
        actions['POST']['id'] = {
            'type': 'integer',
            'required': False,
            'hidden': False,
            'label': 'ID',
            'help_text': 'ID of a row to add to this list or to remove.',
        }
    return actions


def _describe_read(field, resource):
    """Return the description of a field in the answer to GET."""
    if isinstance(field, read_only.ReadOnlyField):
        type_, limits = field.type, dict(field.limits)
    else:
        type_, limits = field.kind.type, field.kind.limits()
        limits.pop('max_length', None)
    description = {
        'type': type_,
        'hidden': False,
        'label': _label(field.name),
        'help_text': field.help_text,
        **limits,
    }
    # The parameter `type` is no filter by a field.
    if field.name != 'type':
        description['filterable'] = _is_filterable(resource.entity, field.name)
    return description


def _describe_parameter(parameter):
    return {
        'type': parameter.type,
        'hidden': False,
        'label': _label(parameter.name),
        'help_text': parameter.help_text,
        'filterable': True,
    }


def _describe_written(field, version, resource=None, path_fields=()):
    """Return the description of a field in a POST or PUT at a version."""
    description = {
        'type': field.kind.type,
        'required': field.is_required and field.name not in path_fields,
        'hidden': False,
        'label': _label(field.name),
        'help_text': field.help_text,
        **field.kind.limits(),
    }
    if resource:
        description['filterable'] = _is_filterable(resource.entity, field.name)
    if not field.is_required:
        description['default'] = field.default
    if isinstance(field.kind, field_types.Items):
        description['child'] = _child(field.kind.child, version)
    return description


def _child(child, version):
    """Return the description of the items of a list at a version."""
    if isinstance(child, field_types.FieldType):
        return {'type': child.type, **child.limits()}
    return {
        'type': 'nested object',
        'children': {
            field.name: _describe_written(field, version)
            for field in child.fields
            if version >= field.since
        },
    }


def _describe_roles(req, kind):
    """Return {'object_roles': names} of a kind of objects with roles."""
    names = [roles.field_name(role.name) for role in roles.of_kind(kind)]
    if not names or req.version < versions.TENANTS:
        return {}
    return {'object_roles': names}


def _describe_list(req, entity):
    relations = [
        step.name
        for step in entity.steps
        if isinstance(step, smartfilter.Relation) and _is_parameter(step)
    ]
    return {
        'search_fields': sorted(entity.search),
        'related_search_fields': [name + _SEARCH for name in relations],
        'max_page_size': req.ctx.conf.host_inventory.max_page_size,
    }


def _is_filterable(entity, name):
    step = entity.step(name)
    return step is not None and _is_parameter(step)


def _is_parameter(step):
    """Tell whether the parameters of lists can name a step."""
    # Recursive relations exist in the extended language alone.
    return not step.sensitive and not getattr(step, 'below', None)


def _label(name):
    return 'ID' if name == 'id' else name.replace('_', ' ').capitalize()
