"""ansible-inventory on systems that lack layers of confinement."""

from placement_inv.objects.host_inventory.importing import command
from placement_inv.tests import confined
from placement_inv.tests.functional.objects.host_inventory.importing import (
    test_command,
)


class TestSystems(test_command.SourceTest):
    def test_a_system_that_cannot_confine_the_tool_reads_no_source(self):
        self.write('hosts', 'a\n')
        for lack in (confined.NO_FILES, confined.NO_CALLS):
            with self.subTest(lack), confined.lesser_system(lack):
                result = command.run(command.Request('hosts', (self.root,)))
                self.assertFalse(result.has_succeeded)
                self.assertIn('cannot confine programs', result.output)
                self.assertIn('could not be started', result.explanation)
                result = command.run(
                    command.Request('hosts', (self.root,), must_confine=False)
                )
                self.assertEqual('', result.explanation, result.output)

    @confined.requires('files', 'calls')
    def test_a_source_is_read_without_namespaces_and_with_old_rules(self):
        self.write('hosts', 'a\n')
        with confined.lesser_system(confined.NO_ROOT, confined.FIRST_LANDLOCK):
            result = command.run(command.Request('hosts', (self.root,)))
        self.assertEqual('', result.explanation, result.output)
