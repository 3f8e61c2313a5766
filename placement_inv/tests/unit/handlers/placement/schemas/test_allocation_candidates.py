"""Queries of allocation candidates, by version."""

import testtools

from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.schemas import allocation_candidates
from placement_inv.web import errors

_RESOURCES = {'resources': ['VCPU:1']}


class TestQueries(testtools.TestCase):
    def _is_valid(self, query, version):
        try:
            allocation_candidates.GET(version).check_query(query)
        except errors.InvalidQuery:
            return False
        return True

    def test_each_parameter_begins_with_its_version(self):
        version_before = None
        for version, query in (
            (versions.ALLOCATION_CANDIDATES, _RESOURCES),
            (versions.CANDIDATES_LIMIT, {**_RESOURCES, 'limit': ['1']}),
            (versions.CANDIDATES_REQUIRED, {**_RESOURCES, 'required': ['A']}),
            (
                versions.CANDIDATES_MEMBER_OF,
                {**_RESOURCES, 'member_of': ['x']},
            ),
            (versions.GRANULAR_GROUPS, {'resources1': ['VCPU:1']}),
            (versions.CANDIDATES_IN_TREE, {**_RESOURCES, 'in_tree': ['x']}),
            (versions.NAMED_GROUPS, {'resources_A': ['VCPU:1']}),
            (versions.ROOT_REQUIRED, {**_RESOURCES, 'root_required': ['A']}),
            (versions.SAME_SUBTREE, {**_RESOURCES, 'same_subtree': ['_A']}),
        ):
            self.assertTrue(self._is_valid(query, version), query)
            if version_before is not None:
                self.assertFalse(self._is_valid(query, version_before), query)
            version_before = version

    def test_a_limit_is_a_positive_number(self):
        for text, expected in (
            ('1', True),
            ('10', True),
            ('0', False),
            ('-1', False),
            ('01', False),
            ('x', False),
        ):
            query = {**_RESOURCES, 'limit': [text]}
            for version in (versions.CANDIDATES_LIMIT, versions.SAME_SUBTREE):
                self.assertEqual(expected, self._is_valid(query, version))

    def test_a_policy_is_one_of_two_words(self):
        for text, expected in (
            ('none', True),
            ('isolate', True),
            ('both', False),
        ):
            query = {**_RESOURCES, 'group_policy': [text]}
            self.assertEqual(
                expected, self._is_valid(query, versions.GRANULAR_GROUPS)
            )

    def test_suffixes_are_numbers_and_then_names(self):
        for suffix, is_number, is_name in (
            ('1', True, True),
            ('0', False, True),
            ('_A-b', False, True),
            ('A' * 64, False, True),
            ('A' * 65, False, False),
            ('1\n', False, False),
            ('.', False, False),
        ):
            query = {f'resources{suffix}': ['VCPU:1']}
            self.assertEqual(
                (is_number, is_name),
                (
                    self._is_valid(query, versions.GRANULAR_GROUPS),
                    self._is_valid(query, versions.NAMED_GROUPS),
                ),
                suffix,
            )

    def test_the_first_versions_need_resources(self):
        for query, expected in (
            ({}, False),
            ({'limit': ['1']}, False),
            (_RESOURCES, True),
        ):
            self.assertEqual(
                expected, self._is_valid(query, versions.CANDIDATES_LIMIT)
            )
