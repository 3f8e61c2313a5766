"""The parameter `host_filter`: which requests have it, in which language."""

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import filter_language
from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.handlers.host_inventory.hosts import fields
from placement_inv.handlers.host_inventory.hosts import representation
from placement_inv.handlers.host_inventory.http import pagination
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.membership import host_filter
from placement_inv.web import versions as web_versions

#: A function: version -> the language of filters, None before filters.
language_at = web_versions.by_version(
    (versions.FACTS, host_filter.AWX),
    (versions.WIDE_FILTERS, host_filter.EXTENDED),
)


def save_rules(req):
    """Return the SaveRules of a request that stores a filter."""
    return host_filter.SaveRules(
        language_at(req.version) or host_filter.AWX,
        decodes_extended=req.version < versions.LITERAL_FILTERS,
    )


def parse_filter(req):
    """Return the HostFilter of a request; None if it is missing or empty.

    Raises InvalidFilter if the version has no filters, or not the field.
    """
    text = req.GET.get('host_filter')
    if not text:
        return None
    language = language_at(req.version)
    if language is None:
        raise errors.InvalidFilter(
            reason=f'host_filter exists from version {versions.FACTS} on.'
        )
    new_filter = host_filter.HostFilter(text, language)
    _check_versions(new_filter, req.version)
    return new_filter


def _check_versions(new_filter, version):
    """Raise InvalidFilter if a filter names a field of a later version."""
    for field in fields.FORM.fields:
        if version < field.since and host_filter.names_field(
            new_filter, field.name
        ):
            raise errors.InvalidFilter(
                reason=f'{field.name} exists from version {field.since} on.'
            )


def parse_filter_of_sublist(req):
    """Return the HostFilter of a request for a list of hosts below a row.

    Early versions ignore the parameter in such lists, as AWX does.
    """
    return parse_filter(req) if req.version >= versions.WIDE_FILTERS else None


def respond_inside(req, model, fetch):
    """Return the answer with the hosts below the row that the path names.

    `fetch(ctx, key, query, host_filter)` returns a page of them.
    """
    return pagination.respond_inside(
        req,
        model,
        lambda ctx, key, query: fetch(
            ctx, key, query, parse_filter_of_sublist(req)
        ),
        representation.row,
    )


def parse_filter_to_save(req):
    """Return the HostFilter that an inventory would store for a request.

    Its text may be empty. Raises InvalidFields for an unknown language and
    InvalidFilter for a field of a later version.
    """
    language_text = req.GET.get('host_filter_language')
    rules = save_rules(req)
    try:
        language = (
            filter_language.LANGUAGES.read(language_text)
            or rules.default_language
        )
    except field_types.InvalidValue as error:
        raise exceptions.InvalidFields(
            fields={'host_filter_language': [str(error)]}
        ) from error
    text = req.GET.get('host_filter', '').strip()
    new_filter = host_filter.HostFilter(
        rules.stored_text(text, language), language
    )
    _check_versions(new_filter, req.version)
    return new_filter
