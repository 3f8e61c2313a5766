"""Query strings of `GET /allocation_candidates`."""

from placement_inv.handlers.placement import versions as features
from placement_inv.web import validation
from placement_inv.web import versions

_TEXTS = {'type': 'array', 'items': {'type': 'string'}}
_LIMIT = {
    'type': 'array',
    'items': {'type': 'string', 'pattern': '^[1-9][0-9]*$'},
}
_POLICY = {
    'type': 'array',
    'items': {'type': 'string', 'enum': ['none', 'isolate']},
}
_NUMBER = '[1-9][0-9]*'
_NAME = '[a-zA-Z0-9_-]{1,64}'


def _schema_of_one_group(**properties):
    """Return a schema for queries of a single group."""
    return validation.Schema(
        {
            'type': 'object',
            'properties': {'resources': _TEXTS, **properties},
            'required': ['resources'],
            'additionalProperties': False,
        }
    )


def _schema_of_groups(suffix, words, **properties):
    """Return a schema for queries of several groups."""
    return validation.Schema(
        {
            'type': 'object',
            'properties': {
                'limit': _LIMIT,
                'group_policy': _POLICY,
                **properties,
            },
            'patternProperties': {
                rf'^{word}({suffix})?\Z': _TEXTS for word in words
            },
            'additionalProperties': False,
        }
    )


_WORDS = ('resources', 'required', 'member_of')
_WORDS_IN_TREE = (*_WORDS, 'in_tree')

GET = versions.by_version(
    (features.ALLOCATION_CANDIDATES, _schema_of_one_group()),
    (features.CANDIDATES_LIMIT, _schema_of_one_group(limit=_LIMIT)),
    (
        features.CANDIDATES_REQUIRED,
        _schema_of_one_group(limit=_LIMIT, required=_TEXTS),
    ),
    (
        features.CANDIDATES_MEMBER_OF,
        _schema_of_one_group(limit=_LIMIT, required=_TEXTS, member_of=_TEXTS),
    ),
    (features.GRANULAR_GROUPS, _schema_of_groups(_NUMBER, _WORDS)),
    (features.CANDIDATES_IN_TREE, _schema_of_groups(_NUMBER, _WORDS_IN_TREE)),
    (features.NAMED_GROUPS, _schema_of_groups(_NAME, _WORDS_IN_TREE)),
    (
        features.ROOT_REQUIRED,
        _schema_of_groups(_NAME, _WORDS_IN_TREE, root_required=_TEXTS),
    ),
    (
        features.SAME_SUBTREE,
        _schema_of_groups(
            _NAME, _WORDS_IN_TREE, root_required=_TEXTS, same_subtree=_TEXTS
        ),
    ),
)
