"""A program under limits: its output, its end, its cancelling."""

import dataclasses
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from placement_inv.objects.host_inventory.importing import child
from placement_inv.tests import confined

LIMITS = child.Limits(seconds=20)


class ChildTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = os.path.realpath(directory.name)

    def program(self, code, **changes):
        return dataclasses.replace(
            child.Program(
                argv=(sys.executable, '-I', '-S', '-c', code),
                environment={'PATH': '/usr/bin:/bin'},
                directory=self.directory,
                confine=False,
            ),
            **changes,
        )

    def run_code(self, code, *arguments, changes=None, **limits):
        return child.run(
            self.program(code, **(changes or {})),
            dataclasses.replace(LIMITS, **limits),
            *arguments,
        )

    def wait_for(self, condition):
        until = time.monotonic() + 60
        while not condition():
            self.assertLess(time.monotonic(), until, 'waited too long')
            time.sleep(0.02)


class OutputTest(ChildTest):
    def test_output_and_errors_arrive_in_whole_lines_with_the_exit_code(self):
        seen = []
        ended = self.run_code(
            'import sys; print("one\\ntwo"); sys.stdout.flush();'
            'sys.stderr.write("thr\\u00e9e"); sys.exit(3)',
            seen.append,
        )
        self.assertEqual(3, ended.exit_code)
        self.assertEqual('one\ntwo\nthrée', ended.output)
        self.assertEqual(ended.output, ''.join(seen))
        self.assertTrue(all(part.endswith('\n') for part in seen[:-1]))
        self.assertFalse(ended.is_output_cut)
        self.assertFalse(ended.has_timed_out or ended.is_cancelled)

    def test_output_arrives_while_the_program_runs(self):
        seen = threading.Event()
        ended = self.run_code(
            'import time; print("started", flush=True); time.sleep(60)',
            lambda text: seen.set(),
            seen.is_set,
        )
        self.assertTrue(ended.is_cancelled)

    def test_output_is_cut_and_says_so(self):
        ended = self.run_code(
            'for _ in range(100000): print("x" * 79)', output_bytes=8000
        )
        self.assertEqual(0, ended.exit_code)
        self.assertTrue(ended.is_output_cut)
        kept, note = ended.output.split('\n[')
        self.assertEqual(8000, len(kept) + 1)
        self.assertIn('8000 bytes', note)

    def test_output_that_fits_exactly_is_whole(self):
        ended = self.run_code('print("x" * 99)', output_bytes=100)
        self.assertEqual('x' * 99 + '\n', ended.output)
        self.assertFalse(ended.is_output_cut)

    def test_odd_bytes_become_text_a_database_can_hold(self):
        ended = self.run_code('import os; os.write(1, b"a\\x00b\\xffc\\xc3")')
        self.assertEqual('a\ufffdb\ufffdc\ufffd', ended.output)

    def test_a_failing_reader_ends_the_program(self):
        def fail(text):
            raise RuntimeError('the database is away')

        with self.assertRaisesRegex(RuntimeError, 'away'):
            self.run_code(
                'import os, time; print(os.getpid(), flush=True);'
                'time.sleep(60)',
                fail,
            )


