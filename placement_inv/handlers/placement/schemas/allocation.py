"""Bodies of `/allocations` and `/allocations/{consumer_uuid}`."""

from placement_inv.handlers.placement import versions as history
from placement_inv.handlers.placement.schemas import formats
from placement_inv.web import validation
from placement_inv.web import versions

_RESOURCES = {
    'type': 'object',
    'minProperties': 1,
    'maxProperties': formats.MAX_ITEMS,
    'patternProperties': {
        formats.CLASS_PATTERN: {'type': 'integer', 'minimum': 1}
    },
    'additionalProperties': False,
}


def _object(properties, optional=()):
    return {
        'type': 'object',
        'properties': properties,
        'required': [name for name in properties if name not in optional],
        'additionalProperties': False,
    }


def _closed_object(properties, optional=()):
    """Return the schema of `_object` with its keywords in another order.

    The validator reports the first of several errors in the order of the
    schema's keywords. As in OpenStack Placement, superfluous keys are reported
    before missing ones.
    """
    schema = _object(properties, optional)
    return {'type': 'object', 'additionalProperties': False} | schema


_LIST = {
    'allocations': {
        'type': 'array',
        'minItems': 1,
        'maxItems': formats.MAX_ITEMS,
        'items': _object(
            {
                'resource_provider': _closed_object(
                    {'uuid': {'type': 'string', 'format': 'uuid'}}
                ),
                'resources': _RESOURCES,
            }
        ),
    },
}

# A generation of the provider is accepted and ignored.
_AT_PROVIDER = _object(
    {'resources': _RESOURCES, 'generation': {'type': 'integer'}},
    optional=('generation',),
)


def keyed_object(schema, least, most=formats.MAX_ITEMS):
    """Return the schema of an object whose keys are UUIDs."""
    return {
        'type': 'object',
        'minProperties': least,
        'maxProperties': most,
        'patternProperties': {formats.UUID_PATTERN: schema},
        'additionalProperties': False,
    }


_DICT = {'allocations': keyed_object(_AT_PROVIDER, 1)}
_DICT_OR_NOTHING = {'allocations': keyed_object(_AT_PROVIDER, 0)}

_ID = {'type': 'string', 'minLength': 1, 'maxLength': 255}
_OWNER = {'project_id': _ID, 'user_id': _ID}
_GENERATION = {'consumer_generation': {'type': ['integer', 'null']}}
_MAPPINGS = {
    'mappings': {
        'type': 'object',
        'minProperties': 1,
        'patternProperties': {
            '[a-zA-Z0-9_-]{1,64}': {
                'type': 'array',
                'minItems': 1,
                'items': {'type': 'string', 'format': 'uuid'},
            }
        },
    }
}
_TYPE = {
    'consumer_type': {
        'type': 'string',
        'pattern': formats.CLASS_PATTERN,
        'minLength': 1,
        'maxLength': 255,
        **formats.NO_NEWLINE,
    }
}

#: The body of one consumer, by version.
OF_CONSUMER = (
    (
        history.CONSUMER_GENERATIONS,
        _closed_object({**_DICT_OR_NOTHING, **_OWNER, **_GENERATION}),
    ),
    (
        history.MAPPINGS,
        _closed_object(
            {**_DICT_OR_NOTHING, **_OWNER, **_GENERATION, **_MAPPINGS},
            optional=_MAPPINGS,
        ),
    ),
    (
        history.CONSUMER_TYPES,
        _closed_object(
            {
                **_DICT_OR_NOTHING,
                **_OWNER,
                **_GENERATION,
                **_MAPPINGS,
                **_TYPE,
            },
            optional=_MAPPINGS,
        ),
    ),
)


def by_version(*rows):
    """Return a function: version -> compiled schema."""
    return versions.by_version(
        *(
            (version, validation.Schema(schema, formats.CHECKER))
            for version, schema in rows
        )
    )


PUT = by_version(
    (history.FIRST, _object(_LIST)),
    (history.CONSUMER_OWNERS, _object({**_LIST, **_OWNER})),
    (history.KEYED_ALLOCATIONS, _closed_object({**_DICT, **_OWNER})),
    *OF_CONSUMER,
)

POST = by_version(
    (
        history.POST_ALLOCATIONS,
        keyed_object(_closed_object({**_DICT_OR_NOTHING, **_OWNER}), 1),
    ),
    *((version, keyed_object(schema, 1)) for version, schema in OF_CONSUMER),
)
