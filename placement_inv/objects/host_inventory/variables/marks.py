"""Texts that Ansible must not evaluate, and the marks that tell it so.

Ansible evaluates texts of variables as templates, unless a mark says that
nobody who may write templates wrote them. In JSON the mark of a text is an
object with one member: {"__ansible_unsafe": "the text"}. Each controller
that reads an inventory relies on it.

A mark comes off where the text is plain: such a text cannot begin a template
and cannot call anything, whatever an engine makes of it. Every other mark
stays.
"""

from collections.abc import Callable
from collections.abc import Mapping
import re
from typing import Any

UNSAFE = '__ansible_unsafe'
VAULT = '__ansible_vault'
#: How names begin that mean something to Ansible wherever they are members.
RESERVED = '__ansible_'

#: Letters and digits of any script, and punctuation that no delimiter of
#: templates and no call is made of. A positive list: who adds to it has to
#: know every engine that may read the text.
_PLAIN = re.compile(r'[\w ._/:,@+=-]*')
#: What begins a template in Ansible.
_TEMPLATE = re.compile(r'\{[{%#]|\A#jinja2:')
#: Escapes of JSON and YAML that a name in ASCII can be written with.
_ESCAPE = re.compile(
    r'\\(?:u00[0-7]|x[0-7]|U000000[0-7]|[\r\n\x85\u2028\u2029])'
)
#: What a name of a member is not made of. Names cannot be is_marked.
_NOT_IN_KEYS = frozenset('{}#(')

Key = Callable[[str], bool]


def may_be_in(text: str) -> bool:
    """Tell whether variables that are written so may hold a mark.

    PERF: it spares a look at each value.
    """
    return RESERVED in text or (
        '\\' in text and _ESCAPE.search(text) is not None
    )


def is_plain(text: str) -> bool:
    """Tell whether nobody can take a text for a template or an expression."""
    return _PLAIN.fullmatch(text) is not None


def is_template(text: str) -> bool:
    """Tell whether Ansible would evaluate a text that has no mark."""
    return _TEMPLATE.search(text) is not None


def is_safe_key(name: str) -> bool:
    """Tell whether the name of a member can be kept although it has no mark.

    Ansible before 2.19 evaluates the names that a loop makes texts of.
    """
    return (
        name.isprintable()
        and _NOT_IN_KEYS.isdisjoint(name)
        and not name.startswith(RESERVED)
    )


def _is_not_reserved(name: str) -> bool:
    return not name.startswith(RESERVED)


def normalize(
    variables: Mapping[str, Any], keeps_key: Key = _is_not_reserved
) -> dict[str, Any]:
    """Return variables with every mark in its one form, where it is needed.

    A mark around anything but a text marks the texts inside, as Ansible
    before 2.19 reads it; later ones refuse the whole inventory. Members
    whose names `keeps_key` does not want are left out, below the first
    level; so are the reserved ones, everywhere.
    """
    return {
        name: _normalize(value, False, keeps_key)
        for name, value in variables.items()
        if _is_not_reserved(name)
    }


def _normalize(value: Any, is_marked: bool, keeps_key: Key) -> Any:
    if isinstance(value, str):
        return {UNSAFE: value} if is_marked and not is_plain(value) else value
    if isinstance(value, list):
        return [_normalize(each, is_marked, keeps_key) for each in value]
    if not isinstance(value, dict):
        return value
    if UNSAFE in value:
        return _normalize(value[UNSAFE], True, keeps_key)
    if VAULT in value:
        secret = value[VAULT]
        if is_marked or not isinstance(secret, str):
            return _normalize(secret, True, keeps_key)
        return {VAULT: secret}
    return {
        name: _normalize(each, is_marked, keeps_key)
        for name, each in value.items()
        if keeps_key(name)
    }


def unwrap(value: Any) -> Any:
    """Return what is under the mark of a value, or the value."""
    while isinstance(value, dict) and UNSAFE in value:
        value = value[UNSAFE]
    return value


def strip_marks(value: Any) -> Any:
    """Return a value with the texts under its marks, for those who search.

    Nothing that Ansible reads may be made of it.
    """
    value = unwrap(value)
    if isinstance(value, list):
        return [strip_marks(each) for each in value]
    if isinstance(value, dict):
        return {name: strip_marks(each) for name, each in value.items()}
    return value


def strip_marks_of_variables(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return variables likewise: they themselves are never a mark."""
    return {name: strip_marks(value) for name, value in variables.items()}


def clean_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as templates may read them, who mark all their texts.

    Facts are the word of a machine. What Ansible would take for a mark, a
    secret or a tag of its own in them is none.
    """
    return {
        name: _clean_fact(value)
        for name, value in facts.items()
        if is_safe_key(name)
    }


def _clean_fact(value: Any) -> Any:
    value = unwrap(value)
    if isinstance(value, list):
        return [_clean_fact(each) for each in value]
    if isinstance(value, dict):
        return {
            name: _clean_fact(each)
            for name, each in value.items()
            if is_safe_key(name)
        }
    return value
