"""An update from its launch to its end, with the tool and without it."""

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
    """With the real ansible-inventory, which takes its time to start."""

    def test_an_estate_as_operators_write_it(self):
        made = self.make_source('estate', source_path='estate', overwrite=True)
        ended = self.run_one(made)
        self.assertEqual('successful', ended.status, self.said(ended))
        self.assertEqual(237, ended.counts['hosts']['added'])
        self.assertEqual(11, ended.counts['groups']['added'])
        self.assertEqual(237, self.count(world.SOURCE_HOSTS))
        self.assertEqual(11, self.count(world.SOURCE_GROUPS))
        self.assertIn('Loaded hosts: 237 added', self.said(ended))
        self.assertIn('--export', ended.job_args)
        self.assertGreater(ended.elapsed_seconds, 0)
        again = self.run_one(made)
        self.assertEqual(237, again.counts['hosts']['unchanged'])
        self.assertEqual(11, again.counts['groups']['unchanged'])


@base.on_every_database
class TestUpdates(updating.UpdateCase):
    def test_a_launch_commits_the_update_and_its_job_together(self):
        made = self.make_source(source_vars='A: 1', timeout=7)
        rung = []
        self.services.jobs.listen(rung.append)
        self.addCleanup(self.services.jobs.listen, None)
        with self.count_statements() as counter:
            launched = self.launch(made)
        self.assertEqual(1, counter.committed)
        self.assertEqual('pending', launched.status)
        self.assertEqual(('A: 1', 7), (launched.source_vars, launched.timeout))
        row = self.rows(_JOBS.select()).pop()
        self.assertEqual([row.id], rung)
        self.assertEqual({'inventory_update_id': launched.id}, row.arguments)
        self.assertEqual(f'inventory_source:{made.id}', row.lock)

    def test_a_launch_keeps_the_settings_of_its_time(self):
        made = self.make_source()
        launched = self.launch(made)
        source.update(self.ctx, made.id, {'limit': 'web'})
        self.assertEqual('', update.get(self.ctx, launched.id).limit)

    def test_what_cannot_be_loaded_is_not_launched(self):
        made = self.make_source('cloud', source='ec2', source_path='')
        self.assertIsNone(self.launch(made))
        self.assertEqual(0, self.count(_JOBS))

    def test_what_an_update_is_about_cannot_be_deleted_meanwhile(self):
        made = self.make_source()
        launched = self.launch(made)
        for delete, row_id in (
            (host_inventory.delete, self.inventory.id),
            (source.delete, made.id),
        ):
            refused = self.assertRaises(errors.Busy, delete, self.ctx, row_id)
            self.assertEqual(
                [{'id': launched.id, 'type': 'inventory_update'}],
                refused.active_jobs,
            )
        self.assertRaises(
            source_errors.UpdateRunning,
            update.delete,
            self.ctx,
            launched.id,
        )
        update_run.cancel(self.ctx, launched.id)
        update.delete(self.ctx, launched.id)
        source.delete(self.ctx, made.id)
        host_inventory.delete(self.ctx, self.inventory.id)
        # The job that is left finds nothing to do.
        inventory_update.run(self.make_context(), launched.id)

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
        launched = self.launch(self.make_source())
        thread = self._start(launched)
        self.wait_to_hear(launched, 'two')
        self.assertEqual('one\ntwo\n', self.said(launched))
        self.write('hosts.go', '')
        thread.join()
        events = update_output.page(
            self.ctx, launched.id, list_page.Query(order_by=('start_line',))
        ).rows
        line = 0
        for number, event in enumerate(events, 1):
            self.assertEqual((number, line), (event.counter, event.start_line))
            line = event.end_line
            self.assertEqual(
                event.end_line - event.start_line,
                len(event.stdout.split('\n')),
            )
        self.assertIn('three, unfinished\nLoaded', self.said(launched))

    def wait_to_hear(self, launched, text):
        until = time.monotonic() + 60
        while text not in self.said(launched):
            self.assertLess(time.monotonic(), until)
            time.sleep(0.05)

    def _start(self, launched):
        thread = threading.Thread(
            target=inventory_update.run,
            args=(self.make_context(), launched.id),
        )
        thread.start()
        self.addCleanup(thread.join)
        return thread

    def test_long_output_takes_few_rows(self):
        self.pretend("print('line\\n' * 20_000)\nwrite('{}')")
        ended = self.run_one(self.make_source())
        self.assertEqual(20_003, self.said(ended).count('\n'))
        self.assertLess(self.count(world.EVENTS), 10)

    def test_cancel_ends_the_tool(self):
        self.pretend("print('here', flush=True)\ntime.sleep(600)")
        launched = self.launch(self.make_source())
        thread = self._start(launched)
        self.wait_to_hear(launched, 'here')
        self.assertTrue(update_run.cancel(self.ctx, launched.id))
        ended = self.wait_for(launched.id, 'canceled')
        thread.join()
        self.assertTrue(ended.has_failed)
        self.assertIsNotNone(ended.canceled_at)
        self.assertIsNotNone(ended.finished_at)
        self.assertEqual('here\n', self.said(ended))
        self.assertFalse(update_run.cancel(self.ctx, launched.id))

    def test_an_update_that_waits_is_canceled_at_once(self):
        launched = self.launch(self.make_source())
        self.assertTrue(update_run.cancel(self.ctx, launched.id))
        ended = update.get(self.ctx, launched.id)
        self.assertEqual('canceled', ended.status)
        inventory_update.run(self.make_context(), launched.id)
        self.assertEqual(0, self.count(world.HOSTS))

    def test_a_tool_that_fails(self):
        self.pretend("print('so much is wrong')\nwrite('{}')\nsys.exit(4)")
        ended = self.run_one(self.make_source())
        self.assertEqual('failed', ended.status)
        self.assertTrue(ended.has_failed)
        self.assertEqual(
            'ansible-inventory ended with exit code 4.', ended.job_explanation
        )
        self.assertEqual('so much is wrong\n', self.said(ended))
        self.assertIsNone(ended.counts)

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
            ended = self.run_one(
                self.make_source(
                    f'source {allow_executable}',
                    source_path=self.write('any', ''),
                    source_vars='{CLOUD_TOKEN: x, OPENSSL_CONF: /x, '
                    'ANSIBLE_CACHE_PLUGINS: /x, ACCOUNT: x}',
                )
            )
            said = self.said(ended)
            self.assertIn("'CLOUD_TOKEN'", said)
            self.assertNotIn("'OPENSSL_CONF'", said)
            self.assertNotIn("'ANSIBLE_CACHE_PLUGINS'", said)
            self.assertNotIn("'ACCOUNT'", said)
            self.assertIn(
                '[source variables not used: ANSIBLE_CACHE_PLUGINS, '
                'OPENSSL_CONF]\n',
                said,
            )
            self.assertIn('does not allow them: ACCOUNT]\n', said)

    def test_hosts_that_the_filter_does_not_match(self):
        self.pretend("""write('{"all": {"hosts": ["web1", "db1"]}}')""")
        self.run_one(self.make_source(host_filter='w'))
        names = self.rows(sa.select(world.HOSTS.c.name))
        self.assertEqual([('web1',)], names)

    def test_a_tool_that_takes_too_long(self):
        self.pretend('time.sleep(60)')
        ended = self.run_one(self.make_source(timeout=1))
        self.assertEqual('failed', ended.status)
        self.assertIn('longer than allowed', ended.job_explanation)

    def test_a_path_that_is_gone_when_it_is_read(self):
        made = self.make_source()
        os.unlink(os.path.join(self.root, 'hosts'))
        ended = self.run_one(made)
        self.assertEqual('error', ended.status)
        self.assertIn('does not exist', ended.job_explanation)

    def test_a_document_that_is_refused(self):
        self.pretend("""write('{"all": {"hosts": ["a{{ b }}"]}}')""")
        ended = self.run_one(self.make_source())
        self.assertEqual('error', ended.status)
        self.assertIn('inline Jinja', ended.job_explanation)

    def test_a_variable_that_is_too_large(self):
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
            ended = self.run_one(source)
            self.assertEqual('error', ended.status)
            self.assertIn(pattern, ended.job_explanation)
        self.assertEqual(0, self.count(world.HOSTS))

    def test_a_system_that_cannot_confine_the_tool(self):
        made = self.make_source()
        self.pretend("""write('{"all": {"hosts": ["h1"]}}')""")
        for lack in (confined.NO_FILES, confined.NO_CALLS):
            with confined.lesser_system(lack):
                ended = self.run_one(made)
                self.assertEqual('failed', ended.status)
                self.assertIn('cannot confine programs', self.said(ended))
                self.assertEqual(0, self.count(world.HOSTS))
        self.set_option('require_confinement', False)
        with confined.lesser_system(confined.NO_FILES, confined.NO_CALLS):
            ended = self.run_one(made)
        self.assertEqual('successful', ended.status)
        self.assertEqual(1, self.count(world.HOSTS))

    def test_a_bug_ends_the_update_and_says_nothing_of_it(self):
        self.pretend("print('said')\nwrite('{}')")
        launched = self.launch(self.make_source())
        with mock.patch.object(
            loading, 'load', side_effect=KeyError('secret')
        ):
            self.assertRaises(
                KeyError,
                inventory_update.run,
                self.make_context(),
                launched.id,
            )
        ended = update.get(self.ctx, launched.id)
        self.assertEqual('error', ended.status)
        self.assertNotIn('secret', ended.job_explanation)
        self.assertEqual('said\n', self.said(ended))
