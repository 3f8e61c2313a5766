"""`/api/login/` and `/api/logout/`: sessions, as AWX's clients use them."""

import datetime
import html
import re
from urllib import parse

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import errors as family_errors
from placement_inv.handlers.host_inventory.http import csrf
from placement_inv.objects.host_inventory.access import session
from placement_inv.objects.host_inventory.access import user
from placement_inv.web import errors
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint
from placement_inv.web.middleware import auth
from placement_inv.web.middleware import client_address

_FORM = 'application/x-www-form-urlencoded'
_NO_FORM = f'Send user and password as the fields of a form ({_FORM}).'
_MAX_FORM = 16 * 1024
_MAX_FIELDS = 20
_LOGGED_IN = 'userLoggedIn'
#: A path on this server. Two slashes, or a slash and a backslash, would begin
#: the name of another server.
_HERE = re.compile(r'/(?![/\\])[!-~]*')

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Log in</title></head>
<body><p>{sentence}</p>
<form method="post">
<input type="hidden" name="csrfmiddlewaretoken" value="{token}">
<input type="hidden" name="next" value="{next}">
<label>User <input name="username" autocomplete="username"></label>
<label>Password <input name="password" type="password"
 autocomplete="current-password"></label>
<button>Log in</button>
</form></body></html>
"""


@endpoint(rule=None, produces=())
def show(req):
    """Show the form to log in with."""
    return _page(req, 'Log in to read this API.', req.GET.get('next'))


@endpoint(rule=None, produces=())
def begin(req):
    """Begin a session and redirect; 401 for a wrong password or no form."""
    form = _form(req)
    try:
        csrf.check_login(req, form.get('csrfmiddlewaretoken'))
    except errors.CSRFFailed as error:
        return _page(req, str(error), form.get('next'), 403)
    if req.content_type != _FORM:
        return _page(req, _NO_FORM, None, 401)
    name, password = form.get('username', ''), form.get('password', '')
    credentials = req.ctx.services.credentials
    address = client_address.find_address(req.environ)
    try:
        login = auth.is_name(name) and credentials.log_in(
            name, password, address
        )
    except (errors.HTTPError, exceptions.Unavailable) as error:
        status = errors.status_of(error, family_errors.STATUSES)
        answer = _page(req, str(error), form.get('next'), status)
        answer.headers.update(errors.headers_of(error))
        return answer
    if not login:
        sentence = 'User or password is wrong.'
        return _page(req, sentence, form.get('next'), 401)
    lifetime = datetime.timedelta(
        seconds=req.ctx.conf.host_inventory.session_lifetime
    )
    api_user = user.find_or_create(req.ctx, login.external_id, login.name)
    secret = session.begin(
        req.ctx,
        api_user.id,
        credentials.password_fingerprint(login.external_id),
        lifetime,
        former_secret=req.cookie(auth.SESSION_COOKIE),
        scope=login.scope,
    )
    return _respond_logged_in(req, secret, form.get('next'))


@endpoint(rule=None, produces=())
def end(req):
    """End the session and redirect."""
    secret = req.cookie(auth.SESSION_COOKIE)
    if secret:
        session.end(req.ctx, secret)
    answer = _redirect(req, req.GET.get('next'))
    for cookie in (auth.SESSION_COOKIE, csrf.COOKIE, _LOGGED_IN):
        csrf.drop_cookie(req, answer, cookie)
    return answer


def _form(req):
    """Return {name: value} of the form; the last value of a name counts.

    Bodies of other media types are no forms: {}.
    """
    if req.content_type != _FORM:
        return {}
    try:
        pairs = parse.parse_qsl(
            req.bounded_body(_MAX_FORM).decode(),
            keep_blank_values=True,
            max_num_fields=_MAX_FIELDS,
        )
    except ValueError:
        pairs = []
    return dict(pairs)


def _respond_logged_in(req, secret, target):
    answer = _redirect(req, target)
    answer.headers['X-API-Session-Cookie-Name'] = auth.SESSION_COOKIE
    csrf.set_cookie(req, answer, auth.SESSION_COOKIE, secret, httponly=True)
    csrf.set_cookie(req, answer, csrf.COOKIE, auth.csrf_token(secret))
    csrf.set_cookie(req, answer, _LOGGED_IN, 'true')
    return answer


def _redirect(req, target):
    place = target or ''
    if not _HERE.fullmatch(place):
        place = f'{req.script_name}/api/'
    return response.redirect(place)


def _page(req, sentence, target, status=200):
    token = csrf.get_token(req)
    answer = response.text(
        _PAGE.format(
            sentence=html.escape(sentence),
            token=html.escape(token),
            next=html.escape(target or ''),
        ),
        'text/html',
    )
    answer.status = status
    answer.headers['Cache-Control'] = 'no-store'
    csrf.set_cookie(req, answer, csrf.COOKIE, token)
    return answer
