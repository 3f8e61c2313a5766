"""Parses YAML in time that is linear in the length of the text.

libyaml and PyYAML take quadratic time for long numbers in base 60, many
`%TAG` directives, many merge keys, and integer keys with the same hash. The
first three are refused; integer keys become texts.
"""

import json
import math
import re

import yaml

#: Longer texts take seconds to parse.
_MAX_LENGTH = 1024 * 1024
#: The longest number: 1024 bits in base 2, with its sign and prefix.
_MAX_NUMBER_LENGTH = 1024 + len('-0b')
#: libyaml compares each directive, and each tag, with all others.
_MAX_TAG_DIRECTIVES = 16
#: PyYAML moves the rest of a mapping for each merge key.
_MAX_MERGE_KEYS = 64
MAX_DEPTH = 64
#: How many values a text may have after its aliases are expanded.
_MAX_VALUES = 500_000

_TAG_DIRECTIVE = re.compile('(?:^|[\n\r\x85\u2028\u2029])%TAG')
_TEXT, _MERGE = 'tag:yaml.org,2002:str', 'tag:yaml.org,2002:merge'
_NUMBERS = ('tag:yaml.org,2002:int', 'tag:yaml.org,2002:float')

#: What PyYAML's constructors raise for a scalar that its tag cannot hold.
ERRORS = (
    yaml.YAMLError,
    AttributeError,
    LookupError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
)


class _Loader(getattr(yaml, 'CSafeLoader', yaml.SafeLoader)):
    """PyYAML's safe loader, in which numeric keys become texts, as in JSON.

    It is easy to find integers with the same hash, and a mapping with
    thousands of them as keys takes minutes to build.
    """

    def construct_mapping(self, node, deep=False):
        if isinstance(node, yaml.MappingNode):
            self.flatten_mapping(node)
            node.value = [
                (self._as_text(key), value) for key, value in node.value
            ]
        return super().construct_mapping(node, deep=deep)

    def _as_text(self, node):
        if node.tag not in _NUMBERS:
            return node
        number = self.construct_object(node)
        if not math.isfinite(number):
            return node
        return yaml.ScalarNode(
            _TEXT, json.dumps(number), node.start_mark, node.end_mark
        )


def load(text):
    """Return the value of a text; raise one of `ERRORS` if it has none."""
    check_syntax(text)
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        # Measure before construction, which expands aliases of merge keys.
        _NodeSize().measure(node, 0)
        return loader.construct_document(node)
    finally:
        loader.dispose()


def check_syntax(text):
    """Raise one of `ERRORS` for a text that is no YAML, or beyond a limit.

    Tags are not resolved: any name of one is accepted.
    """
    if len(text) > _MAX_LENGTH:
        raise ValueError(f'more than {_MAX_LENGTH} characters')
    if len(_TAG_DIRECTIVE.findall(text)) > _MAX_TAG_DIRECTIVES:
        raise ValueError(f'more than {_MAX_TAG_DIRECTIVES} %TAG directives')
    _check_nesting(text)


def check_depth(depth):
    """Raise ValueError if collections nest too deep."""
    if depth > MAX_DEPTH:
        raise ValueError(f'nested deeper than {MAX_DEPTH} levels')


def check_count(count):
    """Raise ValueError if there are too many values."""
    if count > _MAX_VALUES:
        raise ValueError(f'more than {_MAX_VALUES} values')


def _check_nesting(text):
    """Raise ValueError if collections nest too deep.

    libyaml's composer recurses in C and would crash the process.
    """
    depth = 0
    for event in yaml.parse(text, _Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            check_depth(depth)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _NodeSize:
    """Counts the values of a YAML document with its aliases expanded."""

    def __init__(self):
        self._sizes = {}
        self._open = set()

    def measure(self, node, depth):
        """Return the size of a node; raise ValueError beyond the limits."""
        if id(node) in self._open:
            raise ValueError('a value contains itself')
        if id(node) not in self._sizes:
            check_depth(depth)
            _check_node(node)
            self._open.add(id(node))
            size = 1 + sum(
                self.measure(child, depth + 1)
                for child in _list_children(node)
            )
            self._open.discard(id(node))
            check_count(size)
            self._sizes[id(node)] = size
        return self._sizes[id(node)]


def _check_node(node):
    """Raise ValueError if constructing a node would take too long."""
    if node.tag in _NUMBERS:
        if not isinstance(node, yaml.ScalarNode):
            raise ValueError(f'a number is not a scalar{_format_place(node)}')
        if len(node.value) > _MAX_NUMBER_LENGTH:
            raise ValueError(
                f'a number has too many digits{_format_place(node)}'
            )
    elif isinstance(node, yaml.MappingNode):
        merges = sum(key.tag == _MERGE for key, _value in node.value)
        if merges > _MAX_MERGE_KEYS:
            raise ValueError(
                f'more than {_MAX_MERGE_KEYS} merge keys{_format_place(node)}'
            )


def _format_place(node):
    mark = node.start_mark
    return f' in line {mark.line + 1}, column {mark.column + 1}'


def _list_children(node):
    if isinstance(node, yaml.MappingNode):
        return [child for pair in node.value for child in pair]
    return node.value if isinstance(node, yaml.SequenceNode) else []
