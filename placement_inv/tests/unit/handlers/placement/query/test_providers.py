"""The query of the list of providers."""

import testtools

from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.query import capabilities
from placement_inv.handlers.placement.query import errors
from placement_inv.handlers.placement.query import providers
from placement_inv.objects.placement import provider_filters

_UUID = '0ad98f69-6af4-4b2b-9f0f-1f3b0c2e8b11'
_OTHER = '7a3d3c1e-98f6-4d0c-a9a0-2f8f7a0f4d22'


def _parse(version=versions.ANY_TRAITS, **query):
    return providers.parse(query, capabilities.at_version(version))


class TestParse(testtools.TestCase):
    def test_an_empty_query_is_an_empty_filter(self):
        for query in ({}, {'name': ['']}, {'uuid': ['']}):
            self.assertEqual(
                provider_filters.ProviderFilter(),
                _parse(versions.FIRST, **query),
            )

    def test_everything_at_once(self):
        self.assertEqual(
            provider_filters.ProviderFilter(
                name='b',
                uuid=_UUID,
                in_tree=_OTHER,
                member_of=(frozenset((_UUID,)),),
                not_member_of=frozenset((_OTHER,)),
                required_traits=(frozenset('A'), frozenset('CD')),
                forbidden_traits=frozenset('B'),
                resources=(('VCPU', 1),),
            ),
            _parse(
                name=['a', 'b'],
                uuid=[_UUID],
                in_tree=[_OTHER],
                member_of=[_UUID, f'!{_OTHER}'],
                required=['A,!B', 'in:C,D'],
                resources=['VCPU:1'],
            ),
        )

    def test_only_the_last_resources_count(self):
        self.assertEqual(
            (('VCPU', 1),), _parse(resources=['rubbish', 'VCPU:1']).resources
        )
        self.assertRaises(
            errors.EmptyResources, _parse, resources=['VCPU:1', '']
        )

    def test_errors_are_those_of_candidates(self):
        for error, version, query in (
            (
                errors.RepeatedMemberOf,
                versions.MEMBER_OF,
                {'member_of': [_UUID, _OTHER]},
            ),
            (
                errors.ForbiddenAggregateTooEarly,
                versions.MEMBER_OF,
                {'member_of': [f'!{_UUID}']},
            ),
            (
                errors.ForbiddenTraitTooEarly,
                versions.PROVIDERS_REQUIRED,
                {'required': ['!A']},
            ),
            (
                errors.AmountNotInteger,
                versions.RESOURCES_FILTER,
                {'resources': [f'VCPU:{"9" * 101}']},
            ),
        ):
            self.assertRaises(error, _parse, version, **query)
