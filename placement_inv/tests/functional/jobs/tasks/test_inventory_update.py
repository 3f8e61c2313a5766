"""Inventory updates, with the real tool and with a substitute."""

import os
import threading
import time
from unittest import mock

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.jobs.tasks import inventory_update
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.importing import loading
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.inventories import script
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.sources import (
    errors as source_errors,
)
from placement_inv.objects.host_inventory.sources import source
from placement_inv.objects.host_inventory.updates import (
    output as update_output,
)
from placement_inv.objects.host_inventory.updates import run as update_run
from placement_inv.objects.host_inventory.updates import update
from placement_inv.tests import confined
from placement_inv.tests.functional import base
from placement_inv.tests.functional.jobs.tasks import updating
from placement_inv.tests.functional.objects.host_inventory import world

_JOBS = tables.jobs.jobs


@base.on_every_database
class TestTheTool(updating.UpdateCase):
    """With the real ansible-inventory, which is slow to start."""

    def test_a_directory_of_inventory_files(self):
        new_source = self.make_source(
            'estate', source_path='estate', overwrite=True
        )
        result = self.run_one(new_source)
        self.assertEqual('successful', result.status, self.output_of(result))
        self.assertEqual(237, result.counts['hosts']['added'])
        self.assertEqual(11, result.counts['groups']['added'])
        self.assertEqual(237, self.count(world.SOURCE_HOSTS))
        self.assertEqual(11, self.count(world.SOURCE_GROUPS))
        self.assertIn('Loaded hosts: 237 added', self.output_of(result))
        self.assertIn('--export', result.job_args)
        self.assertGreater(result.elapsed_seconds, 0)
        again = self.run_one(new_source)
        self.assertEqual(237, again.counts['hosts']['unchanged'])
        self.assertEqual(11, again.counts['groups']['unchanged'])

    def test_a_broken_file_deletes_nothing(self):
        os.mkdir(os.path.join(self.root, 'site'))
        self.write('site/1.yml', 'web: {hosts: {a: {}}}\n')
        self.write('site/2.yml', 'web: {hosts: {b: {}}}\n')
        new_source = self.make_source(
            'site', source_path='site', overwrite=True
        )
        self.run_one(new_source)
        self.write('site/2.yml', 'web: {hosts: [\n')
        result = self.run_one(new_source)
        self.assertEqual('failed', result.status)
        self.assertIn('could not read 2.yml', result.job_explanation)
        self.assertIn('YAML parsing failed', self.output_of(result))
        self.assertEqual(2, self.count(world.HOSTS))
        # As AWX does it.
        source.update(
            self.ctx,
            new_source.id,
            {'source_vars': 'ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED: false'},
        )
        result = self.run_one(new_source)
        self.assertEqual('successful', result.status)
        self.assertIn('site/2.yml', self.output_of(result))
        self.assertEqual(1, result.counts['hosts']['removed'])


