"""Bodies of requests about a provider that the path names."""

from placement_inv.objects.placement import provider
from placement_inv.web import errors


def read_provider_body(req, schema):
    """Return the body; raise ResourceProviderNotFound before a bad body.

    The provider is looked up for a bad body only: with a good one the
    operation itself finds that it does not exist.
    """
    try:
        return req.json(schema)
    except (errors.MalformedBody, errors.InvalidBody):
        provider.get(req.ctx, req.path_items['uuid'])
        raise
