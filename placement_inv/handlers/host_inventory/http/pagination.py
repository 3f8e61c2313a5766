"""Pages of lists: their parameters and their bodies."""

import contextlib
import re

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import errors
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.http import cursors
from placement_inv.handlers.host_inventory.http import exports
from placement_inv.handlers.host_inventory.http import list_query
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.web import response

_DEFAULT_SIZE = 25


def parse_query(req):
    """Return the list_page.Query of a request.

    Raises InvalidPage, InvalidFilter or InvalidCursor.
    """
    list_query.check_versions(req.GET, req.version)
    conditions = list_query.parse(req.GET)
    return list_page.Query(
        page=_page(req.GET.get('page', '1')),
        size=size(req),
        with_count=not (req.GET.get('count_disabled') or _is_uncounted(req)),
        after=cursors.parse(req, conditions['order_by']),
        hides_pending=versions.hides_pending(req),
        **conditions,
    )


def respond(req, fetch, present):
    """Return the answer with a list: one page, or all rows in a format.

    `fetch(query)` returns a page, `present(req, row)` the body of a row.
    """
    form = exports.requested_format(req)
    if form is None:
        return answer(req, fetch(parse_query(req)), present)
    return exports.answer(req, form, parse_query(req), fetch, present)


def respond_inside(req, model, fetch, present):
    """Return the answer with a list below the row that the path names.

    `fetch(ctx, key, query)` returns a page of it.
    """
    return respond(
        req,
        lambda query: fetch(req.ctx, urls.key(req, model), query),
        present,
    )


def parse_window(req):
    """Return the list_page.Query of a request without filters and order.

    Raises InvalidPage.
    """
    return list_page.Query(
        page=_page(req.GET.get('page', '1')),
        size=size(req),
        hides_pending=versions.hides_pending(req),
    )


def answer(req, page, present):
    """Return the answer with a page."""
    return response.json(document(req, page, present))


def answer_with(req, page, present, **fields):
    """Return the answer with a page, and fields beside the rows."""
    return response.json(document(req, page, present) | fields)


def document(req, page, present):
    """Return the body of a page; `present(req, row)` returns that of a row."""
    results = [present(req, row) for row in page.rows]
    if 'cursor' in req.GET:
        link = cursors.link(req, page.next_place)
        return {'next': link, 'previous': None, 'results': results}
    if _is_uncounted(req):
        number = page.number
        return {
            'next': _place(req, page, number + 1) if page.more else None,
            'previous': _place(req, page, number - 1) if number > 1 else None,
            'results': results,
        }
    if page.count is None:
        return {'results': results}
    return {
        'count': page.count,
        'next': _link(req, page, page.number + 1),
        'previous': _link(req, page, page.number - 1),
        'results': results,
    }


@contextlib.contextmanager
def translate_errors_of_hosts():
    """Translate errors for the list of all hosts: in AWX all are 400.

    Raises HostsNotListed, whose body has the key `error`.
    """
    try:
        yield
    except (
        exceptions.Invalid,
        exceptions.Forbidden,
        exceptions.NotFound,
    ) as error:
        hosts_error = errors.HostsNotListed(reason=str(error))
        hosts_error.code = error.code
        raise hosts_error from error


def _page(text):
    if text == list_page.LAST:
        return list_page.LAST
    if not re.fullmatch('[0-9]{1,9}', text) or int(text) == 0:
        raise domain_errors.InvalidPage()
    return int(text)


def size(req):
    """Return the size of a page; the default if the parameter is no number."""
    text = req.GET.get('page_size', '')
    number = int(text) if re.fullmatch('[0-9]{1,9}', text) else 0
    return min(
        number or _DEFAULT_SIZE, req.ctx.conf.host_inventory.max_page_size
    )


def _is_uncounted(req):
    text = req.GET.get('count', 'true')
    if text not in ('true', 'false'):
        raise domain_errors.InvalidFilter(reason='count is true or false.')
    return text == 'false'


def _link(req, page, number):
    return _place(req, page, number) if 1 <= number <= page.last else None


def _place(req, page, number):
    sizes = {'page_size': page.size} if 'page_size' in req.GET else {}
    return urls.url_with(req, {'page': number, **sizes})
