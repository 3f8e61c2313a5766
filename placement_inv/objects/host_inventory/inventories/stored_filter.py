"""The filter of an inventory as it is kept: checked, with its language."""

import re

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.membership import host_filter

#: What AWX refuses to look for in facts where an inventory keeps a filter
#: that begins so. Anywhere else it is a step into the facts.
_LOOKUP = re.compile(
    r'ansible_facts[^=\s()"]*__('
    r'i?(?:contains|startswith|endswith|regex)|iexact|[gl]te?|in|range|isnull|'
    r'contained_by|has_key|has_keys|has_any_keys)\s*='
)


def normalize(values, kind, spoken, kept=None):
    """Return the values of an inventory with their host filter as it is kept.

    `spoken` is the language of a filter of which nobody says any; `kept` is
    the HostFilter that the row has. Raises as `host_search.checked`.
    """
    values = dict(values)
    said = values.pop('host_filter_language', None)
    text = values.get('host_filter', kept and kept.text)
    is_filtered = inventory_kinds.KINDS[kind].is_filtered
    if 'host_filter' in values and not text and is_filtered:
        raise errors.HostFilterRequired()
    if not text or not (said or 'host_filter' in values):
        return values
    if 'host_filter' in values:
        text = host_filter.to_stored_text(text)
        values['host_filter'] = text
    # Who sends back what was read does not translate it.
    same = kept is not None and kept.text == text
    language = said or (kept.language if same else spoken)
    _refuse_lookups(text, language)
    host_filter.resolve(host_filter.HostFilter(text, language))
    return {**values, 'host_filter_language': language}


def _refuse_lookups(text, language):
    match = _LOOKUP.match(text)
    if match and language == host_filter.AWX:
        raise errors.LookupOnFacts(lookup=match[1])
