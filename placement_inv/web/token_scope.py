"""What a caller who holds a key of this service may do with it.

A personal access token may be for reading only. A session is a cookie, which
a browser sends whoever asks it to: a request that changes something has to
show, in a header, what only a page of this service could have read.
"""

import dataclasses
import hmac

from placement_inv.web import errors

KEY = 'placement_inv.grant'

#: Methods that change nothing.
SAFE_METHODS = frozenset(('GET', 'HEAD', 'OPTIONS'))


@dataclasses.dataclass(frozen=True)
class TokenScope:
    """What the key of a request allows."""

    #: The id of the user whose key it is.
    user_id: int
    read_only: bool = False
    #: What a request that changes something has to show; None for nothing.
    csrf: str | None = None


def changes(req):
    """Tell whether a request may change something."""
    return req.method not in SAFE_METHODS


def get(req):
    """Return the grant of a request, None for a caller without a key."""
    return req.environ.get(KEY)


def check(req):
    """Raise what is wrong with a request, given the key that it holds."""
    found = get(req)
    if found is None or not changes(req):
        return
    if found.read_only:
        raise errors.ReadOnlyToken()
    if found.csrf is not None:
        check_csrf(req, found.csrf)


def check_csrf(req, expected, shown=None):
    """Raise CSRFFailed unless the request shows what is `expected`."""
    shown = shown or req.headers.get('x-csrftoken', '')
    if not expected or not hmac.compare_digest(
        shown.encode(), expected.encode()
    ):
        raise errors.CSRFFailed(reason='CSRF token missing or incorrect.')
