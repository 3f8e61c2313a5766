"""The memberships and child links that a load adds and removes."""

import unittest

from placement_inv.objects.host_inventory.importing import current_state
from placement_inv.objects.host_inventory.importing import document
from placement_inv.objects.host_inventory.importing import matching
from placement_inv.objects.host_inventory.importing import relationships

_HOSTS = {
    name: current_state.StoredHost(number, name)
    for number, name in enumerate('abc', 1)
}
_GROUPS = tuple(
    current_state.StoredGroup(number, name)
    for number, name in enumerate('pqr', 11)
)
_OVERWRITE = current_state.Settings(overwrite=True)


def _document(**groups):
    """Return a document of all hosts and {name: (hosts, children)}."""
    return document.Document(
        {},
        {name: document.Host(name, {}) for name in _HOSTS},
        {
            name: document.Group(name, {}, tuple(hosts), tuple(children))
            for name, (hosts, children) in groups.items()
        },
    )


class TestMembers(unittest.TestCase):
    def _members(self, settings, **groups):
        current = current_state.CurrentState(
            hosts=tuple(_HOSTS.values()),
            groups=_GROUPS,
            members={11: {1, 2}},
        )
        matches = matching.Matches(_HOSTS, {}, frozenset())
        return relationships.compare_members(
            current, _document(**groups), settings, matches
        )

    def test_only_new_pairs_are_added(self):
        links = self._members(
            current_state.Settings(), p=('bc', ''), new=('a', '')
        )
        self.assertEqual({'p': ('c',), 'new': ('a',)}, links.additions)
        self.assertEqual({}, links.removals)

    def test_an_overwriting_load_removes_links_that_the_document_lacks(self):
        links = self._members(_OVERWRITE, p=('bc', ''))
        self.assertEqual({'p': ('c',)}, links.additions)
        self.assertEqual({11: (1,)}, links.removals)


class TestChildren(unittest.TestCase):
    def _children(self, settings, deleted_ids=frozenset(), **groups):
        current = current_state.CurrentState(
            groups=_GROUPS, children={11: {12}}
        )
        return relationships.compare_children(
            current, _document(**groups), settings, deleted_ids
        )

    def test_only_new_pairs_are_added(self):
        links = self._children(
            current_state.Settings(), p=('', 'qr'), q=('', ''), r=('', '')
        )
        self.assertEqual({'p': ('r',)}, links.additions)
        self.assertEqual((), links.warnings)

    def test_a_link_that_closes_a_cycle_is_omitted(self):
        links = self._children(
            current_state.Settings(), p=('', ''), q=('', 'r'), r=('', 'p')
        )
        self.assertEqual({'q': ('r',)}, links.additions)
        self.assertEqual(1, len(links.warnings))
        self.assertIn("'p'", links.warnings[0])
        self.assertIn("'r'", links.warnings[0])

    def test_a_stored_link_that_is_removed_closes_no_cycle(self):
        links = self._children(_OVERWRITE, p=('', ''), q=('', 'p'))
        self.assertEqual({11: (12,)}, links.removals)
        self.assertEqual({'q': ('p',)}, links.additions)
        self.assertEqual((), links.warnings)