class EndTest(ChildTest):
    def test_timeout(self):
        ended = self.run_code('import time; time.sleep(60)', seconds=0.3)
        self.assertTrue(ended.has_timed_out)
        self.assertFalse(ended.is_cancelled)
        self.assertEqual(-signal.SIGTERM, ended.exit_code)

    def test_cancel_while_it_is_silent(self):
        asked = []

        def is_cancelled():
            asked.append(1)
            return len(asked) > 3

        ended = self.run_code(
            'import time; time.sleep(60)', None, is_cancelled
        )
        self.assertTrue(ended.is_cancelled)
        self.assertFalse(ended.has_timed_out)

    def test_who_does_not_listen_is_killed(self):
        seen = threading.Event()
        ended = self.run_code(
            'import signal, time;'
            'signal.signal(signal.SIGTERM, signal.SIG_IGN);'
            'print("deaf", flush=True); time.sleep(60)',
            lambda text: seen.set(),
            seen.is_set,
        )
        self.assertEqual(-signal.SIGKILL, ended.exit_code)

    def test_what_the_program_started_ends_with_it(self):
        """Even where it holds the output open after its parent is gone."""
        ended = self.run_code(
            'import subprocess;'
            'print(subprocess.Popen(["/bin/sleep", "600"]).pid)'
        )
        self.assertEqual(0, ended.exit_code)
        self.assertFalse(ended.has_timed_out)
        self.wait_for(lambda: _is_dead(int(ended.output)))

    def test_the_program_ends_with_the_service(self):
        package = os.path.dirname(child.__file__)
        service = subprocess.Popen(
            [
                sys.executable, '-c',
                'import sys\n'
                'from placement_inv.objects.host_inventory.importing'
                ' import child\n'
                'child.run(child.Program(argv=(sys.executable, "-c",'
                ' "import os, time; print(os.getpid(), flush=True);'
                ' time.sleep(60)"), environment={}, directory="/",'
                ' confine=False), child.Limits(),'
                ' lambda text: print(text, end="", flush=True))',
            ],
            stdout=subprocess.PIPE,
            cwd=package.removesuffix(
                '/placement_inv/objects/host_inventory/importing'
            ),
        )  # fmt: skip
        self.addCleanup(service.stdout.close)
        number = int(service.stdout.readline())
        self.assertFalse(_is_dead(number))
        service.kill()
        service.wait()
        self.wait_for(lambda: _is_dead(number))

    def test_a_program_that_is_not_there(self):
        ended = self.run_code('', changes={'argv': ('/no/such/program',)})
        self.assertEqual(127, ended.exit_code)
        self.assertIn('/no/such/program', ended.output)

    def test_many_at_once_from_threads(self):
        results = []
        threads = [
            threading.Thread(
                target=lambda n=n: results.append(
                    self.run_code(f'print({n})').output
                )
            )
            for n in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([f'{n}\n' for n in range(6)], sorted(results))


class LimitsTest(ChildTest):
    def test_memory(self):
        ended = self.run_code(
            'bytearray(512 * 1024**2)', memory_bytes=256 * 1024**2
        )
        self.assertEqual(1, ended.exit_code)
        self.assertIn('MemoryError', ended.output)

    def test_processor_time(self):
        ended = self.run_code('while True: pass', cpu_seconds=1)
        self.assertEqual(-signal.SIGXCPU, ended.exit_code)

    def test_file_size(self):
        ended = self.run_code(
            'open("big", "wb").write(bytes(100_000))', file_bytes=50_000
        )
        self.assertEqual(1, ended.exit_code)
        self.assertIn('File too large', ended.output)

    def test_surroundings(self):
        ended = self.run_code(
            'import os, sys; print(os.getcwd(), sys.stdin.read() == "",'
            ' os.getsid(0) == os.getpid(), sorted(os.environ),'
            ' oct(os.umask(0)))',
            changes={'environment': {'A': '1', 'LC_ALL': 'C.UTF-8'}},
        )
        self.assertEqual(
            f"{self.directory} True True ['A', 'LC_ALL'] 0o77\n",
            ended.output,
        )


class ConfinementTest(ChildTest):
    def setUp(self):
        super().setUp()
        self.changes = {
            'confine': True,
            'readable': (
                '/usr', '/lib', '/lib64', '/bin', '/etc/ld.so.cache',
                sys.prefix, sys.base_prefix,
            ),
            'writable': (self.directory, '/dev/null'),
        }  # fmt: skip

    @confined.requires('files')
    def test_only_named_files(self):
        outside = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, outside)
        outside = os.path.join(outside, 'secret.txt')
        with open(outside, 'w') as file:
            file.write('hush')
        code = (
            'open("mine", "w").write("x"); print(open("mine").read());'
            f'print(open({outside!r}).read())'
        )
        self.assertEqual('x\nhush\n', self.run_code(code).output)
        ended = self.run_code(code, changes=self.changes)
        self.assertEqual(1, ended.exit_code)
        self.assertRegex(ended.output, 'PermissionError|FileNotFoundError')
        self.assertNotIn('hush', ended.output)

    @confined.requires('files')
    def test_reading_is_not_writing(self):
        shared = os.path.join(self.directory, 'shared')
        os.mkdir(shared)
        changes = {
            **self.changes,
            'readable': (*self.changes['readable'], shared),
            'writable': (),
        }
        ended = self.run_code(
            f'import os; print(os.listdir({shared!r}));'
            f'open({shared!r} + "/new", "w")',
            changes=changes,
        )
        self.assertIn('[]\n', ended.output)
        self.assertIn('PermissionError', ended.output)
        self.assertEqual([], os.listdir(shared))


def _is_dead(number):
    try:
        with open(f'/proc/{number}/stat') as file:
            return file.read().rpartition(')')[2].split()[0] == 'Z'
    except (FileNotFoundError, ProcessLookupError):
        return True
