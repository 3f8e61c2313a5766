"""Programs that print the secrets of their source print marks."""

import json

import sqlalchemy as sa

from placement_inv.objects.host_inventory.updates import run as update_run
from placement_inv.tests.functional import base
from placement_inv.tests.functional.jobs.tasks import updating
from placement_inv.tests.functional.objects.host_inventory import world

_SECRET = 'zq7marker of-the source'
_SOURCE_VARS = json.dumps({'CLOUD_ID': _SECRET, 'CLOUD_TOKEN': 'hush'})


@base.on_every_database
class TestOutput(updating.UpdateCase):
    def setUp(self):
        super().setUp()
        self.set_option('environment_prefixes', ['CLOUD_'])

    def run_program(self, code, **values):
        """Run an update of a program; return the update, and its rows."""
        self.pretend(code)
        result = self.run_one(
            self.make_source(source_vars=_SOURCE_VARS, **values)
        )
        columns = [
            column
            for column in world.UPDATES.c
            if column.name != 'source_vars'
        ]
        rows = (
            *self.rows(sa.select(*columns)),
            *self.rows(world.EVENTS.select()),
        )
        return result, str(rows)

    def test_the_output_has_marks(self):
        result, rows = self.run_program(
            """
            import json
            secret = os.environ['CLOUD_ID']
            print('token', os.environ['CLOUD_TOKEN'], 'of', secret)
            print(json.dumps({'id': secret}), file=sys.stderr)
            sys.exit('cannot use ' + secret.replace(' ', chr(10)))
            """
        )
        self.assertEqual('failed', result.status)
        lines = self.output_of(result).splitlines()
        self.assertCountEqual(
            [
                'token $encrypted$ of $encrypted$',
                '{"id": "$encrypted$"}',
                'cannot use $encrypted$',
                '',
                '',
            ],
            lines,
        )
        self.assertNotIn('marker', rows)
        self.assertNotIn('hush', rows)

    def test_a_secret_that_is_printed_slowly_is_hidden(self):
        result, rows = self.run_program(
            """
            for part in ('one', *os.environ['CLOUD_ID'].split(), 'two'):
                print(part, flush=True)
                time.sleep(0.7)
            write('{}')
            """
        )
        self.assertEqual('successful', result.status)
        text = self.output_of(result)
        self.assertTrue(text.startswith('one\n$encrypted$\n\n\ntwo\n'), text)
        self.assertNotIn('marker', rows)

    def test_the_explanation_and_the_arguments_have_marks(self):
        result, rows = self.run_program(
            """
            write('{"all": {"hosts": ["{{ %s }}"]}}' % os.environ['CLOUD_ID'])
            """
        )
        self.assertEqual('error', result.status)
        self.assertIn('inline Jinja', result.job_explanation)
        self.assertNotIn('marker', rows)
        result, rows = self.run_program('sys.exit(4)', limit='hush', name='l')
        self.assertIn('--limit=$encrypted$', result.job_args)
        self.assertNotIn('hush', rows.replace("'hush'", ''))

    def test_a_run_does_not_show_its_secrets_in_logs(self):
        new_update = self.launch(self.make_source(source_vars=_SOURCE_VARS))
        run = update_run.start(self.ctx, new_update.id)
        self.assertEqual(_SOURCE_VARS, run.source_vars)
        self.assertNotIn('marker', repr(run))
