"""The names that consumers refer to."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement import consumer
from placement_inv.objects.placement import owners
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world

_PROJECTS = tables.placement.projects
_USERS = tables.placement.users
_TYPES = tables.placement.consumer_types

_find_ids = transactions.writer(owners.find_or_create_ids)


def _request(number, project, user, type_=None):
    return consumer.ConsumerRequest(
        world.uuid(number), consumer.Owner(project, user), type=type_
    )


@base.on_every_database
class TestFindOrCreateIds(base.DatabaseTest):
    def test_missing_names_are_created_once(self):
        requests = [
            _request(1, 'p', 'u', 'INSTANCE'),
            _request(2, 'p', 'v'),
            _request(3, 'q', 'u', 'INSTANCE'),
        ]
        ids = _find_ids(self.ctx, requests)
        self.assertEqual(
            {
                (_PROJECTS, 'p'), (_PROJECTS, 'q'), (_USERS, 'u'),
                (_USERS, 'v'), (_TYPES, 'INSTANCE'),
            },
            set(ids),
        )  # fmt: skip
        with self.count_statements() as counter:
            self.assertEqual(ids, _find_ids(self.ctx, requests))
        self.assertEqual(1, len(counter.statements), counter)

    def test_the_ids_are_the_ids_of_the_rows(self):
        ids = _find_ids(self.ctx, [_request(1, 'p', 'u')])
        rows = self.rows(sa.select(_PROJECTS.c.external_id, _PROJECTS.c.id))
        self.assertEqual([('p', ids[_PROJECTS, 'p'])], rows)
