"""`host_filter` in requests: where it is taken, and in which language."""

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import host_body
from placement_inv.handlers.host_inventory import kinds
from placement_inv.handlers.host_inventory import pagination
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.schemas import (
    host_inventory as form,
)
from placement_inv.objects.host_inventory import refusals
from placement_inv.objects.host_inventory.host_filter import host_search
from placement_inv.web import versions as web_versions

#: The language that a request speaks in, by its version.
spoken_at = web_versions.by_version(
    (versions.FACTS, host_search.AWX),
    (versions.WIDE_FILTERS, host_search.WIDE),
)


def asked(req):
    """Return the HostFilter of a request, None where there is none to apply.

    An empty one is none, as in AWX.
    """
    text = req.GET.get('host_filter')
    if not text:
        return None
    language = spoken_at(req.version)
    if language is None:
        raise refusals.InvalidFilter(
            reason=f'host_filter exists from version {versions.FACTS} on.'
        )
    return host_search.HostFilter(text, language)


def asked_of_part(req):
    """Return the HostFilter of a request for some of the hosts.

    Lists of the hosts of something ignore it where AWX's do.
    """
    return asked(req) if req.version >= versions.WIDE_FILTERS else None


def listed_in(req, model, fetch):
    """Return the answer with hosts inside the row that the path names.

    `fetch(ctx, key, query, host_filter)` finds a page of them.
    """
    return pagination.listed_in(
        req,
        model,
        lambda ctx, key, query: fetch(ctx, key, query, asked_of_part(req)),
        host_body.row,
    )


def to_save(req):
    """Return the HostFilter that an inventory would keep of a request's."""
    text = host_search.saved(req.GET.get('host_filter', '').strip())
    said = req.GET.get('host_filter_language')
    try:
        language = form.LANGUAGES.read(said) or spoken_at(req.version)
    except kinds.Refusal as refusal:
        raise exceptions.InvalidFields(
            fields={'host_filter_language': [str(refusal)]}
        ) from refusal
    return host_search.HostFilter(text, language)
