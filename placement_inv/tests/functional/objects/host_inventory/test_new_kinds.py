"""A kind that is added to a table of kinds works everywhere."""

from unittest import mock

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import source_kinds
from placement_inv.objects.host_inventory.groups import transfer
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.hosts.bulk import create_delete
from placement_inv.objects.host_inventory.hosts.facts import documents as facts
from placement_inv.objects.host_inventory.inventories import copying
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.inventories import script
from placement_inv.objects.host_inventory.inventories import smart_membership
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.sources import (
    errors as source_errors,
)
from placement_inv.objects.host_inventory.sources import source
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

#: Hosts can be added and never deleted; no groups and no sources.
_REGISTER = inventory_kinds.InventoryKind(
    'register',
    'Hosts stay for good.',
    accepts=frozenset((inventory_kinds.HOST,)),
    has_groups=False,
    has_sources=False,
)
_QUERY = inventory_kinds.InventoryKind(
    'query',
    'Hosts are found by a query.',
    members=inventory_kinds.Members.FILTERED,
    has_groups=False,
)
_TWIN = source_kinds.SourceKind(
    'twin',
    'Another inventory of this service',
    reads=source_kinds.Reads.INVENTORIES,
    needs_credential=False,
)


def _patch_kinds(module, *kinds):
    return mock.patch.dict(module.KINDS, {kind.word: kind for kind in kinds})


@base.on_every_database
class TestNewInventoryKinds(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        kinds_patch = _patch_kinds(inventory_kinds, _REGISTER, _QUERY)
        kinds_patch.start()
        self.addCleanup(kinds_patch.stop)

    def test_a_kind_accepts_the_contents_in_its_entry(self):
        register = world.make_inventory(self.ctx, kind='register')
        self.assertEqual('register', register.kind)
        web1 = world.make_host(self.ctx, register.id, 'web1')
        create_delete.create(
            self.ctx, register.id, [{'name': 'web2', 'variables': ''}]
        )
        facts.replace(self.ctx, web1.id, {'os': 'linux'})
        self.assertEqual({'os': 'linux'}, facts.get(self.ctx, web1.id))
        for make in (world.make_group, world.make_source):
            self.assertRaises(
                errors.NotForKind, make, self.ctx, register.id, 'no'
            )

    def test_an_entry_can_forbid_the_deletion_of_hosts(self):
        register = world.make_inventory(self.ctx, kind='register')
        web1 = world.make_host(self.ctx, register.id, 'web1')
        for delete, *arguments in (
            (host.delete, web1.id),
            (transfer.delete_host_from, register.id, web1.id),
        ):
            self.assertRaises(
                errors.ConstructedHost, delete, self.ctx, *arguments
            )

    def test_an_entry_defines_copies_and_scripts(self):
        register = world.make_inventory(self.ctx, kind='register')
        world.make_host(self.ctx, register.id, 'web1')
        copy = copying.copy(self.ctx, register.id, 'Copy')
        self.assertEqual(('register', 1), (copy.kind, copy.totals.hosts))
        result = script.get_of_inventory(
            self.ctx, copy.id, script.ScriptOptions()
        )
        self.assertEqual({'all': {'hosts': ['web1']}}, result)

    def test_a_filtered_kind_finds_its_hosts(self):
        regular = world.make_inventory(self.ctx)
        web1 = world.make_host(self.ctx, regular.id, 'web1')
        world.make_host(self.ctx, regular.id, 'db1')
        query = host_inventory.create(
            self.ctx,
            {
                'name': 'Query',
                'organization_id': regular.organization.id,
                'kind': 'query',
                'host_filter': 'name=web1',
                'description': '',
                'variables': '',
            },
        )
        self.assertEqual(1, query.totals.hosts)
        page = host.page_of_inventory(self.ctx, query.id, list_page.Query())
        self.assertEqual([web1.id], [row.id for row in page.rows])
        page = smart_membership.page_of_host(
            self.ctx, web1.id, list_page.Query()
        )
        self.assertEqual([query.id], [row.id for row in page.rows])
        self.assertRaises(
            errors.HostFilterRequired,
            host_inventory.update,
            self.ctx,
            query.id,
            {'host_filter': ''},
        )


@base.on_every_database
class TestNewSourceKinds(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        kinds_patch = _patch_kinds(source_kinds, _TWIN)
        kinds_patch.start()
        self.addCleanup(kinds_patch.stop)

    def test_a_kind_is_created_launched_and_deleted(self):
        new_source = world.make_source(
            self.ctx, self.inventory.id, source='twin'
        )
        self.assertTrue(new_source.can_update)
        self.assertEqual(1, new_source.inventory.totals.sources)
        self.assertEqual(
            [(new_source.id, True)],
            launching.list_updatable(self.ctx, self.inventory.id),
        )
        update = launching.launch(self.ctx, new_source.id)
        self.assertEqual('twin', update.source)
        with self.database.engine.begin() as connection:
            connection.execute(
                world.UPDATES.update().values(status='successful')
            )
        source.delete(self.ctx, new_source.id)

    def test_settings_of_other_kinds_are_refused(self):
        self.assertRaises(
            source_errors.NotOfSource,
            world.make_source,
            self.ctx,
            self.inventory.id,
            source='twin',
            source_path='/estate',
        )

    def test_a_source_of_a_constructed_inventory_is_not_created_alone(self):
        for kind in source_kinds.KINDS.values():
            if kind.belongs_to_inventory:
                error = self.assertRaises(
                    source_errors.NotASource,
                    world.make_source,
                    self.ctx,
                    self.inventory.id,
                    source=kind.word,
                )
                self.assertIn(kind.word, str(error))
