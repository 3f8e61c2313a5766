"""Queries of `/usages`."""

from placement_inv.handlers.placement import versions as history
from placement_inv.handlers.placement.schemas import formats
from placement_inv.web import validation
from placement_inv.web import versions

_ID = {'minLength': 1, 'maxLength': 255}

#: The name of a type, or `all` or `unknown`. The pattern is one that clients
#: see in sentences, where OpenStack Placement has no dollar behind `all`.
_TYPE = {
    **_ID,
    'pattern': f'{formats.CLASS_PATTERN}|^all|^unknown$',
    'not': {'pattern': r'^all[\s\S]'},
}


def _query(**properties):
    return validation.Schema(
        formats.parameters(
            mandatory=('project_id',),
            project_id=_ID,
            user_id=_ID,
            **properties,
        )
    )


GET = versions.by_version(
    (history.PROJECT_USAGES, _query()),
    (history.CONSUMER_TYPES, _query(consumer_type=_TYPE)),
)
