"""The query of allocation candidates, by version."""

import dataclasses
import uuid

import testtools

from placement_inv.handlers.placement.query import candidates
from placement_inv.handlers.placement.query import errors
from placement_inv.objects.placement.candidates import request

_FIRST = request.Capabilities()
_LAST = request.Capabilities(
    **{field.name: True for field in dataclasses.fields(request.Capabilities)}
)
_UUID = '0ad98f69-6af4-4b2b-9f0f-1f3b0c2e8b11'
_OTHER = '7a3d3c1e-98f6-4d0c-a9a0-2f8f7a0f4d22'


def _parse(capabilities=_LAST, **query):
    return candidates.parse(
        {
            name: values if isinstance(values, list) else [values]
            for name, values in query.items()
        },
        capabilities,
    )


def _list_aggregates(count):
    return 'in:' + ','.join(str(uuid.UUID(int=n)) for n in range(count))


def _disable(*flags):
    return dataclasses.replace(_LAST, **dict.fromkeys(flags, False))


class TestParse(testtools.TestCase):
    def test_the_simplest_query(self):
        self.assertEqual(
            request.Request(
                groups=(request.RequestGroup('', (('VCPU', 1),)),),
                capabilities=_FIRST,
            ),
            _parse(_FIRST, resources='VCPU:1'),
        )

    def test_everything_at_once(self):
        result = _parse(
            resources='VCPU:1',
            required=['A,!B', 'in:C,D'],
            member_of=[_UUID, f'!{_OTHER}'],
            resources_X='VGPU:2',
            in_tree_X=_UUID,
            required_Y='E',
            same_subtree='_X,_Y',
            group_policy='isolate',
            root_required='F,!G',
            limit='7',
        )
        self.assertEqual(
            request.Request(
                groups=(
                    request.RequestGroup(
                        suffix='',
                        resources=(('VCPU', 1),),
                        required_traits=(frozenset('A'), frozenset('CD')),
                        forbidden_traits=frozenset('B'),
                        member_of=(frozenset((_UUID,)),),
                        not_member_of=frozenset((_OTHER,)),
                    ),
                    request.RequestGroup('_X', (('VGPU', 2),), in_tree=_UUID),
                    request.RequestGroup(
                        '_Y', required_traits=(frozenset('E'),)
                    ),
                ),
                isolate=True,
                same_subtrees=(frozenset(('_X', '_Y')),),
                root_required=frozenset('F'),
                root_forbidden=frozenset('G'),
                limit=7,
                capabilities=_LAST,
            ),
            result,
        )

    def test_one_value_counts_of_a_parameter_that_must_not_repeat(self):
        old = _disable('any_traits')
        result = _parse(
            old,
            resources=['VCPU:1', 'VGPU:1'],
            required=['A', 'B'],
            in_tree=[_UUID, _OTHER],
        ).groups[0]
        self.assertEqual((('VGPU', 1),), result.resources)
        self.assertEqual((frozenset('B'),), result.required_traits)
        self.assertEqual(_OTHER, result.in_tree)
        result = _parse(resources='VCPU:1', limit=['3', '4'])
        self.assertEqual(3, result.limit)

    def test_a_long_limit_is_no_limit(self):
        self.assertIsNone(_parse(resources='VCPU:1', limit='9' * 30).limit)

    def test_old_versions_have_numbered_groups_only(self):
        old = _disable('named_groups', 'same_subtree')
        result = _parse(
            old,
            resources1='VCPU:1',
            resources01='VCPU:1',
            resources_A='VCPU:1',
        )
        self.assertEqual(['1'], [group.suffix for group in result.groups])


