"""Errors in the queries of placement.

Providers, candidates and traits share these classes. Sentences and codes are
OpenStack Placement's, and part of the API's contract; that of TooManyItems is
ours.
"""

from placement_inv import exceptions

_BAD_VALUE = 'placement.query.bad_value'
_PREFIX = 'Invalid query string parameters: '
_RESOURCES = (
    'Badly formed resources parameter. Expected resources query string '
    'parameter in form: ?resources=VCPU:2,MEMORY_MB:1024. Got: '
)
_TRAITS = "Expected 'required' parameter value of the form: {form}. "


class BadQuery(exceptions.Invalid):
    """Base of all errors in a query."""


class EmptyResources(BadQuery):
    sentence = _RESOURCES + 'empty string.'


class MalformedResources(BadQuery):
    sentence = _RESOURCES + '{text}.'


class AmountNotInteger(BadQuery):
    sentence = (
        'Requested resource {resource_class} expected positive integer '
        'amount. Got: {amount}.'
    )


class AmountNotPositive(BadQuery):
    sentence = (
        'Requested resource {resource_class} requires amount >= 1. '
        'Got: {amount}.'
    )


class EmptyTrait(BadQuery):
    sentence = _PREFIX + _TRAITS + 'Got an empty trait in: {text}'


class ForbiddenTraitTooEarly(BadQuery):
    """`!` at a version that does not support it."""

    sentence = _PREFIX + _TRAITS + 'Got: {text}'


class AnyTraitsTooEarly(BadQuery):
    """`in:` at a version that does not support it."""

    sentence = (
        _PREFIX + "The format 'in:HW_CPU_X86_VMX,CUSTOM_MAGIC' only "
        'supported since microversion 1.39. Got: {text}'
    )


class ForbiddenAmongAnyTraits(BadQuery):
    sentence = (
        _PREFIX + "The format 'in:HW_CPU_X86_VMX,CUSTOM_MAGIC' does not "
        'support forbidden traits. Got: {text}'
    )


class ConflictingTraits(BadQuery):
    sentence = (
        'Conflicting required and forbidden traits found in the following '
        'traits keys: {keys}'
    )


class ConflictingRootTraits(BadQuery):
    code = _BAD_VALUE
    sentence = (
        'Conflicting required and forbidden traits found in root_required: '
        '{traits}'
    )


class RepeatedRootRequired(BadQuery):
    code = 'placement.query.duplicate_key'
    sentence = "Query parameter 'root_required' may be specified only once."


class AggregatesWithoutIn(BadQuery):
    sentence = (
        "Multiple values for 'member_of' must be prefixed with the 'in:' or "
        "'!in:' keyword using the valid microversion. Got: {text}"
    )


class BadAggregate(BadQuery):
    sentence = (
        _PREFIX + "Expected 'member_of' parameter to contain valid UUID(s). "
        'Got: {text}'
    )


class RepeatedMemberOf(BadQuery):
    sentence = 'Multiple member_of{suffix} parameters are not supported'


class ForbiddenAggregateTooEarly(BadQuery):
    sentence = (
        'Forbidden member_of{suffix} parameters are not supported in the '
        'specified microversion'
    )


class BadTree(BadQuery):
    sentence = (
        _PREFIX + "Expected 'in_tree' parameter to be a format of uuid. "
        'Got: {text}'
    )


class OrphanedTraits(BadQuery):
    sentence = (
        'All traits parameters must be associated with resources.  Found the '
        'following orphaned traits keys: {keys}'
    )


class OrphanedMemberOf(BadQuery):
    sentence = (
        'All member_of parameters must be associated with resources. Found '
        'the following orphaned member_of keys: {keys}'
    )


class GroupWithoutResources(BadQuery):
    sentence = 'All request groups must specify resources.'


class NoGroups(BadQuery):
    sentence = (
        'At least one request group (`resources` or `resources{{$S}}`) is '
        'required.'
    )


class NoResources(BadQuery):
    code = 'placement.query.missing_value'
    sentence = (
        'There must be at least one resources or resources[$S] parameter.'
    )


class ResourcelessOutsideSubtree(BadQuery):
    code = _BAD_VALUE
    sentence = (
        'Resourceless suffixed group request should be specified in '
        '`same_subtree` query param: bad group(s) - {suffixes}.'
    )


class UnknownSuffix(BadQuery):
    code = _BAD_VALUE
    sentence = (
        'Real suffixes should be specified in `same_subtree`: {unknown} not '
        'found in {suffixes}.'
    )


class EmptySuffix(BadQuery):
    code = _BAD_VALUE
    sentence = (
        'Empty string (unsuffixed group) can not be specified in '
        '`same_subtree` '
    )


class GroupPolicyMissing(BadQuery):
    sentence = (
        'The "group_policy" parameter is required when specifying more than '
        'one "resources{{N}}" parameter.'
    )


class TooManyItems(BadQuery):
    """The query has more items than one SQL statement can process."""

    sentence = (
        'The query asks for {count} {things}; at most {limit} are accepted.'
    )


class MalformedTraitName(BadQuery):
    sentence = (
        'Badly formatted name parameter. Expected name query string parameter '
        'in form: ?name=[in|startswith]:[name1,name2|prefix]. Got: "{text}"'
    )


class AssociatedNotBoolean(BadQuery):
    sentence = (
        'The query parameter "associated" only accepts "true" or "false"'
    )
