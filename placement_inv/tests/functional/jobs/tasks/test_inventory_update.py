"""An update from its launch to its end, with the tool and without it."""

import os
import pathlib
import sys
import tempfile
import textwrap
import threading
import time
from unittest import mock

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv import tests
from placement_inv.db import tables
from placement_inv.jobs import registry
from placement_inv.jobs import runner
from placement_inv.jobs import sweeper
from placement_inv.jobs.executors import local
from placement_inv.jobs.tasks import inventory_update
from placement_inv.objects import job
from placement_inv.objects.host_inventory import host_inventory
from placement_inv.objects.host_inventory import launching
from placement_inv.objects.host_inventory import listing
from placement_inv.objects.host_inventory import refusals
from placement_inv.objects.host_inventory import source
from placement_inv.objects.host_inventory import source_refusals
from placement_inv.objects.host_inventory import update
from placement_inv.objects.host_inventory import update_output
from placement_inv.objects.host_inventory import update_run
from placement_inv.objects.host_inventory.importing import command
from placement_inv.objects.host_inventory.importing import loading
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_DATA = pathlib.Path(tests.__file__).parent / 'data' / 'inventories'
_JOBS = tables.jobs.jobs

_IMPOSTOR = f"""\
#!{sys.executable} -IS
import os, sys, time
output = sys.argv[sys.argv.index('--output') + 1]
source = sys.argv[sys.argv.index('-i') + 1]
def write(text):
    with open(output, 'w') as file:
        file.write(text)
"""


