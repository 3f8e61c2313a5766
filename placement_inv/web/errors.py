"""Errors of HTTP, and the status and headers of the response to an error."""

from placement_inv import exceptions


class HTTPError(exceptions.Error):
    """An error of HTTP itself, such as no route or a wrong media type."""

    status = 500

    def __init__(self, headers=None, **facts):
        self.headers = headers or {}
        super().__init__(**facts)


class Unauthenticated(HTTPError):
    status = 401
    sentence = 'Authentication credentials were not provided.'


class TooManyAttempts(HTTPError):
    """Too many passwords are being checked; this one was not checked."""

    status = 429
    sentence = 'Too many passwords are being checked. Try again.'
    retry_after = 2

    def __init__(self):
        super().__init__(headers={'Retry-After': str(self.retry_after)})


class LoginNeedsProject(HTTPError):
    """Keystone accepts the password, but the user acts for no project."""

    status = 400
    sentence = (
        'The password is right. The user has no default project and roles in '
        '{count} projects: log in as USER++PROJECT.'
    )


class TokenNeedsProject(HTTPError):
    """A personal access token is for one project or domain of Keystone."""

    status = 400
    sentence = (
        'A personal access token needs a project or a domain: send a token of '
        'Keystone that has one.'
    )


class DelegatedToken(HTTPError):
    """The new token would have more power than the caller."""

    status = 403
    sentence = (
        'Tokens of application credentials, trusts and OAuth cannot create '
        'personal access tokens, which have all roles of their user.'
    )


class ReadOnlyToken(HTTPError):
    status = 403
    sentence = 'The token is for reading only.'


class CSRFFailed(HTTPError):
    status = 403
    sentence = 'CSRF Failed: {reason}'


class ForeignOrigin(HTTPError):
    """A page of another origin made a browser send the request."""

    status = 403
    sentence = (
        'The request comes from a page of {origin}, but this service is '
        '{own}. Pages of other origins have to be listed in '
        "[cors]allowed_origin. If the page is the service's own, behind a "
        'proxy, set [oslo_middleware]enable_proxy_headers_parsing.'
    )


class ForeignSite(HTTPError):
    """The same; the browser sent Sec-Fetch-Site, but no Origin."""

    status = 403
    sentence = (
        'The Sec-Fetch-Site header says that the request comes from a page '
        'of another origin. Such origins have to be listed in '
        '[cors]allowed_origin.'
    )


class MalformedHost(HTTPError):
    status = 400
    sentence = (
        'The Host header is not a host name or address with an optional port.'
    )


class HostMissing(HTTPError):
    status = 400
    sentence = 'A request of HTTP/1.1 needs a Host header.'


class MalformedPrefix(HTTPError):
    status = 400
    sentence = 'The X-Forwarded-Prefix header is not a path in ASCII.'


class HostNotServed(HTTPError):
    """Anybody may own the name, and let it resolve to a loopback address."""

    status = 403
    sentence = (
        'The Host header names {host}. With auth_strategy = noauth2 only '
        'loopback names are answered, and those in [api]noauth2_hosts.'
    )


class ClientNotServed(HTTPError):
    status = 403
    sentence = (
        'The request comes from {address}. With auth_strategy = noauth2 only '
        'loopback addresses are answered, and those in [api]noauth2_clients.'
    )


class NoSuchRoute(HTTPError):
    status = 404
    sentence = ''


class NotInVersion(HTTPError):
    """The operation exists, but not at the requested version."""

    status = 404
    sentence = ''


class MethodNotAllowed(HTTPError):
    status = 405
    sentence = 'The method specified is not allowed for this resource.'


class MethodNotInVersion(MethodNotAllowed):
    """The resource has the method, but not at the requested version."""

    sentence = ''


class NotAcceptable(HTTPError):
    status = 406
    sentence = 'Only application/json is provided'


class UnacceptableVersion(HTTPError):
    status = 406
    sentence = 'Invalid microversion: {reason}'


class MalformedVersion(HTTPError):
    status = 400
    sentence = 'Invalid microversion: {reason}'


class MissingContentType(HTTPError):
    status = 400
    sentence = 'content-type header required when content-length > 0'


class UnsupportedMediaType(HTTPError):
    status = 415
    sentence = 'The media type {media_type} is not supported, use {supported}'


class BodyTooLarge(HTTPError):
    status = 413
    sentence = 'The request body is larger than {limit} bytes'


class IncompleteBody(HTTPError):
    """The client left, or sent less than Content-Length."""

    status = 400
    sentence = 'The request body ends before the length it was said to have'


class MalformedBody(HTTPError):
    status = 400
    sentence = 'Malformed JSON: {reason}'


class InvalidBody(HTTPError):
    """The body is JSON, but does not satisfy the operation's schema."""

    status = 400
    sentence = 'JSON does not validate: {reason}'


class InvalidQuery(HTTPError):
    status = 400
    sentence = 'Invalid query string parameters: {reason}'


def status_of(error, statuses):
    """Return the HTTP status of an error; None for an unexpected error.

    `statuses` maps classes of errors to statuses; the nearest base class
    wins.
    """
    if isinstance(error, HTTPError):
        return error.status
    for kind in type(error).__mro__:
        if kind in statuses:
            return statuses[kind]
    return None


def headers_of(error):
    """Return the headers of the response to an error, without the body's."""
    if isinstance(error, exceptions.Unavailable):
        return {'Retry-After': str(error.retry_after)}
    return getattr(error, 'headers', {})
