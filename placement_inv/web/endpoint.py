"""Endpoints: what is checked before a handler is called."""

from collections.abc import Callable
import dataclasses
import functools
from typing import Any

from placement_inv.web import errors

_JSON = 'application/json'


@dataclasses.dataclass(eq=False)
class Endpoint:
    """One operation: a handler and what a request must satisfy first.

    The order of the checks is observable: version, media types, policy;
    then the handler looks for the resource and last validates the body
    (`req.json(schema)`).
    """

    handler: Callable[..., Any]
    #: Policy rule, None for what anybody may ask.
    rule: str | None
    #: What the rule is about: request -> dict of what it compares.
    target: Callable[..., Any] | None = None
    #: First version that has the operation; None for the family's first.
    since: Any = None
    #: First version that no longer has it.
    until: Any = None
    #: Status at versions without the operation: 404, or 405.
    otherwise: int = 404
    #: Media types of the body; () for operations that take none.
    consumes: tuple[str, ...] = ()
    #: Media types it can answer with.
    produces: tuple[str, ...] = (_JSON,)

    def exists_at(self, version):
        return (self.since is None or version >= self.since) and (
            self.until is None or version < self.until
        )

    def __call__(self, req, enter=None):
        """Answer a request; `enter(req)` is called before the handler.

        It may leave a row that names the caller, and is called for nobody
        whom policy refuses.
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
        # An empty header asks for nothing, like none.
        asks = self.produces and req.headers.get('accept')
        if asks and not req.accept.acceptable_offers(self.produces):
            raise errors.NotAcceptable()


def endpoint(rule, **options):
    """Declare a handler an Endpoint; `options` are its fields."""

    def decorate(handler):
        return functools.update_wrapper(
            Endpoint(handler=handler, rule=rule, **options), handler
        )

    return decorate
