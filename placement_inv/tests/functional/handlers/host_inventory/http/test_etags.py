"""The statements of a conditional GET that answers 304."""

import webob

from placement_inv import deploy
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestIfNoneMatch(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.conf.set_override('auth_strategy', 'noauth2', 'api')
        self.addCleanup(self.conf.clear_override, 'auth_strategy', 'api')
        self._application = deploy.loadapp(self.conf, self.services)
        inventory = world.make_inventory(self.ctx)
        host = world.make_host(self.ctx, inventory.id, 'h1', variables='a: 1')
        group = world.make_group(self.ctx, inventory.id, 'web')
        self._places = (
            f'inventories/{inventory.id}/',
            f'hosts/{host.id}/',
            f'groups/{group.id}/',
        )

    def _ask(self, place, tag):
        req = webob.Request.blank(
            f'/api/v2/{place}',
            headers={
                'X-Auth-Token': 'admin',
                'X-Roles': 'admin',
                'OpenStack-API-Version': 'host-inventory 1.7',
                'If-None-Match': tag,
            },
        )
        return req.get_response(self._application)

    def test_a_matching_generation_is_all_that_is_read(self):
        for place in self._places:
            with self.count_statements() as counter:
                answer = self._ask(place, '"0"')
            self.assertEqual((304, b''), (answer.status_int, answer.body))
            (statement,) = counter.statements
            self.assertNotIn('variables', statement)

    def test_the_tag_of_an_answer_matches(self):
        for place in self._places:
            tag = self._ask(place, '"1"').headers['ETag']
            self.assertEqual(304, self._ask(place, tag).status_int)
