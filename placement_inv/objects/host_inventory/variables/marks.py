"""Marks: they tell Ansible which texts it must not evaluate.

Ansible evaluates texts of variables as templates unless they are marked as
unsafe. In JSON, a marked text is an object with one member:
{"__ansible_unsafe": "the text"}. Every controller that reads an inventory
relies on these marks.

Marks of plain texts are removed: a plain text cannot start a template or call
anything, whichever engine evaluates it. All other marks stay.
"""

from collections.abc import Callable
from collections.abc import Mapping
import re
from typing import Any

UNSAFE = '__ansible_unsafe'
VAULT = '__ansible_vault'
#: The prefix of member names that have a meaning in Ansible.
RESERVED = '__ansible_'

#: Letters and digits of any script, and punctuation that neither delimiters
#: of templates nor calls contain. A positive list: before you add to it,
#: check every engine that may evaluate the text.
_PLAIN = re.compile(r'[\w ._/:,@+=-]*')
#: The start of a template in Ansible.
_TEMPLATE = re.compile(r'\{[{%#]|\A#jinja2:')
#: Escapes of JSON and YAML that can hide an ASCII name.
_ESCAPE = re.compile(
    r'\\(?:u00[0-7]|x[0-7]|U000000[0-7]|[\r\n\x85\u2028\u2029])'
)
#: Characters that safe keys do not contain; keys cannot be marked.
_NOT_IN_KEYS = frozenset('{}#(')

Key = Callable[[str], bool]


def may_be_in(text: str) -> bool:
    """Tell whether the variables in a text may contain a mark.

    PERF: avoids a look at each value.
    """
    return RESERVED in text or (
        '\\' in text and _ESCAPE.search(text) is not None
    )


def is_plain(text: str) -> bool:
    """Tell whether no engine can read a text as template or expression."""
    return _PLAIN.fullmatch(text) is not None


def is_template(text: str) -> bool:
    """Tell whether Ansible would evaluate a text without a mark."""
    return _TEMPLATE.search(text) is not None


def is_safe_key(name: str) -> bool:
    """Tell whether a key is safe without a mark.

    Ansible before 2.19 evaluates keys that a loop turns into texts.
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
    """Return variables with marks in one form, and only where needed.

    A mark around a list or object marks the texts inside, as in Ansible
    before 2.19; later versions refuse an inventory with such a mark. Below
    the first level, keys for which `keeps_key` returns False are left out;
    reserved keys are left out on the first level, too.
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
    """Return a value without the marks around it."""
    while isinstance(value, dict) and UNSAFE in value:
        value = value[UNSAFE]
    return value


def strip_marks(value: Any) -> Any:
    """Return a value without any marks, for searches.

    The result must never reach Ansible.
    """
    value = unwrap(value)
    if isinstance(value, list):
        return [strip_marks(each) for each in value]
    if isinstance(value, dict):
        return {name: strip_marks(each) for name, each in value.items()}
    return value


def strip_marks_of_variables(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return variables without any marks in their values."""
    return {name: strip_marks(value) for name, value in variables.items()}


def clean_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts for templates, without marks and unsafe keys.

    The cache plugin marks all texts. Facts come from the machines, which are
    not trusted: keys that Ansible reads as marks, secrets or tags are removed.
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
