"""The document that OPTIONS answers for one path, and its fields."""

from placement_inv import smartfilter
from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.options import places
from placement_inv.handlers.host_inventory.options import read_only

_JSON = 'application/json'
_SEARCH = '__search'
_WRITING = ('POST', 'PUT', 'PATCH')


def describe(req, place, endpoints):
    """Return what the caller can do at a place.

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
    if place.resource and place.is_list:
        description |= _describe_list(req, place.resource.entity)
    return description


def _languages(endpoints):
    """Return what a place answers in, and what it reads."""
    shows = endpoints.get('GET')
    renders = (shows and shows.produces) or (_JSON,)
    # What is shown in YAML is written so as well.
    parses = renders if set(renders) & set(body.YAML) else (_JSON,)
    is_writable = any(method in endpoints for method in _WRITING)
    return {
        'renders': list(renders),
        'parses': list(parses if is_writable else (_JSON,)),
    }


def _actions(place, methods, version):
    """Return {method: {field: what is known of it}}.

    PATCH takes what PUT takes, and DELETE nothing: neither is named.
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
    if 'POST' in actions and place.takes_ids:
        actions['POST']['id'] = {
            'type': 'integer',
            'required': False,
            'hidden': False,
            'label': 'ID',
            'help_text': 'One that exists, to be put here or taken away.',
        }
    return actions


def _describe_read(field, resource):
    """Describe a field of what a GET answers."""
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
    # The kind of a row is asked for in a way of its own.
    if field.name != 'type':
        description['filterable'] = _is_filterable(resource.entity, field.name)
    return description


def _describe_written(field, version, resource=None, path_fields=()):
    """Describe a field of what a POST or PUT of some version takes."""
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
    """Describe the items of a list, as a request of some version has them."""
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
    """Tell whether the parameters of lists know a step."""
    # Those of the wider language alone lead to all that lies above.
    return not step.sensitive and not getattr(step, 'below', None)


def _label(name):
    return 'ID' if name == 'id' else name.replace('_', ' ').capitalize()
