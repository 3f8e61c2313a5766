"""AWX's client library `awxkit`."""

import awxkit
from awxkit import exceptions
from awxkit import utils
from awxkit.config import config
import testtools

from placement_inv.tests.fixtures import controller


class TestLibrary(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.controller = self.useFixture(controller.Controller())
        config.base_url = self.controller.url
        config.credentials = utils.PseudoNamespace(
            default={
                'username': controller.USER,
                'password': controller.PASSWORD,
            }
        )
        config.use_sessions = True
        root = awxkit.api.Api()
        root.load_session().get()
        self.v2 = root.get().available_versions.v2.get()
        self.owner = self.v2.organizations.post({'name': 'Engineering'})
        self.inventory = self.v2.inventory.post(
            {'name': 'Production', 'organization': self.owner.id}
        )

    def _source(self, name='estate'):
        return self.v2.inventory_sources.post(
            {
                'name': name,
                'inventory': self.inventory.id,
                'source': 'file',
                'source_path': str(controller.ESTATE),
            }
        )

    def _host(self, name):
        return self.v2.hosts.post(
            {'name': name, 'inventory': self.inventory.id}
        )

    def _group(self, name):
        return self.v2.groups.post(
            {'name': name, 'inventory': self.inventory.id}
        )

    def test_all_sources_of_an_inventory_are_updated(self):
        self._source()
        (update,) = self.inventory.update_inventory_sources(wait=True)
        self.assertEqual('successful', update.get().status)
        self.assertEqual(237, self.inventory.get().total_hosts)

    def test_a_finished_update_cannot_be_canceled(self):
        source = self._source()
        update = source.update().wait_until_completed(interval=0.1, timeout=60)
        self.assertFalse(update.related.cancel.get().can_cancel)
        error = self.assertRaises(
            exceptions.MethodNotAllowed, update.related.cancel.post
        )
        self.assertIn('not allowed', str(error))
        # The library's method ignores that error.
        update.cancel()

    def test_a_pending_update_is_canceled(self):
        source = self._source()
        # Without an executor the update stays pending.
        self.controller.executor.stop()
        # A namespace is a dictionary with its own method `update`.
        update = source.update()
        self.assertTrue(update.related.cancel.get().can_cancel)
        update.cancel()
        final_update = update.get()
        self.assertEqual(
            ('canceled', True),
            (final_update.status, final_update.event_processing_finished),
        )
        self.assertEqual(0, self.inventory.get().total_hosts)

    def test_hosts_and_groups_are_associated_and_disassociated(self):
        host = self._host('web01')
        web, site = self._group('web'), self._group('site')
        for page, body in (
            (web.related.hosts, {'id': host.id}),
            (site.related.children, {'id': web.id}),
        ):
            self.assertRaises(exceptions.NoContent, page.post, body)
        self.assertEqual(
            ['web01'],
            [row.name for row in site.related.all_hosts.get().results],
        )
        for page, row_id in (
            (site.related.children, web.id),
            (web.related.hosts, host.id),
        ):
            self.assertRaises(
                exceptions.NoContent,
                page.post,
                {'id': row_id, 'disassociate': True},
            )
        self.assertEqual(0, web.related.hosts.get().count)

    def test_a_duplicate_is_reported_as_such(self):
        self.assertRaises(
            exceptions.Duplicate,
            self.v2.organizations.post,
            {'name': 'Engineering'},
        )

    def test_rows_are_read_changed_and_deleted(self):
        host = self._host('web01')
        host.patch(description='the first')
        self.assertEqual('the first', host.get().description)
        host.delete()
        self.assertRaises(exceptions.NotFound, host.get)
