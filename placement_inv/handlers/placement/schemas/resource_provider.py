"""Bodies and queries of `/resource_providers`."""

from placement_inv.handlers.placement import versions as history
from placement_inv.handlers.placement.schemas import formats
from placement_inv.web import validation
from placement_inv.web import versions

_NAME = {'type': 'string', 'minLength': 1, 'maxLength': 200}
_UUID = {'type': 'string', 'format': 'uuid'}


def _body(**properties):
    return validation.Schema(
        {
            'type': 'object',
            'properties': properties,
            'required': ['name'],
            'additionalProperties': False,
        },
        formats.CHECKER,
    )


def _query(**properties):
    return validation.Schema(
        formats.parameters(name={}, uuid=_UUID, **properties),
        formats.STRICT_CHECKER,
    )


_PARENT = {'anyOf': [_UUID, {'type': 'null'}]}

POST = versions.by_version(
    (history.FIRST, _body(name=_NAME, uuid=_UUID)),
    (
        history.NESTED_PROVIDERS,
        _body(name=_NAME, uuid=_UUID, parent_provider_uuid=_PARENT),
    ),
)
PUT = versions.by_version(
    (history.FIRST, _body(name=_NAME)),
    (
        history.NESTED_PROVIDERS,
        _body(name=_NAME, parent_provider_uuid=_PARENT),
    ),
)

GET = versions.by_version(
    (history.FIRST, _query()),
    (history.MEMBER_OF, _query(member_of={})),
    (history.RESOURCES_FILTER, _query(member_of={}, resources={})),
    (
        history.NESTED_PROVIDERS,
        _query(member_of={}, resources={}, in_tree=_UUID),
    ),
    (
        history.PROVIDERS_REQUIRED,
        _query(member_of={}, resources={}, in_tree=_UUID, required={}),
    ),
)