class _Case(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        directory = tempfile.TemporaryDirectory(prefix='pi-sources-')
        self.addCleanup(directory.cleanup)
        self.root = os.path.realpath(directory.name)
        self.set_option('file_roots', [self.root, str(_DATA)])
        self.inventory = world.make_inventory(self.ctx)

    def set_option(self, name, value):
        self.conf.set_override(name, value, 'inventory_sources')
        self.addCleanup(
            self.conf.clear_override, name, group='inventory_sources'
        )

    def write(self, name, text, mode=0o644):
        path = os.path.join(self.root, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def make_source(self, name='hosts', **values):
        if 'source_path' not in values:
            self.write(name, 'h1\n')
        return world.make_source(
            self.ctx,
            self.inventory.id,
            name,
            **{'source_path': name, **values},
        )

    def pretend(self, code):
        """Put a program of ours in the place of the tool."""
        tool = self.write(
            'tool', _IMPOSTOR + textwrap.dedent(code), mode=0o755
        )
        patch = mock.patch.object(command, 'find_tool', return_value=tool)
        patch.start()
        self.addCleanup(patch.stop)

    def launch(self, made):
        return launching.launch(self.ctx, made.id)

    def run_one(self, made):
        """Update a source here and now; return the update that ended."""
        launched = self.launch(made)
        inventory_update.run(self.make_context(), launched.id)
        return update.get(self.ctx, launched.id)

    def said(self, ended):
        return update_output.text(self.ctx, ended.id)

    def count(self, table):
        return self.rows(sa.select(sa.func.count()).select_from(table))[0][0]

    def wait_for(self, update_id, *statuses, seconds=20):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = update.get(self.make_context(), update_id)
            if found.status in statuses:
                return found
            time.sleep(0.05)
        self.fail(f'update {update_id} is {found.status}, not {statuses}')
        return None


@base.on_every_database
class TestTheTool(_Case):
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
        self.assertGreater(ended.elapsed, 0)
        again = self.run_one(made)
        self.assertEqual(237, again.counts['hosts']['unchanged'])
        self.assertEqual(11, again.counts['groups']['unchanged'])


@base.on_every_database
class TestUpdates(_Case):
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
            refused = self.assertRaises(
                refusals.Busy, delete, self.ctx, row_id
            )
            self.assertEqual(
                [{'id': launched.id, 'type': 'inventory_update'}],
                refused.active_jobs,
            )
        self.assertRaises(
            source_refusals.UpdateRunning,
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
            self.ctx, launched.id, listing.Query(order_by=('start_line',))
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
        until = time.monotonic() + 20
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
        self.pretend("print('here', flush=True)\ntime.sleep(60)")
        launched = self.launch(self.make_source())
        thread = self._start(launched)
        self.wait_to_hear(launched, 'here')
        began = time.monotonic()
        self.assertTrue(update_run.cancel(self.ctx, launched.id))
        ended = self.wait_for(launched.id, 'canceled', seconds=5)
        self.assertLess(time.monotonic() - began, 3)
        thread.join()
        self.assertTrue(ended.failed)
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
        self.assertTrue(ended.failed)
        self.assertEqual(
            'ansible-inventory ended with exit code 4.', ended.job_explanation
        )
        self.assertEqual('so much is wrong\n', self.said(ended))
        self.assertIsNone(ended.counts)

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

    def test_a_worker_that_stops_lets_the_update_wait_again(self):
        self.pretend('time.sleep(60)')
        launched = self.launch(self.make_source())
        ctx = self.make_context()
        ctx.stopping = threading.Event()
        threading.Timer(0.5, ctx.stopping.set).start()
        self.assertRaises(
            exceptions.Stopped, inventory_update.run, ctx, launched.id
        )
        waits = update.get(self.ctx, launched.id)
        self.assertEqual('pending', waits.status)
        self.assertIsNone(waits.started_at)
        self.pretend("write('{}')")
        inventory_update.run(self.make_context(), launched.id)
        ended = update.get(self.ctx, launched.id)
        self.assertEqual('successful', ended.status)

    def test_an_update_whose_worker_was_killed_begins_again(self):
        launched = self.launch(self.make_source())
        run = update_run.start(self.ctx, launched.id)
        update_run.record(self.ctx, run, update_run.Position(), ['half'])
        self.pretend("print('whole')\nwrite('{}')")
        inventory_update.run(self.make_context(), launched.id)
        ended = update.get(self.ctx, launched.id)
        self.assertEqual('successful', ended.status)
        self.assertTrue(self.said(ended).startswith('whole\nLoaded hosts'))
        self.assertRaises(
            exceptions.Stopped,
            update_run.record,
            self.ctx,
            run,
            update_run.Position(9, 9),
            ['from the grave'],
        )

    def test_an_update_whose_worker_dies_each_time_is_an_error(self):
        launched = self.launch(self.make_source())
        worker = runner.Runner(self.services, registry.load(), 'alive')
        sweeps = sweeper.Sweeper(self.conf.jobs, worker)
        with self.assertLogs(sweeper.LOG, 'WARNING'):
            for _ in range(self.conf.jobs.max_attempts):
                job.claim(self.ctx, 'dead', (launching.TASK,), -1)
                update_run.start(self.make_context(), launched.id)
                sweeps.sweep()
        ended = update.get(self.ctx, launched.id)
        self.assertEqual('error', ended.status)
        self.assertIn('given up', ended.job_explanation)
        self.assertIsNotNone(ended.finished_at)

    def test_updates_of_one_source_run_one_after_the_other(self):
        self.pretend("time.sleep(0.3)\nwrite('{}')")
        made = self.make_source()
        launched = [self.launch(made) for _ in range(3)]
        self._work()
        ended = [self.wait_for(one.id, 'successful') for one in launched]
        for earlier, later in zip(ended, ended[1:], strict=False):
            self.assertLessEqual(earlier.finished_at, later.started_at)

    def test_sources_of_one_inventory_load_side_by_side(self):
        self.pretend(
            """
            time.sleep(0.2)
            mine = [f'{os.path.basename(source)}-{n}' for n in range(50)]
            both = [f'both-{n}' for n in range(50)]
            import json
            write(json.dumps({
                'web': {'hosts': mine + both},
                '_meta': {'hostvars': {h: {source: 1} for h in both}},
            }))
            """
        )
        made = [self.make_source(name) for name in ('one', 'two', 'three')]
        launched = launching.launch_all(self.ctx, self.inventory.id)
        self.assertEqual(
            sorted(one.id for one in made),
            sorted(one.source_id for one in launched),
        )
        self._work()
        for one in launched:
            self.wait_for(one.update.id, 'successful')
        self.assertEqual(200, self.count(world.HOSTS))
        self.assertEqual(1, self.count(world.GROUPS))
        self.assertEqual(300, self.count(world.SOURCE_HOSTS))
        variables = self.rows(
            sa.select(world.HOSTS.c.variables).where(
                world.HOSTS.c.name == 'both-7'
            )
        )[0][0]
        for name in ('one', 'two', 'three'):
            self.assertIn(f'/{name}"', variables)

    def _work(self):
        executor = local.Local(self.services)
        executor.start()
        self.addCleanup(executor.stop, 10)
