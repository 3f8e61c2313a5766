"""Filters and sort keys of the lists of this family, with its errors."""

import contextlib

import sqlalchemy as sa

from placement_inv import smartfilter
from placement_inv.objects.host_inventory import errors
from placement_inv.smartfilter import sql
from placement_inv.smartfilter.errors import Forbidden


def conditions(catalog, parameters, search):
    """Return the conditions on the rows of a list, as a list.

    `parameters` are smartfilter.Parameter values and `search` is a
    smartfilter.TextSearch, both about rows of the catalog's root. Raises
    InvalidFilter or FilterForbidden.
    """
    with _domain_errors():
        resolved_filter = smartfilter.resolve_parameters(
            catalog, parameters, search
        )
    return sql.parameter_conditions(resolved_filter)


def sort_value(catalog, key):
    """Return the value that a sort key gives to each row of a list.

    `key` is the path of a field or relation. Raises InvalidFilter or
    FilterForbidden.
    """
    with _domain_errors():
        sort_key = smartfilter.resolve_sort_key(catalog, key)
    return sql.sort_value(sort_key, catalog.root.table)


def is_of_type(catalog, types):
    """Return the condition that the rows of a list have one of some types."""
    return sa.true() if catalog.root.name in types else sa.false()


@contextlib.contextmanager
def _domain_errors():
    """Turn the errors of `smartfilter` into those of this family."""
    try:
        yield
    except Forbidden as error:
        raise errors.FilterForbidden(reason=error.message) from error
    except smartfilter.FilterError as error:
        raise errors.InvalidFilter(reason=error.message) from error
