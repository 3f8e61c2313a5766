"""Every operation of the placement family, by every role."""

from placement_inv.handlers import placement
from placement_inv.handlers.placement import routes
from placement_inv.tests.functional import access

#: {rule: roles that have it}; all other rules of placement are `_MOST`.
_MOST = {'admin', 'service'}
_PLACEMENT = {
    'placement:usages': {'admin', 'service', 'reader'},
    'placement:reshaper:reshape': {'service'},
}


def _placement_roles(rule):
    return _PLACEMENT.get(rule, _MOST)


class TestPlacement(access.AccessTest):
    family = placement
    table = routes.ROUTES

    def test_new_defaults(self):
        self.deploy()
        self.assert_allowed(_placement_roles)

    def test_defaults_are_about_projects(self):
        for new in (True, False):
            self.deploy(enforce_new_defaults=new)
            self.assert_allowed(lambda _rule: set(), scope=access.SYSTEM)

    def test_legacy_defaults_let_admins_do_everything(self):
        self.deploy(enforce_new_defaults=False)
        self.assert_allowed(lambda rule: _placement_roles(rule) | {'admin'})

    def test_anybody_may_see_the_versions(self):
        self.deploy()
        answer = self.ask('GET', '/', 'stranger')
        self.assertEqual(200, answer.status_int)

    def test_a_reader_sees_the_usages_of_its_own_project(self):
        self.deploy()
        for project, status in (('mine', 200), ('theirs', 403)):
            path = f'/usages?project_id={project}'
            answer = self.ask('GET', path, 'reader')
            self.assertEqual(status, answer.status_int, project)

    def test_a_refusal_names_the_rule_and_has_its_form(self):
        self.deploy()
        answer = self.ask('GET', '/traits', 'reader')
        self.assertEqual(403, answer.status_int)
        [fault] = answer.json['errors']
        self.assertEqual(
            (403, 'Forbidden', 'placement.undefined_code'),
            (fault['status'], fault['title'], fault['code']),
        )
        self.assertEqual(
            'Access was denied to this resource. Policy does not allow '
            'placement:traits:list to be performed.',
            ' '.join(fault['detail'].split()),
        )

    def test_a_file_overrides_one_rule_and_a_base_of_many(self):
        self.deploy(
            '"admin_or_service_api": "role:robot"\n'
            '"placement:traits:list": "role:auditor"\n'
        )
        for path, role, status in (
            ('/traits', 'auditor', 200),
            ('/traits', 'robot', 403),
            ('/resource_classes', 'robot', 200),
            ('/resource_classes', 'admin', 403),
        ):
            answer = self.ask('GET', path, role)
            self.assertEqual(status, answer.status_int, (path, role))
