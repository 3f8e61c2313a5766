"""Matches between the hosts of a document and stored hosts."""

import json
import unittest

from placement_inv.objects.host_inventory.importing import current_state
from placement_inv.objects.host_inventory.importing import document
from placement_inv.objects.host_inventory.importing import matching
from placement_inv.objects.host_inventory.sources import import_errors

_BY_ID = current_state.Settings(instance_id_var='id')


def _match(stored_hosts, new_hosts, settings=_BY_ID, tracked_ids=()):
    """Match {name: instance id} of a document; return the Matches.

    `stored_hosts` are (id, name, instance id) or, with the instance id in
    the variables only, (id, name, '', instance id).
    """
    current = current_state.CurrentState(
        hosts=[
            current_state.StoredHost(
                row_id,
                name,
                json.dumps({'id': variable[0]} if variable else {}),
                instance_id=instance_id,
            )
            for row_id, name, instance_id, *variable in stored_hosts
        ],
        tracked_hosts=frozenset(tracked_ids),
    )
    hosts = {
        name: document.Host(name, {'id': instance_id} if instance_id else {})
        for name, instance_id in new_hosts.items()
    }
    return matching.match(
        current, document.Document({}, hosts, {}), settings, json.loads
    )


def _ids(matches):
    return {name: host.id for name, host in matches.hosts_by_name.items()}


class MatchTest(unittest.TestCase):
    def test_names_match_where_no_variable_holds_an_instance_id(self):
        matches = _match(
            [(1, 'a', 'i-1'), (2, 'b', '')],
            {'a': 'i-2', 'c': 'i-1'},
            current_state.Settings(),
        )
        self.assertEqual({'a': 1}, _ids(matches))
        self.assertEqual({}, matches.instance_ids)

    def test_an_instance_id_takes_precedence_over_a_name(self):
        matches = _match(
            [(1, 'a', 'i-1'), (2, 'b', 'i-2')], {'a': 'i-2', 'b': 'i-1'}
        )
        self.assertEqual({'a': 2, 'b': 1}, _ids(matches))
        self.assertEqual({'a': 'i-2', 'b': 'i-1'}, matches.instance_ids)

    def test_hosts_of_one_instance_id_keep_their_names(self):
        matches = _match(
            [(1, 'a', 'i-1'), (2, 'b', 'i-1')], {'b': 'i-1', 'a': 'i-1'}
        )
        self.assertEqual({'a': 1, 'b': 2}, _ids(matches))

    def test_the_oldest_host_of_an_instance_id_gets_the_new_name(self):
        matches = _match([(2, 'b', 'i-1'), (1, 'a', 'i-1')], {'c': 'i-1'})
        self.assertEqual({'c': 1}, _ids(matches))

    def test_variables_of_tracked_hosts_hold_instance_ids_too(self):
        stored_hosts = [(1, 'a', '', 'i-1')]
        self.assertEqual(
            {'b': 1}, _ids(_match(stored_hosts, {'b': 'i-1'}, tracked_ids=[1]))
        )
        self.assertEqual({}, _ids(_match(stored_hosts, {'b': 'i-1'})))

    def test_a_host_is_matched_once(self):
        matches = _match([(1, 'a', 'i-1')], {'a': '', 'b': 'i-1'})
        self.assertEqual({'b': 1}, _ids(matches))


class DeletionTest(unittest.TestCase):
    def test_only_an_overwriting_load_deletes_and_only_tracked_hosts(self):
        hosts = [(1, 'a', ''), (2, 'b', ''), (3, 'c', '')]
        for overwrite, deleted_ids in ((False, set()), (True, {2})):
            matches = _match(
                hosts,
                {'a': ''},
                current_state.Settings(overwrite=overwrite),
                tracked_ids=[1, 2],
            )
            self.assertEqual(deleted_ids, matches.deleted_ids)


class RenameTest(unittest.TestCase):
    def test_a_name_of_a_host_that_keeps_it_is_refused(self):
        with self.assertRaises(import_errors.RenameCollision) as caught:
            _match([(1, 'a', 'i-1'), (2, 'b', '')], {'b': 'i-1'})
        self.assertEqual(
            (1, 'a', 'b', 'i-1'),
            (
                caught.exception.host_id,
                caught.exception.old,
                caught.exception.new,
                caught.exception.instance_id,
            ),
        )

    def test_a_name_of_a_host_that_is_deleted_or_renamed_is_free(self):
        overwrite = current_state.Settings(
            instance_id_var='id', overwrite=True
        )
        hosts = [(1, 'a', 'i-1'), (2, 'b', '')]
        matches = _match(hosts, {'b': 'i-1'}, overwrite, tracked_ids=[1, 2])
        self.assertEqual({'b': 1}, _ids(matches))
        self.assertEqual({2}, matches.deleted_ids)
        hosts = [(1, 'a', 'i-1'), (2, 'b', 'i-2')]
        matches = _match(hosts, {'b': 'i-1', 'c': 'i-2'})
        self.assertEqual({'b': 1, 'c': 2}, _ids(matches))
