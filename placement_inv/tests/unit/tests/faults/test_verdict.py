"""A campaign finds what is lost, doubled, or written though refused."""

import testtools

from placement_inv.tests.faults import client
from placement_inv.tests.faults import load
from placement_inv.tests.faults import verdict as verdicts
from placement_inv.tests.faults import world as worlds
from placement_inv.tests.faults.ledger import Ledger

_DONE = client.make_answer(200, b'{}')
_REFUSED = client.make_answer(503, b'{"code": "database.unreachable"}')
_UNKNOWN = client.make_answer(503, b'{"code": "database.outcome_unknown"}')
_FAULT = client.make_answer(500, b'')
_WORLD = worlds.World(['provider'], 1, 2, ['source'], [3])


class _Observer:
    """What a service has that has done everything right."""

    def __init__(self):
        self.claims = {}
        self.used = 0
        self.hosts = {}
        self.creations = {}
        self.inventories = {}
        self.updates = {}
        self.unfinished_ids = []
        self.loaded_hosts = dict.fromkeys(range(worlds.HOSTS_OF_A_SOURCE))

    def read_claims(self, _providers):
        return self.claims

    def read_usage(self, _providers):
        return self.used

    def read_hosts(self, inventory):
        return self.hosts if inventory == 2 else self.loaded_hosts

    def read_creations(self):
        return self.creations

    def read_inventories(self):
        return self.inventories

    def read_updates(self, ids):
        updates = {key: self.updates[key] for key in ids & self.updates.keys()}
        return updates, self.unfinished_ids

    def load(self, _source):
        pass


class TestVerdict(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.ledger = Ledger()
        self.observer = _Observer()

    def _judge(self, jobs=0):
        """Return the numbers of lost, doubled, written and unfinished."""
        verdict = verdicts.judge(_WORLD, self.ledger, self.observer, jobs)
        counts = (
            len(verdict.lost),
            len(verdict.doubled),
            len(verdict.written_though_refused),
            len(verdict.unfinished),
        )
        is_good = not (counts[0] or counts[1] or counts[3])
        self.assertEqual(is_good, verdict.is_good)
        return counts

    def _observe_claim(self, *amounts):
        self.observer.claims = {'a': list(amounts)}
        self.observer.used = sum(amounts)

    def test_an_acknowledged_write_that_exists(self):
        self.ledger.note(load.CLAIM, 'a', 1, _DONE)
        self._observe_claim(1)
        self.assertEqual((0, 0, 0, 0), self._judge())

    def test_an_acknowledged_write_that_is_missing(self):
        self.ledger.note(load.CLAIM, 'a', 1, _DONE)
        self.assertEqual((1, 0, 0, 0), self._judge())

    def test_an_acknowledged_deletion_without_effect(self):
        self.ledger.note(load.CLAIM, 'a', 1, _DONE)
        self.ledger.note(load.CLAIM, 'a', None, _DONE)
        self._observe_claim(1)
        self.assertEqual((1, 0, 0, 0), self._judge())

    def test_a_write_that_exists_twice(self):
        self.ledger.note(load.CLAIM, 'a', 1, _DONE)
        self._observe_claim(1, 1)
        self.assertEqual((0, 1, 0, 0), self._judge())

    def test_both_outcomes_of_an_unknown_write_are_good(self):
        for answer in (_UNKNOWN, _FAULT):
            self.ledger.note(load.CLAIM, 'a', 1, answer)
        self.assertEqual((0, 0, 0, 0), self._judge())
        self._observe_claim(1)
        self.assertEqual((0, 0, 0, 0), self._judge())

    def test_a_refused_write_that_exists(self):
        self.ledger.note(load.CLAIM, 'a', 1, _REFUSED)
        self.assertEqual((0, 0, 0, 0), self._judge())
        self._observe_claim(1)
        self.assertEqual((0, 0, 1, 0), self._judge())

    def test_counters_that_differ_from_the_claims(self):
        self.observer.used = 1
        self.assertEqual((0, 1, 0, 0), self._judge())
        self.ledger.note(load.CLAIM, 'a', 1, _DONE)
        self._observe_claim(1)
        self.observer.used = 0
        self.assertEqual((1, 0, 0, 0), self._judge())

    def test_an_older_value_of_a_host(self):
        self.ledger.note(load.HOST, 'h', 1, _DONE)
        self.ledger.note(load.HOST, 'h', 2, _DONE)
        self.observer.hosts = {'h': [1]}
        self.assertEqual((1, 0, 0, 0), self._judge())
        self.observer.hosts = {'h': [2]}
        self.assertEqual((0, 0, 0, 0), self._judge())

    def test_a_host_that_was_created_twice_by_the_change_record(self):
        self.observer.creations = {'h': 2, 'i': 1}
        self.assertEqual((0, 1, 0, 0), self._judge())

    def test_an_inventory_that_was_not_deleted(self):
        self.ledger.note(load.DELETION, 'i', load.EXISTS, _DONE)
        self.ledger.note(load.DELETION, 'i', None, _DONE)
        self.observer.inventories = {'i': [load.EXISTS]}
        self.assertEqual((1, 0, 0, 0), self._judge())

    def test_updates_that_are_lost_or_not_final(self):
        for update_id in (1, 2):
            self.ledger.note(load.UPDATE, update_id, load.EXISTS, _DONE)
        self.observer.updates = {2: [load.EXISTS]}
        self.observer.unfinished_ids = [2]
        self.assertEqual((1, 0, 0, 2), self._judge(jobs=1))

    def test_a_source_that_loads_too_few_hosts(self):
        self.observer.loaded_hosts.popitem()
        self.assertEqual((1, 0, 0, 0), self._judge())


class TestFormatTable(testtools.TestCase):
    def test_all_numbers_are_in_it(self):
        ledger = Ledger()
        for key, answer in enumerate((_DONE, _DONE, _REFUSED, _FAULT)):
            ledger.note(load.CLAIM, key, 1, answer)
        lines = verdicts.format_table(
            'PostgreSQL', ledger, verdicts.Verdict(lost=['claims 1']), {'k': 7}
        )
        self.assertIn('  7 k', lines)
        claims = next(line for line in lines if 'claims ' in line)
        self.assertEqual(['claims', '2', '1', '1'], claims.split())
        for line in ('  5xx: 1 x 500, 1 x 503', '  lost: 1', '  doubled: 0'):
            self.assertIn(line, lines)
        self.assertIn('  lost: claims 1', lines)
