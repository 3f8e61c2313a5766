"""Bodies of requests about a provider that the path names."""

from placement_inv.objects.placement import provider
from placement_inv.web import errors


def read_provider_body(req, schema):
    """Return the body; for a bad body, check first that the provider exists.

    An unknown provider is the error before a bad body. With a good body there
    is no check, because the operation itself raises ResourceProviderNotFound.
    """
    try:
        return req.json(schema)
    except (errors.MalformedBody, errors.InvalidBody):
        provider.get(req.ctx, req.path_items['uuid'])
        raise
