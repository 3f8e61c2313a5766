"""The CSRF cookie, whose token AWX's clients repeat in requests that write."""

import re
import secrets

from placement_inv.web import token_scope

COOKIE = 'csrftoken'
#: The path of cookies: browsers send them to this family alone.
_PATH = '/api'
_TOKEN = re.compile('[0-9a-f]{64}')


def set_token_cookie(req, answer):
    """Set the cookie with the token that the caller repeats."""
    set_cookie(req, answer, COOKIE, get_token(req))


def get_token(req):
    """Return the token of the session, else of the cookie, else a new one."""
    scope = token_scope.get(req)
    if scope and scope.csrf:
        return scope.csrf
    cookie = req.cookie(COOKIE) or ''
    return cookie if _TOKEN.fullmatch(cookie) else secrets.token_hex(32)


def check_login(req, form_token):
    """Raise CSRFFailed unless a login repeats the token of its cookie.

    `form_token` is the token in the form, None if a header has it.
    """
    token_scope.check_csrf(req, req.cookie(COOKIE), form_token)


def set_cookie(req, answer, name, value, **options):
    """Set a cookie of this family; for HTTPS alone if the request uses it."""
    answer.set_cookie(
        name,
        value,
        path=req.script_name + _PATH,
        secure=req.scheme == 'https',
        samesite='Lax',
        **options,
    )


def drop_cookie(req, answer, name):
    """Delete a cookie of this family in the client."""
    answer.delete_cookie(name, path=req.script_name + _PATH)
