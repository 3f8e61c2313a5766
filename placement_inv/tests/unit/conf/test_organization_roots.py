import testtools

from placement_inv.conf import organization_roots


class TestOrganizationRoot(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.type = organization_roots.OrganizationRoot()

    def test_an_id_and_a_directory(self):
        root = self.type(' 7:/srv/engineering')
        self.assertEqual((7, '/srv/engineering'), root)
        self.assertEqual(root, self.type(root))

    def test_others_are_refused(self):
        for text in ('/srv', '7:srv', '0:/srv', 'x:/srv', '-1:/srv', ''):
            self.assertRaises(ValueError, self.type, text)

    def test_the_default_is_shown_as_it_is_written(self):
        root = self.type('7:/srv')
        self.assertEqual('7:/srv', self.type._formatter(root))
        self.assertEqual(self.type, organization_roots.OrganizationRoot())
