"""From a resolved filter to SQLAlchemy conditions.

    hosts_select.where(sql.condition(resolved))

`conditions` writes the SQL, with the `backend` of each database.
"""

from placement_inv.smartfilter.sql.deferred import condition
from placement_inv.smartfilter.sql.deferred import condition_for
from placement_inv.smartfilter.sql.deferred import no_merge
from placement_inv.smartfilter.sql.parameters import parameter_conditions
from placement_inv.smartfilter.sql.parameters import sort_value

__all__ = (
    'condition',
    'condition_for',
    'no_merge',
    'parameter_conditions',
    'sort_value',
)
