"""Pages of lists: the parameters that ask for one, and its body."""

import contextlib
import re
from urllib import parse

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import errors
from placement_inv.handlers.host_inventory import list_query
from placement_inv.objects.host_inventory import listing
from placement_inv.objects.host_inventory import refusals
from placement_inv.web import response

_DEFAULT_SIZE = 25


def query(req):
    """Return which rows of a list a request asks for."""
    list_query.refuse_later(req.GET, req.version)
    return listing.Query(
        page=_page(req.GET.get('page', '1')),
        size=size(req),
        counted=not req.GET.get('count_disabled'),
        **list_query.wishes(req.GET),
    )


def window(req):
    """Return which page a request asks for, of all rows."""
    return listing.Query(page=_page(req.GET.get('page', '1')), size=size(req))


def answer(req, page, present):
    """Return the answer with a page."""
    return response.json(document(req, page, present))


def document(req, page, present):
    """Return the body of a page, its rows made by `present(req, row)`."""
    results = [present(req, row) for row in page.rows]
    if page.count is None:
        return {'results': results}
    return {
        'count': page.count,
        'next': _link(req, page, page.number + 1),
        'previous': _link(req, page, page.number - 1),
        'results': results,
    }


@contextlib.contextmanager
def errors_of_hosts():
    """Answer as AWX does in its list of all hosts: always 400, `error`."""
    try:
        yield
    except (
        exceptions.Invalid,
        exceptions.Forbidden,
        exceptions.NotFound,
    ) as error:
        raise errors.HostsNotListed(reason=str(error)) from error


def _page(text):
    if text == listing.LAST:
        return listing.LAST
    if not re.fullmatch('[0-9]{1,9}', text) or int(text) == 0:
        raise refusals.InvalidPage()
    return int(text)


def size(req):
    """Return the size of a page; what is no such number is the default."""
    text = req.GET.get('page_size', '')
    number = int(text) if re.fullmatch('[0-9]{1,9}', text) else 0
    return min(
        number or _DEFAULT_SIZE, req.ctx.conf.host_inventory.max_page_size
    )


def _link(req, page, number):
    if not 1 <= number <= page.last:
        return None
    parameters = dict.fromkeys(req.GET)
    kept = [
        (name, value)
        for name in parameters
        if name not in ('page', 'page_size')
        for value in req.GET.getall(name)
    ]
    kept.append(('page', number))
    if 'page_size' in parameters:
        kept.append(('page_size', page.size))
    path = req.path_info.rstrip('/') + '/'
    pairs = sorted(kept, key=lambda pair: pair[0])
    return f'{req.script_name}{parse.quote(path)}?{parse.urlencode(pairs)}'
