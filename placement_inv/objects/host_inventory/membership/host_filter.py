"""`host_filter`: from its text to a condition on hosts."""

import dataclasses
import functools
import urllib.parse

from placement_inv import smartfilter
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import sql
from placement_inv.smartfilter import terms

#: The languages of filters, by the words that rows and bodies say.
AWX = smartfilter.Language.AWX.value
EXTENDED = smartfilter.Language.EXTENDED.value


@dataclasses.dataclass(frozen=True, slots=True)
class HostFilter:
    """A filter as it was written, and the language to read it in."""

    text: str
    language: str = AWX


@dataclasses.dataclass(frozen=True, slots=True)
class FilterDiagnostic:
    """What is wrong with a filter, and where."""

    code: str
    message: str
    #: Both count from 1.
    line: int
    column: int
    #: Offset in the text, from 0.
    position: int
    found: str
    #: The line of the place, with carets under it.
    shown: str
    expected: tuple[str, ...]
    hint: str | None


def condition(host_filter, hosts=None):
    """Return the condition on hosts that a filter says.

    `hosts` is the table of hosts or an alias of it. Raises as `checked`.
    """
    return sql.condition(resolve(host_filter), hosts)


@functools.lru_cache(maxsize=1024)
def condition_for(host_filter, dialect_name, few=False):
    """Return the condition on the table of hosts for one database.

    With `few` it is asked about a few of them only.

    PERF: who asks hundreds of filters about one host waits for their texts
    to be read, not for the database; they are the same each time.
    """
    return sql.condition_for(resolve(host_filter), dialect_name, few=few)


def resolve(host_filter):
    """Return a filter as `smartfilter` has checked it.

    Raises refusals.InvalidHostFilter, with the place of the trouble in the
    text, or FilterForbidden.
    """
    text = host_filter.text
    try:
        parsed = smartfilter.parse(
            text, smartfilter.Language(host_filter.language)
        )
        return smartfilter.resolve(parsed, filter_catalog.HOSTS)
    except errors.Forbidden as error:
        raise domain_errors.FilterForbidden(
            reason=error.message, trouble=_diagnostic(error)
        ) from error
    except errors.FilterError as error:
        raise domain_errors.InvalidHostFilter(
            text=text, reason=error.render(), trouble=_diagnostic(error)
        ) from error


def names_field(host_filter, field):
    """Tell whether any term of a filter is about a field of some name."""
    if field not in host_filter.text:
        return False
    tests = terms.tests(resolve(host_filter).root)
    return any(
        test.field is not None and test.field.name == field
        for test in tests
        if hasattr(test, 'field')
    )


def to_stored_text(text):
    """Return a filter's text as an inventory keeps it.

    AWX's user interface sends it percent-encoded once more (`%22` for a
    quote), so that saving decodes it.
    """
    return urllib.parse.unquote(text)


def canonical(checked_filter):
    """Return the text of a checked filter, with nothing that it could miss."""
    return smartfilter.to_text(checked_filter.source)


def _diagnostic(error):
    return FilterDiagnostic(
        code=error.code,
        message=error.message,
        line=error.place.line,
        column=error.place.column,
        position=error.position,
        found=error.excerpt,
        shown=error.place.marked_line(),
        expected=error.expected,
        hint=error.hint,
    )
