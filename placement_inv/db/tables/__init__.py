"""The database's tables: SQLAlchemy Core, on one MetaData."""

from placement_inv.db.tables import access
from placement_inv.db.tables import host_inventory
from placement_inv.db.tables import jobs
from placement_inv.db.tables import placement
from placement_inv.db.tables import schema
from placement_inv.db.tables.base import metadata

__all__ = (
    'access',
    'host_inventory',
    'jobs',
    'metadata',
    'placement',
    'schema',
)
