"""Bodies about something that the path names and that may not exist."""

from placement_inv.objects.placement import provider
from placement_inv.web import errors


def about_provider(req, schema):
    """Return the body; a missing provider is told before a bad body.

    Only a bad body costs the look at the provider: a good one is met by the
    operation itself.
    """
    try:
        return req.json(schema)
    except (errors.MalformedBody, errors.InvalidBody):
        provider.get(req.ctx, req.path_items['uuid'])
        raise
