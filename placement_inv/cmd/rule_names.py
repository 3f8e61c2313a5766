"""Finds rules of the policy file that nothing asks for."""

import difflib
import os
import re

import yaml

from placement_inv import policies

#: A rule that another rule refers to.
_REFERENCE = re.compile(r'\brule:([\w:.-]+)')


def find_unknown(conf):
    """Return a sentence for each rule of the policy file without a use.

    A file that cannot be read is another check's matter.
    """
    name = conf.oslo_policy.policy_file
    path = conf.find_file(name)
    if path is None:
        if os.path.isabs(name):
            return [f'[oslo_policy]policy_file: {name} does not exist']
        return []
    rules = _read_rules(path)
    known = {rule.name for rule in policies.list_rules()}
    used = {
        reference
        for text in rules.values()
        for reference in _REFERENCE.findall(str(text))
    }
    return [
        f'{path}: there is no rule {rule}{_suggest(str(rule), known)}'
        for rule in rules
        if rule not in known and rule not in used
    ]


def _read_rules(path):
    try:
        with open(path, encoding='utf-8') as file:
            rules = yaml.safe_load(file)
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    return rules if isinstance(rules, dict) else {}


def _suggest(rule, known):
    matches = difflib.get_close_matches(rule, sorted(known), 1)
    return f'; did you mean {matches[0]}?' if matches else ''
