"""Code reads the attributes of kinds instead of comparing kinds.

The tables of kinds have an attribute for each property of a kind. Whoever adds
a kind would have to find each comparison with the word of a kind elsewhere.
"""

import ast
import pathlib

import testtools

import placement_inv
from placement_inv.handlers.host_inventory import versions
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import source_kinds

_PACKAGE = pathlib.Path(placement_inv.__file__).parent
_PLACES = ('objects/host_inventory', 'handlers/host_inventory', 'jobs/tasks')
_TABLES = (inventory_kinds, source_kinds)
#: The names of kinds in the modules of their tables.
_MEMBERS = frozenset(
    name
    for module in _TABLES
    for name, value in vars(module).items()
    if value in module.KINDS.values()
)
_WORDS = frozenset(word for module in _TABLES for word in module.KINDS)
#: The names of columns, attributes and variables with the word of a kind.
_NAMES = frozenset(('kind', 'source'))

#: Conditions in SQL on the source that constructed inventories create.
_ALLOWED = {
    'placement_inv/objects/host_inventory/inventories/constructed.py': 2,
}


def compares_kinds(node):
    """Tell whether a node compares something with the word of a kind."""
    if isinstance(node, ast.Compare):
        sides = (node.left, *node.comparators)
    elif isinstance(node, ast.Match):
        sides = (node.subject, *_patterns(node))
    elif isinstance(node, ast.Call) and _name(node.func) in ('in_', 'not_in'):
        sides = (node.func.value, *node.args)
    else:
        return False
    return any(map(_is_kind, sides)) or (
        any(_name(side) in _NAMES for side in sides)
        and any(map(_is_word, sides))
    )


def _patterns(match):
    return (
        inner.value
        for case in match.cases
        for inner in ast.walk(case.pattern)
        if isinstance(inner, ast.MatchValue)
    )


def _is_kind(node):
    """Tell whether an expression is a kind of a table, or its word."""
    if isinstance(node, ast.Attribute) and node.attr == 'word':
        return True
    if isinstance(node, ast.Attribute) and _name(node.value) == 'versions':
        return False
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(map(_is_kind, node.elts))
    return _name(node) in _MEMBERS


def _is_word(node):
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(map(_is_word, node.elts))
    return isinstance(node, ast.Constant) and node.value in _WORDS


def _name(node):
    """Return the last name of an expression: of `a.b`, `a['b']`, `b`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=name)):
            return name
        case ast.Call(
            func=ast.Attribute(attr='get'), args=[ast.Constant(value=name), *_]
        ):
            return name
    return None


def _count_by_module():
    counts = {}
    for place in _PLACES:
        for path in sorted((_PACKAGE / place).rglob('*.py')):
            tree = ast.parse(path.read_text(encoding='utf-8'))
            count = sum(map(compares_kinds, ast.walk(tree)))
            if count:
                counts[str(path.relative_to(_PACKAGE.parent))] = count
    return counts


class TestKinds(testtools.TestCase):
    def test_nothing_compares_the_words_of_kinds(self):
        self.assertEqual(_ALLOWED, _count_by_module())

    def test_the_names_of_kinds_are_known(self):
        self.assertLessEqual(
            {'REGULAR', 'SMART', 'CONSTRUCTED', 'FILE', 'MANUAL', 'PROJECT'},
            _MEMBERS,
        )
        self.assertTrue(hasattr(versions, 'CONSTRUCTED'))

    def test_comparisons_are_found(self):
        for text in (
            "inventory.kind == 'smart'",
            "row['kind'] != ''",
            "'constructed' == kind",
            "values.get('source') in ('file', 'scm')",
            'inventory.kind == inventory_kinds.SMART.word',
            'kind is inventory_kinds.REGULAR',
            '_sources.c.source == source_kinds.FILE.word',
            "_sources.c.source.in_(['', 'file'])",
            '_sources.c.source.not_in((MANUAL.word,))',
            "match kind:\n    case 'smart' | 'rack':\n        pass",
            'match kind:\n    case kinds.SMART.word:\n        pass',
        ):
            nodes = list(ast.walk(ast.parse(text)))
            self.assertTrue(any(map(compares_kinds, nodes)), text)

    def test_other_comparisons_are_allowed(self):
        for text in (
            "run.source_path != ''",
            'req.version < versions.CONSTRUCTED',
            "changes.get('kind', kept.kind) != kept.kind",
            'kind.reads is source_kinds.Reads.FILES',
            "model == 'Host'",
        ):
            nodes = list(ast.walk(ast.parse(text)))
            self.assertFalse(any(map(compares_kinds, nodes)), text)
