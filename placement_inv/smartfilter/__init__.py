"""Filters as text: parsed, checked against a catalog, made into SQL.

    parsed = smartfilter.parse('name=web01 or groups__name=web')
    checked = smartfilter.check(parsed, catalog)
    hosts_select.where(compiler.condition(checked))

It imports nothing else of ours; SQLAlchemy is imported by its ``compiler``
alone, which is not imported here.
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
from placement_inv.smartfilter.languages.resolver import check
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
    'check',
    'parse',
    'register_sqlite_functions',
    'resolve_parameters',
    'resolve_sort_key',
    'time_limit',
    'to_text',
)