@base.on_every_database
class TestUpdates(updating.UpdateCase):
    def test_a_launch_commits_the_update_and_its_job_together(self):
        new_source = self.make_source(source_vars='A: 1', timeout=7)
        job_ids = []
        self.services.jobs.listen(job_ids.append)
        self.addCleanup(self.services.jobs.listen, None)
        with self.count_statements() as counter:
            new_update = self.launch(new_source)
        self.assertEqual(1, counter.commits)
        self.assertEqual('pending', new_update.status)
        self.assertEqual(
            ('A: 1', 7), (new_update.source_vars, new_update.timeout)
        )
        row = self.rows(_JOBS.select()).pop()
        self.assertEqual([row.id], job_ids)
        self.assertEqual({'inventory_update_id': new_update.id}, row.arguments)
        self.assertEqual(f'inventory_source:{new_source.id}', row.lock)

    def test_a_launch_copies_the_settings_of_the_source(self):
        new_source = self.make_source()
        new_update = self.launch(new_source)
        source.update(self.ctx, new_source.id, {'limit': 'web'})
        self.assertEqual('', update.get(self.ctx, new_update.id).limit)

    def test_a_source_that_cannot_be_loaded_is_not_launched(self):
        new_source = self.make_source('cloud', source='ec2', source_path='')
        self.assertIsNone(self.launch(new_source))
        self.assertEqual(0, self.count(_JOBS))

    def test_the_source_and_inventory_of_an_update_cannot_be_deleted(self):
        new_source = self.make_source()
        new_update = self.launch(new_source)
        for delete, row_id in (
            (host_inventory.delete, self.inventory.id),
            (source.delete, new_source.id),
        ):
            error = self.assertRaises(errors.Busy, delete, self.ctx, row_id)
            self.assertEqual(
                [{'id': new_update.id, 'type': 'inventory_update'}],
                error.active_jobs,
            )
        self.assertRaises(
            source_errors.UpdateRunning,
            update.delete,
            self.ctx,
            new_update.id,
        )
        update_run.cancel(self.ctx, new_update.id)
        update.delete(self.ctx, new_update.id)
        source.delete(self.ctx, new_source.id)
        host_inventory.delete(self.ctx, self.inventory.id)
        # The remaining job does nothing.
        inventory_update.run(self.make_context(), new_update.id)

    def test_output_arrives_while_the_tool_runs(self):
        self.pretend(
            """
            print('one', flush=True)
            time.sleep(0.8)
            print('two', flush=True)
            while not os.path.exists(source + '.go'):
                time.sleep(0.05)
            sys.stdout.write('three, unfinished')
            write('{}')
            """
        )
        new_update = self.launch(self.make_source())
        thread = self._start(new_update)
        self.wait_for_output(new_update, 'two')
        self.assertEqual('one\ntwo\n', self.output_of(new_update))
        self.write('hosts.go', '')
        thread.join()
        events = update_output.page(
            self.ctx, new_update.id, list_page.Query(order_by=('start_line',))
        ).rows
        line = 0
        for number, event in enumerate(events, 1):
            self.assertEqual((number, line), (event.counter, event.start_line))
            line = event.end_line
            self.assertEqual(
                event.end_line - event.start_line,
                len(event.stdout.split('\n')),
            )
        self.assertIn('three, unfinished\nLoaded', self.output_of(new_update))

    def wait_for_output(self, new_update, text):
        until = time.monotonic() + 60
        while text not in self.output_of(new_update):
            self.assertLess(time.monotonic(), until)
            time.sleep(0.05)

    def _start(self, new_update):
        thread = threading.Thread(
            target=inventory_update.run,
            args=(self.make_context(), new_update.id),
        )
        thread.start()
        self.addCleanup(thread.join)
        return thread

    def test_long_output_takes_few_rows(self):
        self.pretend("print('line\\n' * 20_000)\nwrite('{}')")
        result = self.run_one(self.make_source())
        self.assertEqual(20_003, self.output_of(result).count('\n'))
        self.assertLess(self.count(world.EVENTS), 10)

    def test_cancel_ends_the_tool(self):
        self.pretend("print('here', flush=True)\ntime.sleep(600)")
        new_update = self.launch(self.make_source())
        thread = self._start(new_update)
        self.wait_for_output(new_update, 'here')
        self.assertTrue(update_run.cancel(self.ctx, new_update.id))
        result = self.wait_for(new_update.id, 'canceled')
        thread.join()
        self.assertTrue(result.has_failed)
        self.assertIsNotNone(result.canceled_at)
        self.assertIsNotNone(result.finished_at)
        self.assertEqual('here\n', self.output_of(result))
        self.assertFalse(update_run.cancel(self.ctx, new_update.id))

    def test_a_pending_update_is_canceled_at_once(self):
        new_update = self.launch(self.make_source())
        self.assertTrue(update_run.cancel(self.ctx, new_update.id))
        result = update.get(self.ctx, new_update.id)
        self.assertEqual('canceled', result.status)
        inventory_update.run(self.make_context(), new_update.id)
        self.assertEqual(0, self.count(world.HOSTS))

    def test_a_failing_tool_fails_the_update(self):
        self.pretend("print('so much is wrong')\nwrite('{}')\nsys.exit(4)")
        result = self.run_one(self.make_source())
        self.assertEqual('failed', result.status)
        self.assertTrue(result.has_failed)
        self.assertEqual(
            'ansible-inventory ended with exit code 4.',
            result.job_explanation,
        )
        self.assertEqual('so much is wrong\n', self.output_of(result))
        self.assertIsNone(result.counts)

    def test_a_source_sets_the_variables_that_are_allowed(self):
        self.set_option('environment_prefixes', ['CLOUD_'])
        self.pretend(
            """
            print(sorted(name for name in os.environ if 'C' in name))
            write('{}')
            """
        )
        for allow_executable in (False, True):
            self.set_option('allow_executable', allow_executable)
            result = self.run_one(
                self.make_source(
                    f'source {allow_executable}',
                    source_path=self.write('any', ''),
                    source_vars='{CLOUD_TOKEN: x, OPENSSL_CONF: /x, '
                    'ANSIBLE_CACHE_PLUGINS: /x, ACCOUNT: x}',
                )
            )
            output = self.output_of(result)
            self.assertIn("'CLOUD_TOKEN'", output)
            self.assertNotIn("'OPENSSL_CONF'", output)
            self.assertNotIn("'ANSIBLE_CACHE_PLUGINS'", output)
            self.assertNotIn("'ACCOUNT'", output)
            self.assertIn(
                '[source variables not used: ANSIBLE_CACHE_PLUGINS, '
                'OPENSSL_CONF]\n',
                output,
            )
            self.assertIn('does not allow them: ACCOUNT]\n', output)

    def test_hosts_that_do_not_match_the_filter_are_not_loaded(self):
        self.pretend("""write('{"all": {"hosts": ["web1", "db1"]}}')""")
        self.run_one(self.make_source(host_filter='w'))
        names = self.rows(sa.select(world.HOSTS.c.name))
        self.assertEqual([('web1',)], names)

    def test_variables_of_ungrouped_hosts_reach_no_others(self):
        self.pretend(
            """
            import json
            grouped = ['a']
            if os.path.exists(source + '.moved'):
                grouped.append('c')
            write(json.dumps({
                'all': {'vars': {'v': 'all'}},
                'ungrouped': {'hosts': ['b', 'c'], 'vars': {'v': 'lone'}},
                'g': {'hosts': grouped},
            }))
            """
        )
        new_source = self.make_source(overwrite_vars=True)

        def get_script():
            options = script.ScriptOptions(hostvars=True)
            return script.get_of_inventory(
                self.ctx, self.inventory.id, options
            )

        self.run_one(new_source)
        self.assertEqual(
            {'a': {}, 'b': {'v': 'lone'}, 'c': {'v': 'lone'}},
            get_script()['_meta']['hostvars'],
        )
        self.assertEqual({'v': 'all'}, get_script()['all']['vars'])
        # A host that joins a group loses them.
        self.write('hosts.moved', '')
        self.run_one(new_source)
        self.assertEqual(
            {'a': {}, 'b': {'v': 'lone'}, 'c': {}},
            get_script()['_meta']['hostvars'],
        )

    def test_an_update_that_overwrites_is_strict(self):
        name = 'ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED'
        self.pretend(f"print(os.environ['{name}'])\nwrite('{{}}')")
        for number, (settings, expected) in enumerate(
            (
                ({}, 'False'),
                ({'overwrite': True}, 'True'),
                ({'overwrite_vars': True}, 'True'),
                ({'overwrite': True, 'source_vars': f'{name}: no'}, 'False'),
                ({'source_vars': f'{name}: true'}, 'True'),
            )
        ):
            result = self.run_one(self.make_source(f's{number}', **settings))
            first_line = self.output_of(result).split('\n')[0]
            self.assertEqual(expected, first_line, settings)

    def test_a_tool_that_exceeds_the_timeout_is_ended(self):
        self.pretend('time.sleep(60)')
        result = self.run_one(self.make_source(timeout=1))
        self.assertEqual('failed', result.status)
        self.assertIn('longer than allowed', result.job_explanation)

    def test_a_path_that_was_deleted_is_an_error(self):
        new_source = self.make_source()
        os.unlink(os.path.join(self.root, 'hosts'))
        result = self.run_one(new_source)
        self.assertEqual('error', result.status)
        self.assertIn('does not exist', result.job_explanation)

    def test_a_document_with_an_invalid_name_is_an_error(self):
        self.pretend("""write('{"all": {"hosts": ["a{{ b }}"]}}')""")
        result = self.run_one(self.make_source())
        self.assertEqual('error', result.status)
        self.assertIn('inline Jinja', result.job_explanation)

    def test_a_variable_that_is_too_large_is_an_error(self):
        self.set_option('max_variable_size', 1024)
        self.set_option('max_variables_size', 2048)
        source = self.make_source()
        for variables, pattern in (
            ("{'v': 'a' * 1023}", "variable 'v' of the host 'h1' is larger"),
            ("dict.fromkeys('abc', 'a' * 900)", "of the host 'h1' are larger"),
        ):
            self.pretend(f"""
                import json
                write(json.dumps({{
                    'g': ['h1'],
                    '_meta': {{'hostvars': {{'h1': {variables}}}}},
                }}))
            """)
            result = self.run_one(source)
            self.assertEqual('error', result.status)
            self.assertIn(pattern, result.job_explanation)
        self.assertEqual(0, self.count(world.HOSTS))

    def test_without_confinement_the_tool_runs_only_if_that_is_allowed(self):
        new_source = self.make_source()
        self.pretend("""write('{"all": {"hosts": ["h1"]}}')""")
        for lack in (confined.NO_FILES, confined.NO_CALLS):
            with confined.lesser_system(lack):
                result = self.run_one(new_source)
                self.assertEqual('failed', result.status)
                self.assertIn(
                    'cannot confine programs', self.output_of(result)
                )
                self.assertEqual(0, self.count(world.HOSTS))
        self.set_option('require_confinement', False)
        with confined.lesser_system(confined.NO_FILES, confined.NO_CALLS):
            result = self.run_one(new_source)
        self.assertEqual('successful', result.status)
        self.assertEqual(1, self.count(world.HOSTS))

    def test_an_unexpected_exception_is_not_shown_to_clients(self):
        self.pretend("print('said')\nwrite('{}')")
        new_update = self.launch(self.make_source())
        with mock.patch.object(
            loading, 'load', side_effect=KeyError('secret')
        ):
            self.assertRaises(
                KeyError,
                inventory_update.run,
                self.make_context(),
                new_update.id,
            )
        result = update.get(self.ctx, new_update.id)
        self.assertEqual('error', result.status)
        self.assertNotIn('secret', result.job_explanation)
        self.assertEqual('said\n', self.output_of(result))
