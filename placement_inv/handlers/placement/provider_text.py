"""Resource providers as JSON text.

PERF: a provider is mostly links, which differ in its UUID only. To join parts
of text costs a fraction of what it costs to serialize the same objects.
"""

from json import encoder

import orjson

from placement_inv.handlers.placement import versions

#: Links below a provider and the versions that have them.
_LINKS = (
    ('inventories', versions.FIRST),
    ('usages', versions.FIRST),
    ('aggregates', versions.AGGREGATES),
    ('traits', versions.TRAITS),
    ('allocations', versions.ALLOCATIONS_LINK),
)

#: Stands for a UUID in text that is serialized once; no path contains it.
_PLACEHOLDER = '\0'
_PLACEHOLDER_JSON = '\\u0000'


def create_writer(path, version):
    """Return a function: Node -> orjson.Fragment, in the form of a version.

    `path` is the path of the list of providers.
    """
    links = orjson.dumps(_links(f'{path}/{_PLACEHOLDER}', version)).decode()
    link_parts = links.split(_PLACEHOLDER_JSON)
    quote = encoder.encode_basestring
    has_parents = version >= versions.NESTED_PROVIDERS

    def write(node):
        uuid, name, generation, _updated_at, root, parent = node
        text = (
            f'{{"uuid":"{uuid}","name":{quote(name)},'
            f'"generation":{generation},"links":{uuid.join(link_parts)}'
        )
        if not has_parents:
            return orjson.Fragment(text + '}')
        parent_text = 'null' if parent is None else f'"{parent}"'
        return orjson.Fragment(
            f'{text},"parent_provider_uuid":{parent_text},'
            f'"root_provider_uuid":"{root}"}}'
        )

    return write


def _links(path, version):
    return [
        {'rel': 'self', 'href': path},
        *(
            {'rel': rel, 'href': f'{path}/{rel}'}
            for rel, since in _LINKS
            if version >= since
        ),
    ]
