"""From path and method to endpoint, by one declarative table."""

import functools

import routes

from placement_inv.web import errors

#: How Allow lists methods: what reads, what makes, what changes.
_ORDER = ('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS')


class Router:
    """Finds the endpoint for a request in a table of routes.

    The table maps a URL pattern (`/things/{id}`) to {method: endpoint or
    endpoints}; several endpoints of one method serve different versions.

    With `awx_compatible` a trailing slash is as good as none, HEAD is answered
    where GET is, and a request is told what its path allows.
    """

    def __init__(self, table, awx_compatible=False):
        self._awx_compatible = awx_compatible
        self._mapper = routes.Mapper()
        self._methods = {}
        # PERF: there are few paths and versions, and many requests.
        self._allowed = functools.cache(self._allowed_at)
        for pattern, methods in table.items():
            # Routes turns what it carries into text: the pattern is the key.
            self._mapper.connect(None, pattern, pattern_key=pattern)
            self._methods[pattern] = tuples(methods)

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
            req.allowed = self._allowed(pattern, req.version)
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
        # OpenStack Placement lists all that any version has.
        every = not (candidates or self._awx_compatible)
        there = methods if every else at_version(methods, req.version)
        kind = (
            errors.MethodNotInVersion
            if candidates
            else errors.MethodNotAllowed
        )
        raise kind(headers={'Allow': allow(there, self._awx_compatible)})

    def _allowed_at(self, pattern, version):
        return allow(
            at_version(self._methods[pattern], version), awx_compatible=True
        )

    def _path(self, req):
        path = req.path_info or '/'
        return (path.rstrip('/') or '/') if self._awx_compatible else path

    def _method(self, req):
        if req.method == 'HEAD' and self._awx_compatible:
            return 'GET'
        return req.method


def at_version(methods, version):
    """Return {method: endpoint} of those that exist at a version."""
    return {
        method: candidate
        for method, candidates in methods.items()
        for candidate in candidates
        if candidate.exists_at(version)
    }


def allow(methods, awx_compatible=False):
    """Return the value of Allow for the methods that there are."""
    allowed = set(methods)
    if awx_compatible and 'GET' in allowed:
        allowed.add('HEAD')
    return ', '.join(sorted(allowed, key=_ORDER.index))


def tuples(methods):
    """Return {method: endpoints} of a row of a table of routes."""
    return {
        method: found if isinstance(found, tuple) else (found,)
        for method, found in methods.items()
    }
