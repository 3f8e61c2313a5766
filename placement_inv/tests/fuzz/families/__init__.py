"""The requests of each API family, and the rows that they are about."""

from placement_inv.tests.fuzz.families import host_inventory
from placement_inv.tests.fuzz.families import placement

FAMILIES = {
    'placement': placement.Family,
    'host_inventory': host_inventory.Family,
}
