"""Counts uninformative names. It is a report: no test fails.

    python -m placement_inv.tests.architecture.words [--list]

A variable whose whole name is a participle (`found`) does not name its
content. A function named by a participle or a preposition alone (`asked`,
`of`) does not name its action. `--list` shows the places.
"""

import argparse
import ast
import collections
from collections.abc import Iterator
import dataclasses
import pathlib

import placement_inv

_PACKAGE = pathlib.Path(placement_inv.__file__).parent
#: Tests are not checked; migrations are not changed later.
_EXCLUDED = (_PACKAGE / 'tests', _PACKAGE / 'db' / 'migrations' / 'versions')

_PREPOSITIONS = frozenset(
    (
        'above', 'across', 'after', 'against', 'along', 'among', 'apart',
        'around', 'at', 'before', 'behind', 'below', 'beside', 'between',
        'by', 'down', 'for', 'from', 'in', 'into', 'near', 'of', 'off', 'on',
        'out', 'over', 'since', 'through', 'to', 'under', 'until', 'up',
        'with', 'within', 'without',
    )
)  # fmt: skip
_IRREGULAR = frozenset(
    (
        'asked', 'become', 'begun', 'bound', 'broken', 'built', 'chosen',
        'drawn', 'forgotten', 'found', 'given', 'gone', 'grown', 'held',
        'kept', 'known', 'lost', 'made', 'meant', 'said', 'seen', 'sent',
        'shown', 'spoken', 'taken', 'thought', 'told', 'understood',
        'written',
    )
)  # fmt: skip
#: Nouns and verbs that only look like participles.
_OTHERS = frozenset(
    (
        'breed', 'embed', 'exceed', 'feed', 'indeed', 'need', 'proceed',
        'seed', 'shed', 'speed',
    )
)  # fmt: skip
#: Names in the APIs and in tables, which the code shares.
_API_NAMES = frozenset(('reserved',))


@dataclasses.dataclass(frozen=True, order=True)
class Name:
    """A name, and the place that binds it."""

    kind: str
    text: str
    path: str
    line: int


def is_participle(name: str) -> bool:
    """Tell whether a whole name is one participle."""
    word = name.strip('_')
    if word in _OTHERS | _API_NAMES or '_' in word:
        return False
    return word in _IRREGULAR or (word.endswith('ed') and len(word) > 4)


def is_preposition(name: str) -> bool:
    """Tell whether a whole name is one preposition."""
    return name.strip('_') in _PREPOSITIONS


def names_in(source: str, path: str) -> Iterator[Name]:
    """Yield the uninformative names of a module's source."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.FunctionDef(name=text):
                if is_participle(text) or is_preposition(text):
                    yield Name('function', text, path, node.lineno)
            case ast.Name(id=text, ctx=ast.Store()) | ast.arg(arg=text):
                if is_participle(text):
                    yield Name('variable', text, path, node.lineno)


def names_in_package() -> list[Name]:
    """Return the uninformative names of the whole package."""
    return sorted(
        name
        for path in _PACKAGE.rglob('*.py')
        if not any(left_out in path.parents for left_out in _EXCLUDED)
        for name in names_in(
            path.read_text(encoding='utf-8'),
            str(path.relative_to(_PACKAGE.parent)),
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--list', action='store_true', help='show each place')
    options = parser.parse_args()
    names = names_in_package()
    counts = collections.Counter(name.kind for name in names)
    print(
        f'{counts["variable"]} variables are a participle alone, '
        f'{counts["function"]} functions a participle or preposition alone'
    )
    if options.list:
        for name in names:
            print(f'{name.path}:{name.line}: {name.kind} {name.text}')


if __name__ == '__main__':
    main()
