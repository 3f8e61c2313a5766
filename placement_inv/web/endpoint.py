"""Endpoints: handlers, and the checks before they are called."""

from collections.abc import Callable
import dataclasses
import functools
from typing import Any

from placement_inv.web import errors

_JSON = 'application/json'


@dataclasses.dataclass(eq=False)
class Endpoint:
    """One operation: a handler, and the conditions that are checked first.

    Clients can observe the order of the checks: version, media types, policy.
    Then the handler finds the resource and validates the body
    (`req.json(schema)`).
    """

    handler: Callable[..., Any]
    #: Policy rule; None for operations that every caller may use.
    rule: str | None
    #: The target of the rule: request -> dict of the attributes it compares.
    target: Callable[..., Any] | None = None
    #: First version that has the operation; None for the family's first.
    since: Any = None
    #: First version that no longer has the operation.
    until: Any = None
    #: Status at versions without the operation: 404, or 405.
    otherwise: int = 404
    #: Media types of the body; () for operations that take none.
    consumes: tuple[str, ...] = ()
    #: Media types of the response.
    produces: tuple[str, ...] = (_JSON,)

    def exists_at(self, version):
        return (self.since is None or version >= self.since) and (
            self.until is None or version < self.until
        )

    def __call__(self, req, enter=None):
        """Answer a request; raise if the media types or the policy refuse it.

        `enter(req)` is called before the handler, but only for requests that
        policy allows: it may create a row of the caller.
        """
        self._check_media_types(req)
        if self.rule is not None:
            target = self.target(req) if self.target else None
            req.ctx.can(self.rule, target)
        if enter is not None:
            enter(req)
        return self.handler(req)

    def _check_media_types(self, req):
        if self.consumes and req.content_type not in self.consumes:
            raise errors.UnsupportedMediaType(
                media_type=req.content_type or 'None',
                supported=' or '.join(self.consumes),
            )
        # An empty header is the same as none.
        has_accept = self.produces and req.headers.get('accept')
        if has_accept and not req.accept.acceptable_offers(self.produces):
            raise errors.NotAcceptable()


def endpoint(rule, **options):
    """Decorate a handler: make it an Endpoint with the fields `options`."""

    def decorate(handler):
        return functools.update_wrapper(
            Endpoint(handler=handler, rule=rule, **options), handler
        )

    return decorate
