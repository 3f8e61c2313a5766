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


def normalize(values, kind, default_language, previous=None):
    """Return the values of an inventory with the host filter to be stored.

    `default_language` is the language of a filter that comes without one;
    `previous` is the HostFilter of the row. Raises HostFilterRequired,
    LookupOnFacts, and what `host_filter.resolve` raises.
    """
    values = dict(values)
    language = values.pop('host_filter_language', None)
    text = values.get('host_filter', previous and previous.text)
    is_filtered = inventory_kinds.KINDS[kind].is_filtered
    if 'host_filter' in values and not text and is_filtered:
        raise errors.HostFilterRequired()
    if not text or not (language or 'host_filter' in values):
        return values
    if 'host_filter' in values:
        text = host_filter.to_stored_text(text)
        values['host_filter'] = text
    # A client that sends back an unchanged filter keeps its language.
    is_unchanged = previous is not None and previous.text == text
    language = language or (
        previous.language if is_unchanged else default_language
    )
    _refuse_lookups(text, language)
    host_filter.resolve(host_filter.HostFilter(text, language))
    return {**values, 'host_filter_language': language}


def _refuse_lookups(text, language):
    match = _LOOKUP.match(text)
    if match and language == host_filter.AWX:
        raise errors.LookupOnFacts(lookup=match[1])
