"""The directory of a child process is removed with all its contents."""

import os

import fixtures
import testtools

from placement_inv.objects.host_inventory.importing import private_directory

#: More levels than Python can recurse, or a process can open files.
_LEVELS = 1500


def _nest(directory, levels):
    """Nest directories deeper than the longest path."""
    handle = os.open(directory, os.O_RDONLY)
    for _level in range(levels):
        os.mkdir('d', dir_fd=handle)
        inner = os.open('d', os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    os.close(os.open('file', os.O_CREAT | os.O_WRONLY, dir_fd=handle))
    os.close(handle)


class TestPrivateDirectory(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.outside = self.useFixture(fixtures.TempDir()).path
        # The directories of runs are made in the temporary directory.
        self.parent = self.useFixture(fixtures.TempDir()).path
        self.useFixture(fixtures.MonkeyPatch('tempfile.tempdir', self.parent))

    def test_deep_directories_are_removed(self):
        with private_directory.create() as private:
            os.mkdir(os.path.join(private, 'tmp'))
            _nest(os.path.join(private, 'tmp'), _LEVELS)
        self.assertEqual([], os.listdir(self.parent))

    def test_directories_without_permissions_are_removed(self):
        with private_directory.create() as private:
            os.makedirs(os.path.join(private, 'outer', 'inner'))
            os.chmod(os.path.join(private, 'outer', 'inner'), 0)
            os.chmod(os.path.join(private, 'outer'), 0o100)
        self.assertEqual([], os.listdir(self.parent))

    def test_targets_of_links_are_not_changed(self):
        path = os.path.join(self.outside, 'file')
        with open(path, 'w') as file:
            file.write('text')
        os.chmod(path, 0o640)
        with private_directory.create() as private:
            os.symlink(self.outside, os.path.join(private, 'directory'))
            os.symlink(path, os.path.join(private, 'file'))
            os.symlink('nowhere', os.path.join(private, 'dangling'))
        self.assertEqual([], os.listdir(self.parent))
        self.assertEqual(0o640, os.stat(path).st_mode & 0o777)

    def test_the_directory_is_removed_after_a_failure(self):
        def run():
            with private_directory.create() as private:
                self.assertEqual(0o700, os.stat(private).st_mode & 0o700)
                raise ValueError

        self.assertRaises(ValueError, run)
        self.assertEqual([], os.listdir(self.parent))
