"""Parses, resolves and compiles `host_filter` to a condition on hosts."""

import dataclasses
import functools
import urllib.parse

from placement_inv import smartfilter
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import sql
from placement_inv.smartfilter import terms

#: The languages of filters, by their names in rows and bodies.
AWX = smartfilter.Language.AWX.value
EXTENDED = smartfilter.Language.EXTENDED.value


@dataclasses.dataclass(frozen=True, slots=True)
class HostFilter:
    """The text of a filter and its language."""

    text: str
    language: str = AWX


@dataclasses.dataclass(frozen=True, slots=True)
class SaveRules:
    """How a filter is read that an inventory is going to store."""

    #: The language of a filter that comes without one.
    default_language: str = AWX
    #: Whether the text is percent-decoded in the extended language, too.
    decodes_extended: bool = True

    def stored_text(self, text, language):
        """Return the text that is stored for a new text.

        AWX's user interface percent-encodes a filter (`%22` for a quote), so
        AWX decodes each filter that it saves.
        """
        if language == EXTENDED and not self.decodes_extended:
            return text
        return urllib.parse.unquote(text)


@dataclasses.dataclass(frozen=True, slots=True)
class FilterDiagnostic:
    """An error of a filter, with its place."""

    code: str
    message: str
    #: Line and column count from 1.
    line: int
    column: int
    #: Offset in the text, from 0.
    position: int
    excerpt: str
    #: The line of the error, with carets under the place.
    marked_line: str
    expectations: tuple[str, ...]
    hint: str | None


def condition(host_filter, hosts=None):
    """Return the condition of a filter on hosts.

    `hosts` is the table of hosts or an alias of it. Raises as `resolve` does.
    """
    return sql.condition(resolve(host_filter), hosts)


@functools.lru_cache(maxsize=1024)
def condition_for(host_filter, dialect_name, few=False):
    """Return the condition of a filter on the table of hosts.

    It is compiled for one dialect of SQLAlchemy. With `few`, the statement
    asks about few hosts. Raises as `resolve` does.

    PERF: a change of a host evaluates all filters; parsing them would take
    longer than the statement, so conditions are cached.
    """
    return sql.condition_for(resolve(host_filter), dialect_name, few=few)


def resolve(host_filter):
    """Return the smartfilter.ResolvedFilter of a filter.

    Raises errors.InvalidHostFilter or errors.FilterForbidden, both with a
    FilterDiagnostic.
    """
    text = host_filter.text
    try:
        syntax_tree = smartfilter.parse(
            text, smartfilter.Language(host_filter.language)
        )
        return smartfilter.resolve(syntax_tree, filter_catalog.HOSTS)
    except errors.Forbidden as error:
        raise domain_errors.FilterForbidden(
            reason=error.message, diagnostic=_diagnostic(error)
        ) from error
    except errors.FilterError as error:
        raise domain_errors.InvalidHostFilter(
            text=text, reason=error.render(), diagnostic=_diagnostic(error)
        ) from error


def names_field(host_filter, field):
    """Tell whether a term of a filter tests a field of some name."""
    if field not in host_filter.text:
        return False
    tests = terms.list_tests(resolve(host_filter).root)
    return any(
        test.field is not None and test.field.name == field
        for test in tests
        if hasattr(test, 'field')
    )


def to_canonical_text(resolved_filter):
    """Return the canonical text of a smartfilter.ResolvedFilter."""
    return smartfilter.to_text(resolved_filter.source)


def _diagnostic(error):
    return FilterDiagnostic(
        code=error.code,
        message=error.message,
        line=error.place.line,
        column=error.place.column,
        position=error.position,
        excerpt=error.excerpt,
        marked_line=error.place.marked_line(),
        expectations=error.expectations,
        hint=error.hint,
    )
