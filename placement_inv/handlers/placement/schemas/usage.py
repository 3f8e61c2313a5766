"""Queries of `/usages`."""

from placement_inv.handlers.placement.schemas import formats
from placement_inv.web import validation

_ID = {'minLength': 1, 'maxLength': 255}

GET = validation.Schema(
    formats.parameters(required=('project_id',), project_id=_ID, user_id=_ID)
)
