"""Token scopes: what a caller may do with a token or session of this service.

A personal access token may be read-only. A session is a cookie, which a
browser also sends with requests of foreign pages: a request that changes
something must have a CSRF token in a header, which only pages of this service
can read.
"""

import dataclasses
import hmac

from placement_inv.web import errors

KEY = 'placement_inv.token_scope'
#: The name with which the caller of a request has logged in, where it is
#: longer than that of the user.
LOGIN_NAME_KEY = 'placement_inv.login_name'

#: Methods that change nothing.
SAFE_METHODS = frozenset(('GET', 'HEAD', 'OPTIONS'))


@dataclasses.dataclass(frozen=True)
class TokenScope:
    """The permissions of the token or session of a request."""

    #: The id of the owner.
    user_id: int
    read_only: bool = False
    #: The CSRF token of requests that change something; None for no check.
    csrf: str | None = None


def is_unsafe(req):
    """Tell whether a request may change something."""
    return req.method not in SAFE_METHODS


def get(req):
    """Return the TokenScope of a request, None without token and session."""
    return req.environ.get(KEY)


def check(req):
    """Raise ReadOnlyToken or CSRFFailed unless the scope allows a request."""
    scope = get(req)
    if scope is None or not is_unsafe(req):
        return
    if scope.read_only:
        raise errors.ReadOnlyToken()
    if scope.csrf is not None:
        check_csrf(req, scope.csrf)


def check_csrf(req, csrf_token, form_token=None):
    """Raise CSRFFailed unless the request has the right CSRF token.

    The request has it in `form_token`, or else in the header X-CSRFToken.
    """
    request_token = form_token or req.headers.get('x-csrftoken', '')
    if not csrf_token or not hmac.compare_digest(
        request_token.encode(), csrf_token.encode()
    ):
        raise errors.CSRFFailed(reason='CSRF token missing or incorrect.')
