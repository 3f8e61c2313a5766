"""How tasks are registered and found."""

import types
import unittest

from placement_inv.jobs import registry
from placement_inv.objects.host_inventory.updates import launching


def _paint(ctx):
    """Do nothing."""


def _give_up(ctx, error):
    """Do nothing."""


class TestRegistry(unittest.TestCase):
    def test_a_tagged_function_stays_a_function(self):
        function = registry.job('paint')(_paint)
        self.assertIs(_paint, function)

    def test_tagged_functions_are_found_by_name(self):
        @registry.job('paint', on_failure=_give_up)
        def run(ctx):
            """Do nothing."""

        namespace = types.SimpleNamespace(run=run, other=_give_up)
        self.assertEqual(
            {'paint': registry.Task('paint', run, _give_up)},
            registry.find_tasks([namespace]),
        )

    def test_one_function_imported_twice_is_one_task(self):
        @registry.job('paint')
        def run(ctx):
            """Do nothing."""

        here = types.SimpleNamespace(run=run)
        there = types.SimpleNamespace(imported=run)
        self.assertEqual(['paint'], list(registry.find_tasks([here, there])))

    def test_two_functions_of_one_name_are_refused(self):
        def make():
            @registry.job('paint')
            def run(ctx):
                """Do nothing."""

            return types.SimpleNamespace(run=run)

        self.assertRaisesRegex(
            ValueError, 'paint', registry.find_tasks, [make(), make()]
        )

    def test_a_pool_without_threads_is_refused(self):
        self.assertRaisesRegex(
            ValueError, 'leisure', registry.job, 'paint', pool='leisure'
        )

    def test_updates_have_a_pool_of_their_own(self):
        pools = {name: task.pool for name, task in registry.load().items()}
        updates = pools.pop(launching.TASK)
        self.assertEqual(registry.UPDATES, updates)
        self.assertEqual({registry.GENERAL}, set(pools.values()))

    def test_every_task_of_the_package_can_be_loaded(self):
        for name, task in registry.load().items():
            self.assertEqual(name, task.name)
            self.assertTrue(callable(task.run))
