"""Resource providers as the JSON text that answers show of them.

PERF: a provider is mostly links, and these differ in nothing but its UUID.
Text that is put together from pieces costs a fraction of the objects that
would become the same text.
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

#: Stands for a UUID in what is written once; no path has it.
_ANY = '\0'
_ANY_WRITTEN = '\\u0000'


def writer(path, version):
    """Return the function that writes a Node as a version shows it.

    `path` is that of all providers.
    """
    links = orjson.dumps(_links(f'{path}/{_ANY}', version)).decode()
    between = links.split(_ANY_WRITTEN)
    quoted = encoder.encode_basestring
    nested = version >= versions.NESTED_PROVIDERS

    def write(node):
        uuid, name, generation, _updated_at, root, parent = node
        text = (
            f'{{"uuid":"{uuid}","name":{quoted(name)},'
            f'"generation":{generation},"links":{uuid.join(between)}'
        )
        if not nested:
            return orjson.Fragment(text + '}')
        above = 'null' if parent is None else f'"{parent}"'
        return orjson.Fragment(
            f'{text},"parent_provider_uuid":{above},'
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
