"""Finds the endpoint of a path and method in a declarative table."""

import functools

import routes

from placement_inv.web import errors

#: The order of methods in Allow.
_ORDER = ('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS')


class Router:
    """Finds the endpoint for a request in a table of routes.

    The table maps a URL pattern (`/things/{id}`) to {method: endpoint or
    endpoints}; several endpoints of one method serve different versions.

    With `awx_compatible` a trailing slash is ignored, HEAD is answered by the
    endpoint of GET, and the request gets the value of Allow.
    """

    def __init__(self, table, awx_compatible=False):
        self._awx_compatible = awx_compatible
        self._mapper = routes.Mapper()
        self._methods = {}
        # PERF: there are few paths and versions, and many requests.
        self._format_allow = functools.cache(self._format_allow_at)
        for pattern, methods in table.items():
            # Routes turns values into text: so the key is the pattern.
            self._mapper.connect(None, pattern, pattern_key=pattern)
            self._methods[pattern] = group_endpoints(methods)

    def find(self, req):
        """Return the endpoint; set the request's route and path items.

        Raises NoSuchRoute, NotInVersion, MethodNotAllowed.
        """
        match = self._mapper.match(self._path(req))
        if match is None:
            raise errors.NoSuchRoute()
        pattern = match.pop('pattern_key')
        req.route = pattern
        methods = self._methods[pattern]
        if self._awx_compatible:
            req.allow_header = self._format_allow(pattern, req.version)
        # Routes adds these two to every match.
        match.pop('action', None)
        match.pop('controller', None)
        req.path_items = match
        candidates = methods.get(self._method(req), ())
        for candidate in candidates:
            if candidate.exists_at(req.version):
                return candidate
        if candidates and candidates[-1].otherwise == 404:
            raise errors.NotInVersion()
        if not (candidates or self._awx_compatible):
            # OpenStack Placement lists the methods of all versions.
            existing = methods
        else:
            existing = select_version(methods, req.version)
        error_class = (
            errors.MethodNotInVersion
            if candidates
            else errors.MethodNotAllowed
        )
        allow = format_allow(existing, self._awx_compatible)
        raise error_class(headers={'Allow': allow})

    def _format_allow_at(self, pattern, version):
        return format_allow(
            select_version(self._methods[pattern], version),
            awx_compatible=True,
        )

    def _path(self, req):
        path = req.path_info or '/'
        return (path.rstrip('/') or '/') if self._awx_compatible else path

    def _method(self, req):
        if req.method == 'HEAD' and self._awx_compatible:
            return 'GET'
        return req.method


def select_version(methods, version):
    """Return {method: endpoint} of the endpoints that a version has."""
    return {
        method: candidate
        for method, candidates in methods.items()
        for candidate in candidates
        if candidate.exists_at(version)
    }


def format_allow(methods, awx_compatible=False):
    """Return the value of Allow for a route with these methods."""
    names = set(methods)
    if awx_compatible and 'GET' in names:
        names.add('HEAD')
    return ', '.join(sorted(names, key=_ORDER.index))


def group_endpoints(methods):
    """Return {method: tuple of endpoints} of a row of a table of routes."""
    return {
        method: value if isinstance(value, tuple) else (value,)
        for method, value in methods.items()
    }
