"""Programs under limits: output, end and cancellation."""

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
        texts = []
        result = self.run_code(
            'import sys; print("one\\ntwo"); sys.stdout.flush();'
            'sys.stderr.write("thr\\u00e9e"); sys.exit(3)',
            texts.append,
        )
        self.assertEqual(3, result.exit_code)
        self.assertEqual('one\ntwo\nthrée', result.output)
        self.assertEqual(result.output, ''.join(texts))
        self.assertTrue(all(part.endswith('\n') for part in texts[:-1]))
        self.assertFalse(result.is_output_cut)
        self.assertFalse(result.has_timed_out or result.is_cancelled)

    def test_output_arrives_while_the_program_runs(self):
        texts = threading.Event()
        result = self.run_code(
            'import time; print("started", flush=True); time.sleep(60)',
            lambda text: texts.set(),
            texts.is_set,
        )
        self.assertTrue(result.is_cancelled)

    def test_output_beyond_the_limit_is_cut_with_a_notice(self):
        result = self.run_code(
            'for _ in range(100000): print("x" * 79)', output_bytes=8000
        )
        self.assertEqual(0, result.exit_code)
        self.assertTrue(result.is_output_cut)
        output, note = result.output.split('\n[')
        self.assertEqual(8000, len(output) + 1)
        self.assertIn('8000 bytes', note)

    def test_output_that_fits_exactly_is_whole(self):
        result = self.run_code('print("x" * 99)', output_bytes=100)
        self.assertEqual('x' * 99 + '\n', result.output)
        self.assertFalse(result.is_output_cut)

    def test_odd_bytes_become_text_a_database_can_hold(self):
        result = self.run_code('import os; os.write(1, b"a\\x00b\\xffc\\xc3")')
        self.assertEqual('a\ufffdb\ufffdc\ufffd', result.output)

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
        result = self.run_code('import time; time.sleep(60)', seconds=0.3)
        self.assertTrue(result.has_timed_out)
        self.assertFalse(result.is_cancelled)
        self.assertEqual(-signal.SIGTERM, result.exit_code)

    def test_cancel_of_a_program_without_output(self):
        call_count = []

        def is_cancelled():
            call_count.append(1)
            return len(call_count) > 3

        result = self.run_code(
            'import time; time.sleep(60)', None, is_cancelled
        )
        self.assertTrue(result.is_cancelled)
        self.assertFalse(result.has_timed_out)

    def test_a_program_that_ignores_sigterm_is_killed(self):
        texts = threading.Event()
        result = self.run_code(
            'import signal, time;'
            'signal.signal(signal.SIGTERM, signal.SIG_IGN);'
            'print("deaf", flush=True); time.sleep(60)',
            lambda text: texts.set(),
            texts.is_set,
        )
        self.assertEqual(-signal.SIGKILL, result.exit_code)

    def test_processes_that_the_program_started_end_with_it(self):
        """Even if it keeps the output open after its parent ended."""
        result = self.run_code(
            'import subprocess;'
            'print(subprocess.Popen(["/bin/sleep", "600"]).pid)'
        )
        self.assertEqual(0, result.exit_code)
        self.assertFalse(result.has_timed_out)
        self.wait_for(lambda: _is_dead(int(result.output)))

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
        result = self.run_code('', changes={'argv': ('/no/such/program',)})
        self.assertEqual(127, result.exit_code)
        self.assertIn('/no/such/program', result.output)

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
        result = self.run_code(
            'bytearray(512 * 1024**2)', memory_bytes=256 * 1024**2
        )
        self.assertEqual(1, result.exit_code)
        self.assertIn('MemoryError', result.output)

    def test_processor_time(self):
        result = self.run_code('while True: pass', cpu_seconds=1)
        self.assertEqual(-signal.SIGXCPU, result.exit_code)

    def test_file_size(self):
        result = self.run_code(
            'open("big", "wb").write(bytes(100_000))', file_bytes=50_000
        )
        self.assertEqual(1, result.exit_code)
        self.assertIn('File too large', result.output)

    def test_surroundings(self):
        result = self.run_code(
            'import os, sys; print(os.getcwd(), sys.stdin.read() == "",'
            ' os.getsid(0) == os.getpid(), sorted(os.environ),'
            ' oct(os.umask(0)))',
            changes={'environment': {'A': '1', 'LC_ALL': 'C.UTF-8'}},
        )
        self.assertEqual(
            f"{self.directory} True True ['A', 'LC_ALL'] 0o77\n",
            result.output,
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
        result = self.run_code(code, changes=self.changes)
        self.assertEqual(1, result.exit_code)
        self.assertRegex(result.output, 'PermissionError|FileNotFoundError')
        self.assertNotIn('hush', result.output)

    @confined.requires('files')
    def test_reading_is_not_writing(self):
        shared_directory = os.path.join(self.directory, 'shared')
        os.mkdir(shared_directory)
        changes = {
            **self.changes,
            'readable': (*self.changes['readable'], shared_directory),
            'writable': (),
        }
        result = self.run_code(
            f'import os; print(os.listdir({shared_directory!r}));'
            f'open({shared_directory!r} + "/new", "w")',
            changes=changes,
        )
        self.assertIn('[]\n', result.output)
        self.assertIn('PermissionError', result.output)
        self.assertEqual([], os.listdir(shared_directory))


def _is_dead(number):
    try:
        with open(f'/proc/{number}/stat') as file:
            return file.read().rpartition(')')[2].split()[0] == 'Z'
    except (FileNotFoundError, ProcessLookupError):
        return True
