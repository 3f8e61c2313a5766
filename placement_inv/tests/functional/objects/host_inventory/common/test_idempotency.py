"""A repeated request with an idempotency key is carried out once."""

from concurrent import futures
import datetime

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import idempotency
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.tests.functional import base

_REQUESTS = tables.host_inventory.idempotent_requests
_ORGANIZATIONS = tables.host_inventory.organizations


@base.on_every_database
class TestOnce(base.DatabaseTest):
    def _once(self, ctx, key='k', digest='d', name='Org'):
        def work():
            values = {'name': name, 'description': '', 'max_hosts': 0}
            return {'id': organization.create(ctx, values).id}

        return idempotency.run_once(ctx, key, digest, work)

    def _count(self):
        return len(self.rows(sa.select(_ORGANIZATIONS.c.id)))

    def test_a_repeated_request_returns_the_first_result(self):
        first, again = self._once(self.ctx)
        self.assertFalse(again)
        self.assertEqual((first, True), self._once(self.ctx))
        self.assertEqual(1, self._count())

    def test_concurrent_requests_with_a_key_get_one_answer(self):
        with futures.ThreadPoolExecutor(6) as threads:
            answers = list(
                threads.map(
                    lambda _number: self._once(self.make_context()), range(6)
                )
            )
        self.assertEqual(1, self._count())
        self.assertEqual(1, len({answer['id'] for answer, _again in answers}))
        self.assertEqual(5, sum(again for _answer, again in answers))

    def test_a_key_of_another_request_is_an_error(self):
        self._once(self.ctx)
        self.assertRaises(
            errors.KeyReused, self._once, self.ctx, digest='other'
        )

    def test_callers_do_not_share_keys(self):
        self._once(self.ctx)
        other = self.make_context(user_id='jane')
        _answer, again = self._once(other, name='Her own')
        self.assertFalse(again)
        self.assertEqual(2, self._count())

    def test_a_caller_has_other_keys_in_another_project(self):
        self._once(self.ctx)
        for scope in (
            {'project_id': 'other'},
            {'project_id': None, 'domain_id': 'other'},
            {'user_id': 'namesake', 'user_name': self.ctx.user_name},
        ):
            other = self.make_context(**scope)
            _answer, again = self._once(other, name=str(scope))
            self.assertFalse(again, scope)

    def test_a_failed_request_stores_no_key(self):
        self._once(self.ctx)
        self.assertRaises(
            errors.OrganizationExists, self._once, self.ctx, key='l'
        )
        _answer, again = self._once(self.ctx, key='l', name='Other')
        self.assertFalse(again)

    def test_old_keys_are_deleted(self):
        self._once(self.ctx)
        idempotency.delete_old(self.ctx)
        self.assertEqual(1, len(self.rows(sa.select(_REQUESTS.c.key))))
        age = datetime.timedelta(seconds=idempotency.KEEP + 1)
        with self.database.engine.begin() as connection:
            connection.execute(
                _REQUESTS.update().values(
                    created_at=datetime.datetime.now(datetime.UTC).replace(
                        tzinfo=None
                    )
                    - age
                )
            )
        idempotency.delete_old(self.ctx)
        self.assertEqual([], self.rows(sa.select(_REQUESTS.c.key)))
