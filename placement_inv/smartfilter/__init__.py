"""Filters: parsed, resolved against a catalog, and compiled to SQL.

    source = smartfilter.parse('name=web01 or groups__name=web')
    resolved_filter = smartfilter.resolve(source, catalog)
    hosts_select.where(smartfilter.sql.condition(resolved_filter))

The parameters of lists are a filter language too:

    parameters = smartfilter.resolve_parameters(catalog, parameters, search)
    hosts_select.where(*smartfilter.sql.parameter_conditions(parameters))

The package imports nothing else of this project. Only ``smartfilter.sql``
imports SQLAlchemy.
"""

from placement_inv.smartfilter.catalog import Catalog
from placement_inv.smartfilter.catalog import Document
from placement_inv.smartfilter.catalog import Entity
from placement_inv.smartfilter.catalog import Field
from placement_inv.smartfilter.catalog import Join
from placement_inv.smartfilter.catalog import Kind
from placement_inv.smartfilter.catalog import Relation
from placement_inv.smartfilter.errors import FilterError
from placement_inv.smartfilter.languages.parameters import Combination
from placement_inv.smartfilter.languages.parameters import Parameter
from placement_inv.smartfilter.languages.parameters import TextSearch
from placement_inv.smartfilter.languages.parameters import resolve_parameters
from placement_inv.smartfilter.languages.parameters import resolve_sort_key
from placement_inv.smartfilter.languages.resolver import resolve
from placement_inv.smartfilter.limits import Limits
from placement_inv.smartfilter.resolved import ResolvedFilter
from placement_inv.smartfilter.sql.sqlite_functions import (
    register_sqlite_functions,
)
from placement_inv.smartfilter.sql.sqlite_functions import time_limit
from placement_inv.smartfilter.syntax.ast import Filter
from placement_inv.smartfilter.syntax.ast import Language
from placement_inv.smartfilter.syntax.parser import parse
from placement_inv.smartfilter.syntax.printer import to_text

__all__ = (
    'Catalog',
    'Combination',
    'ResolvedFilter',
    'Document',
    'Entity',
    'Field',
    'Filter',
    'FilterError',
    'Join',
    'Kind',
    'Language',
    'Limits',
    'Parameter',
    'Relation',
    'TextSearch',
    'parse',
    'register_sqlite_functions',
    'resolve',
    'resolve_parameters',
    'resolve_sort_key',
    'time_limit',
    'to_text',
)
