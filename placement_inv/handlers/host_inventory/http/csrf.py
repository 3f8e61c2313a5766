"""The cookie that AWX's clients show again with what changes something."""

import re
import secrets

from placement_inv.web import token_scope

COOKIE = 'csrftoken'
#: Cookies are for this family alone.
_PATH = '/api'
_TOKEN = re.compile('[0-9a-f]{64}')


def set_token_cookie(req, answer):
    """Give the caller the token that its requests shall show."""
    set_cookie(req, answer, COOKIE, get_token(req))


def get_token(req):
    """Return the token of the session, else the caller's, else a new one."""
    scope = token_scope.get(req)
    if scope and scope.csrf:
        return scope.csrf
    cookie = req.cookie(COOKIE) or ''
    return cookie if _TOKEN.fullmatch(cookie) else secrets.token_hex(32)


def check_login(req, form_token):
    """Raise CSRFFailed unless a login shows the token that it was given.

    `shown` is the token in the form, None where a header has it.
    """
    token_scope.check_csrf(req, req.cookie(COOKIE), form_token)


def set_cookie(req, answer, name, value, **options):
    """Set a cookie of this family; it leaves by HTTPS alone if it came so."""
    answer.set_cookie(
        name,
        value,
        path=req.script_name + _PATH,
        secure=req.scheme == 'https',
        samesite='Lax',
        **options,
    )


def drop_cookie(req, answer, name):
    """Make the client forget a cookie of this family."""
    answer.delete_cookie(name, path=req.script_name + _PATH)
