"""The migrations are one line without downgrades."""

import pathlib

from alembic import script
import testtools

from placement_inv.db import migration


class TestHistory(testtools.TestCase):
    def setUp(self):
        super().setUp()
        directory = pathlib.Path(migration.__file__).parent / 'migrations'
        self.script = script.ScriptDirectory(str(directory))
        self.revisions = list(self.script.walk_revisions())

    def test_there_is_one_branch(self):
        self.assertNotEqual([], self.revisions)
        self.assertEqual([migration.head()], self.script.get_heads())
        self.assertEqual(1, len(self.script.get_bases()))

    def test_revisions_count_up(self):
        names = [revision.revision for revision in self.revisions]
        self.assertEqual(sorted(names, reverse=True), names)

    def test_no_migration_has_a_downgrade(self):
        # Operators restore a backup; a downgrade that drops a column would
        # lose data.
        backwards = [
            revision.revision
            for revision in self.revisions
            if hasattr(revision.module, 'downgrade')
        ]
        self.assertEqual([], backwards)
