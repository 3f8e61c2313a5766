from placement_inv.conf import organization_roots
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.objects.host_inventory.sources import errors
from placement_inv.objects.host_inventory.sources import file_roots
from placement_inv.objects.host_inventory.sources import settings
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestFileRoots(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self._set('file_roots', ['/shared'])
        self._set(
            'organization_file_roots',
            [
                organization_roots.Root(
                    self.inventory.organization_id, '/own'
                ),
                organization_roots.Root(999, '/others'),
            ],
        )

    def _set(self, name, value):
        self.conf.set_override(name, value, 'inventory_sources')
        self.addCleanup(self.conf.clear_override, name, 'inventory_sources')

    def _bind(self, **scope):
        organization.update(self.ctx, self.inventory.organization_id, scope)

    def _find(self):
        return file_roots.find(self.ctx, self.inventory.id)

    def test_an_organization_of_nobody_has_both(self):
        self.assertEqual(('/shared', '/own'), self._find())

    def test_one_of_a_project_or_domain_has_its_own_alone(self):
        for scope in (
            {'project_id': 'p'},
            {'project_id': '', 'domain_id': 'd'},
        ):
            self._bind(**scope)
            self.assertEqual(('/own',), self._find())

    def test_the_deployer_can_share(self):
        self._bind(project_id='p')
        self._set('share_file_roots', True)
        self.assertEqual(('/shared', '/own'), self._find())

    def test_an_unknown_inventory_has_none(self):
        self.assertEqual((), file_roots.find(self.ctx, 99999))

    def test_a_source_of_a_project_cannot_name_a_shared_file(self):
        self._bind(project_id='p')
        values = {
            'source': 'file',
            'source_path': '/shared/hosts',
            'host_inventory_id': self.inventory.id,
        }
        self.assertRaises(
            errors.SourcePathUnusable, settings.check, self.ctx, values
        )
