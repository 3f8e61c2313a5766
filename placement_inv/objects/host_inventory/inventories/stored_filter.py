"""Checks the host filter of an inventory before it is stored."""

import re

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.membership import host_filter

#: Lookups on facts that AWX refuses at the start of a stored filter.
#: Elsewhere in a filter, AWX reads such a word as the name of a fact.
_LOOKUP = re.compile(
    r'ansible_facts[^=\s()"]*__('
    r'i?(?:contains|startswith|endswith|regex)|iexact|[gl]te?|in|range|isnull|'
    r'contained_by|has_key|has_keys|has_any_keys)\s*='
)


def normalize(values, kind, rules, previous=None):
    """Return the values of an inventory with the host filter to be stored.

    `rules` are the SaveRules of the request; `previous` is the HostFilter of
    the row. Raises HostFilterRequired, LookupOnFacts, and what
    `host_filter.resolve` raises.
    """
    values = dict(values)
    language = values.pop('host_filter_language', None)
    text = values.get('host_filter', previous and previous.text)
    is_filtered = inventory_kinds.KINDS[kind].is_filtered
    if 'host_filter' in values and not text and is_filtered:
        raise errors.HostFilterRequired()
    if not text or not (language or 'host_filter' in values):
        return values
    new_filter = _read(text, language, rules, previous)
    if 'host_filter' in values:
        values['host_filter'] = new_filter.text
    _refuse_lookups(new_filter.text, new_filter.language)
    host_filter.resolve(new_filter)
    return {**values, 'host_filter_language': new_filter.language}


def _read(text, language, rules, previous):
    """Return the HostFilter to be stored for a text.

    A client that sends back an unchanged filter keeps its text, which is not
    decoded a second time, and its language.
    """
    if _is_same(text, previous):
        return host_filter.HostFilter(
            previous.text, language or previous.language
        )
    text = rules.stored_text(text, language or rules.default_language)
    if not language and _is_same(text, previous):
        language = previous.language
    return host_filter.HostFilter(text, language or rules.default_language)


def _is_same(text, previous):
    # The fields of requests have no spaces at their ends.
    return previous is not None and (
        text == previous.text or text == (previous.text or '').strip()
    )


def _refuse_lookups(text, language):
    match = _LOOKUP.match(text)
    if match and language == host_filter.AWX:
        raise errors.LookupOnFacts(lookup=match[1])
