"""The text of a provider is the one that a JSON encoder writes."""

import datetime
import json
import uuid

import hypothesis
from hypothesis import strategies
import orjson
import testtools

from placement_inv.handlers.placement import provider_text
from placement_inv.handlers.placement import versions
from placement_inv.objects.placement import provider_tree

_ONE, _PARENT, _ROOT = (str(uuid.UUID(int=number)) for number in (1, 2, 3))

#: Names of links, in the order of answers, by the version that adds them.
_RELS = (
    (versions.FIRST, ('inventories', 'usages')),
    (versions.AGGREGATES, ('aggregates',)),
    (versions.TRAITS, ('traits',)),
    (versions.ALLOCATIONS_LINK, ('allocations',)),
)
_VERSIONS = (*(since for since, _rels in _RELS), versions.NESTED_PROVIDERS)

#: The text that databases can store.
_TEXT = strategies.text(
    strategies.characters(exclude_characters='\0', exclude_categories=['Cs']),
    max_size=12,
)


def _node(name, parent=_PARENT):
    moment = datetime.datetime(2026, 1, 2)
    return provider_tree.Node(_ONE, name, 7, moment, _ROOT, parent)


def _write(node, path='/resource_providers', version=_VERSIONS[-1]):
    return orjson.dumps(provider_text.create_writer(path, version)(node))


def _plain(node, path, version):
    """Return the plain objects of a Node, in the form of a version."""
    rels = [rel for since, new in _RELS if version >= since for rel in new]
    base = f'{path}/{node.uuid}'
    plain = {
        'uuid': node.uuid,
        'name': node.name,
        'generation': node.generation,
        'links': [
            {'rel': 'self', 'href': base},
            *({'rel': rel, 'href': f'{base}/{rel}'} for rel in rels),
        ],
    }
    if version >= versions.NESTED_PROVIDERS:
        plain['parent_provider_uuid'] = node.parent_uuid
        plain['root_provider_uuid'] = node.root_uuid
    return plain


class TestWriter(testtools.TestCase):
    @hypothesis.given(
        _TEXT,
        _TEXT,
        strategies.sampled_from([None, _PARENT]),
        strategies.sampled_from(_VERSIONS),
    )
    @hypothesis.example('"', '\\', None, _VERSIONS[-1])
    @hypothesis.example('\\u0000', '%s{0}', None, _VERSIONS[-1])
    @hypothesis.example('\x01\n\x7f\u2028', '/a\t', None, _VERSIONS[-1])
    @hypothesis.example('\U0001f600é', '/ö', _PARENT, _VERSIONS[-1])
    def test_the_text_is_that_of_plain_objects(
        self, name, path, parent, version
    ):
        node = _node(name, parent)
        text = _write(node, path, version)
        self.assertEqual(_plain(node, path, version), json.loads(text))
        self.assertEqual(orjson.dumps(json.loads(text)), text)

    def test_links_grow_with_versions(self):
        counts = [
            len(json.loads(_write(_node('n'), '/', version))['links'])
            for version in _VERSIONS
        ]
        self.assertEqual([3, 4, 5, 6, 6], counts)
