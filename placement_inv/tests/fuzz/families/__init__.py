"""What is asked of each family of APIs, and the small world it is asked of."""

from placement_inv.tests.fuzz.families import host_inventory
from placement_inv.tests.fuzz.families import placement

FAMILIES = {
    'placement': placement.Family,
    'host_inventory': host_inventory.Family,
}
