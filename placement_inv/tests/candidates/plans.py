"""Plans of requests, without a database."""

from placement_inv.objects.placement.candidates import names
from placement_inv.objects.placement.candidates import request as values
from placement_inv.objects.placement.candidates import requirements

#: The ids that `loading` gives the names of a world.
CATALOG = names.Catalog(
    classes={'VCPU': 1, 'MEMORY_MB': 2, 'VGPU': 3, 'DISK_GB': 4},
    traits={'CUSTOM_A': 1, 'CUSTOM_B': 2, 'CUSTOM_C': 3},
    aggregates={'aggregate 1': 1, 'aggregate 2': 2},
    trees={'root': 10},
    is_nested=True,
    sharing_trait=None,
)


def group(suffix='', resources=None, **fields):
    """Return a RequestGroup; `resources` are amounts by class."""
    return values.RequestGroup(
        suffix, tuple((resources or {}).items()), **fields
    )


def create(*groups, nested_providers=True, catalog=CATALOG, **fields):
    """Return the Plan of a request of some groups, or None."""
    capabilities = values.Capabilities(nested_providers=nested_providers)
    request = values.Request(groups, capabilities=capabilities, **fields)
    return requirements.plan(request, catalog)
