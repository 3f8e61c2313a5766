"""`host_filter`: from its text to a condition on hosts."""

import urllib.parse

from placement_inv import smartfilter
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.objects.host_inventory import refusals
from placement_inv.smartfilter import compiler
from placement_inv.smartfilter import errors


def condition(text, hosts=None):
    """Return the condition on hosts that a filter's text says.

    `hosts` is the table of hosts or an alias of it. Raises
    refusals.InvalidHostFilter, with the place of the trouble in the text,
    or FilterForbidden.
    """
    try:
        parsed = smartfilter.parse(text)
        checked = smartfilter.check(parsed, filter_catalog.HOSTS)
    except errors.Forbidden as error:
        raise refusals.FilterForbidden(reason=error.message) from error
    except errors.FilterError as error:
        raise refusals.InvalidHostFilter(
            text=text, reason=error.render()
        ) from error
    return compiler.condition(checked, hosts)


def saved(text):
    """Return a filter's text as an inventory keeps it.

    AWX's user interface sends it percent-encoded once more (`%22` for a
    quote), so that saving decodes it.
    """
    return urllib.parse.unquote(text)
