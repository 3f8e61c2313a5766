"""The statements of a conditional GET that answers 304."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.tests.functional import base
from placement_inv.tests.functional.handlers.host_inventory import api
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestIfNoneMatch(api.ApiDatabaseTest):
    def setUp(self):
        super().setUp()
        inventory = world.make_inventory(self.ctx)
        host = world.make_host(self.ctx, inventory.id, 'h1', variables='a: 1')
        group = world.make_group(self.ctx, inventory.id, 'web')
        self._places = (
            f'inventories/{inventory.id}/',
            f'hosts/{host.id}/',
            f'groups/{group.id}/',
        )

    def _ask(self, place, tag):
        return self.ask(
            'GET',
            place,
            version=versions.GENERATIONS,
            headers={'If-None-Match': tag},
        )

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