class TestErrors(testtools.TestCase):
    def _assert_error(self, error, sentence, capabilities=_LAST, **query):
        refusal = self.assertRaises(error, _parse, capabilities, **query)
        self.assertIn(sentence, str(refusal))
        return refusal

    def test_groups_without_resources_in_old_versions(self):
        old = _disable('same_subtree')
        for error, sentence, query in (
            (errors.NoGroups, '(`resources` or `resources{$S}`)', {}),
            (
                errors.OrphanedTraits,
                'Found the following orphaned traits keys: required1',
                {'resources': 'VCPU:1', 'required1': 'A'},
            ),
            (
                errors.OrphanedMemberOf,
                'Found the following orphaned member_of keys: member_of1',
                {'resources': 'VCPU:1', 'member_of1': f'!{_UUID}'},
            ),
            (
                errors.GroupWithoutResources,
                'All request groups must specify resources.',
                {'resources': 'VCPU:1', 'in_tree1': _UUID},
            ),
        ):
            self._assert_error(error, sentence, old, **query)

    def test_groups_without_resources_need_a_subtree(self):
        for error, code, query in (
            (errors.NoResources, 'missing_value', {'group_policy': 'none'}),
            (errors.NoResources, 'missing_value', {'required': 'A'}),
            (
                errors.ResourcelessOutsideSubtree,
                'bad_value',
                {'resources': 'VCPU:1', 'required_A': 'A'},
            ),
            (
                errors.UnknownSuffix,
                'bad_value',
                {'resources_A': 'VCPU:1', 'same_subtree': '_A,_B'},
            ),
        ):
            refusal = self.assertRaises(error, _parse, **query)
            self.assertEqual(f'placement.query.{code}', refusal.code)

    def test_contradictions(self):
        self._assert_error(
            errors.ConflictingTraits,
            'traits keys: required1: (B, C), required: (A)',
            resources='VCPU:1',
            required='A,!A',
            resources1='VCPU:1',
            required1=['in:B,C', '!B,!C'],
        )
        refusal = self._assert_error(
            errors.ConflictingRootTraits,
            'found in root_required: A',
            resources='VCPU:1',
            root_required='A,!A',
        )
        self.assertEqual('placement.query.bad_value', refusal.code)

    def test_one_of_several_traits_may_be_forbidden(self):
        result = _parse(resources='VCPU:1', required=['in:A,B', '!B'])
        self.assertEqual(frozenset('B'), result.groups[0].forbidden_traits)

    def test_repetitions(self):
        self._assert_error(
            errors.RepeatedMemberOf,
            'Multiple member_of1 parameters are not supported',
            _disable('repeated_member_of'),
            resources1='VCPU:1',
            member_of1=[_UUID, _OTHER],
        )
        refusal = self._assert_error(
            errors.RepeatedRootRequired,
            "'root_required' may be specified only once.",
            resources='VCPU:1',
            root_required=['A', 'B'],
        )
        self.assertEqual('placement.query.duplicate_key', refusal.code)

    def test_forbidden_aggregates_before_their_version(self):
        self._assert_error(
            errors.ForbiddenAggregateTooEarly,
            'Forbidden member_of parameters are not supported in the '
            'specified microversion',
            _disable('forbidden_aggregates'),
            resources='VCPU:1',
            member_of=f'!{_UUID}',
        )

    def test_several_granular_groups_need_a_policy(self):
        self._assert_error(
            errors.GroupPolicyMissing,
            'specifying more than one "resources{N}" parameter.',
            resources1='VCPU:1',
            resources2='VCPU:1',
        )
        _parse(resources='VCPU:1', resources1='VCPU:1')

    def test_queries_over_the_limits(self):
        many = {f'resources{n}': 'VCPU:1' for n in range(101)}
        self._assert_error(errors.TooManyItems, '101 groups', **many)
        traits = ','.join(f'T{n}' for n in range(61))
        self._assert_error(
            errors.TooManyItems,
            '61 required traits',
            resources='VCPU:1',
            required=traits,
        )
        names = ','.join(f'T{n}' for n in range(500))
        self._assert_error(
            errors.TooManyItems,
            '501 resources, traits and sets of aggregates; at most 500',
            resources='VCPU:1',
            required=f'in:{names}',
        )
        query = {f'resources{n}': 'VCPU:1' for n in '123'}
        query |= {f'member_of{n}': _list_aggregates(10_000) for n in '12'}
        _parse(group_policy='none', **query)
        self._assert_error(
            errors.TooManyItems,
            '20001 aggregates; at most 20000',
            group_policy='none',
            member_of3=f'!{_UUID}',
            **query,
        )
        sets = [str(uuid.UUID(int=n)) for n in range(166)]
        self._assert_error(
            errors.TooManyItems,
            '501 resources, traits and sets of aggregates; at most 500',
            group_policy='none',
            **{f'resources{n}': 'VCPU:1' for n in '123'},
            **{f'member_of{n}': sets for n in '12'},
            member_of3=[*sets[:165], f'!{_UUID}'],
        )
        classes = ','.join(f'C{n}:1' for n in range(201))
        self._assert_error(
            errors.TooManyItems, '201 resource classes', resources=classes
        )
