"""Parses the query of `GET /resource_providers`."""

from placement_inv.handlers.placement.query import parameters
from placement_inv.objects.placement import provider_filters


def parse(query, capabilities):
    """Return the ProviderFilter of a query.

    `query` maps the names of parameters to the lists of their values, and
    satisfies the schema of its version; `capabilities` are those of the
    version. Raises a class of `errors`.
    """
    member_of, not_member_of = parameters.parse_member_of(
        query.get('member_of', ()), capabilities
    )
    required_traits, forbidden_traits = parameters.parse_required(
        query.get('required', ()), capabilities
    )
    return provider_filters.ProviderFilter(
        name=parameters.last_value(query, 'name'),
        uuid=parameters.last_value(query, 'uuid'),
        in_tree=parameters.parse_in_tree(query.get('in_tree', ())),
        member_of=member_of,
        not_member_of=not_member_of,
        required_traits=required_traits,
        forbidden_traits=forbidden_traits,
        # As in OpenStack Placement, only the last value counts.
        resources=parameters.parse_resources(query.get('resources', ())[-1:]),
    )
