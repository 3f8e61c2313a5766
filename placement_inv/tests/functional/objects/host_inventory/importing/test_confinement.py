"""A confined program cannot reach files, sockets or processes."""

import contextlib
import glob
import json
import os
import platform
import signal
import socket
import sys
import tempfile
import textwrap
import unittest

from placement_inv.objects.host_inventory.importing import child
from placement_inv.objects.host_inventory.importing import confinement
from placement_inv.tests import confined

_SYSTEM = (
    '/usr', '/lib', '/lib64', '/bin', '/etc/ld.so.cache', sys.prefix,
    sys.base_prefix,
)  # fmt: skip
#: Calls by number (the same on both machines), or by their names in libc.
_PRELUDE = """
import ctypes, errno, fcntl, json, os, signal, socket, sys
libc = ctypes.CDLL(None, use_errno=True)
results = {}

def attempt(name, function):
    try:
        results[name] = f'done: {function()!r}'
    except OSError as error:
        results[name] = errno.errorcode[error.errno]

def call(function, *arguments):
    ctypes.set_errno(0)
    if isinstance(function, int):
        result = libc.syscall(function, *arguments)
    else:
        result = getattr(libc, function)(*arguments)
    if result == -1:
        raise OSError(ctypes.get_errno(), '')
    return result
"""
#: The systems that are simulated; the last two are those of Debian 12 and of
#: the oldest kernel, without namespaces for ordinary users.
_SYSTEMS = {
    'this one': (),
    'without namespaces': (confined.NO_ROOT,),
    'Linux 6.1': (confined.NO_ROOT, confined.SECOND_LANDLOCK),
    'Linux 5.13': (confined.NO_ROOT, confined.FIRST_LANDLOCK),
}


class ConfinedTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.base = os.path.realpath(directory.name)
        self.private = os.path.join(self.base, 'private')
        os.mkdir(self.private)
        self.outside = os.path.join(self.base, 'outside')
        with open(self.outside, 'w') as file:
            file.write('outside')

    def run_code(self, code, **changes):
        settings = {
            'argv': (sys.executable, '-I', '-S', '-c', code),
            'environment': {'PATH': '/usr/bin:/bin'},
            'directory': self.private,
            'readable': _SYSTEM,
            'writable': (self.private, '/dev/null'),
            'must_confine': True,
            **changes,
        }
        return child.run(child.Program(**settings), child.Limits(seconds=60))

    def results(self, code, **changes):
        """Return {name: result} of the attempts of some code."""
        code = (
            _PRELUDE + textwrap.dedent(code) + '\nprint(json.dumps(results))'
        )
        result = self.run_code(code, **changes)
        self.assertEqual(0, result.exit_code, result.output)
        return json.loads(result.output)

    def systems(self):
        """Return a context for each system that a test must pass on."""
        return [self._system(*item) for item in _SYSTEMS.items()]

    @contextlib.contextmanager
    def _system(self, name, changes):
        with self.subTest(name), confined.lesser_system(*changes):
            yield


class TestNetwork(ConfinedTest):
    @confined.requires('files', 'calls')
    def test_the_program_opens_no_socket(self):
        """All families, also future ones, of each type, and pairs."""
        code = """
        for family in range(64):
            for kind in (1, 2, 3, 4, 5, 10):
                name = f'{family}/{kind}'
                attempt(name, lambda: call('socket', family, kind, 0))
                attempt(f'pair {name}', lambda: call(
                    'socketpair', family, kind, 0, (ctypes.c_int * 2)()))
        """
        for system in self.systems():
            with system:
                results = self.results(code)
                self.assertEqual({'EPERM'}, set(results.values()))
                self.assertIn(f'{int(socket.AF_NETLINK)}/3', results)

    @confined.requires('files', 'calls')
    def test_listening_daemons_get_no_connection(self):
        """No daemon at a path, an abstract name, TCP or UDP is reached."""
        with contextlib.ExitStack() as stack:
            places = self._listen(stack)
            code = f"""
            for name, (family, kind, place) in {places!r}.items():
                place = tuple(place) if isinstance(place, list) else place
                def reach():
                    sock = socket.socket(family, kind)
                    sock.connect(place)
                    return sock.send(b'x')
                attempt(name, reach)
            """
            # Without confinement the attempts succeed.
            free = self.results(code, confine=False)
            self.assertEqual(set(places), set(free))
            self.assertEqual({'done: 1'}, set(free.values()))
            for system in self.systems():
                with system:
                    results = self.results(code)
                    self.assertEqual(dict.fromkeys(places, 'EPERM'), results)

    def _listen(self, stack):
        path = os.path.join(self.private, 'socket')
        abstract = '\0placement-inv-' + os.path.basename(self.base)
        count = {
            'path': (socket.AF_UNIX, socket.SOCK_STREAM, path),
            'abstract': (socket.AF_UNIX, socket.SOCK_STREAM, abstract),
            'datagram': (socket.AF_UNIX, socket.SOCK_DGRAM, path + '2'),
            'tcp': (socket.AF_INET, socket.SOCK_STREAM, ('127.0.0.1', 0)),
            'udp': (socket.AF_INET, socket.SOCK_DGRAM, ('127.0.0.1', 0)),
        }
        places = {}
        for name, (family, kind, place) in count.items():
            sock = stack.enter_context(socket.socket(family, kind))
            sock.bind(place)
            if kind == socket.SOCK_STREAM:
                sock.listen(20)
            if family == socket.AF_INET:
                place = sock.getsockname()
            places[name] = (int(family), int(kind), place)
        return places

    @confined.requires('files', 'calls')
    def test_other_calls_are_not_available(self):
        code = """
        memory = ctypes.create_string_buffer(256)
        attempt('io_uring_setup', lambda: call(425, 8, memory))
        attempt('io_uring_enter', lambda: call(426, 0, 0, 0, 0, None, 0))
        attempt('io_uring_register', lambda: call(427, 0, 0, None, 0))
        attempt('clone3', lambda: call(435, memory, 88))
        attempt('a call of tomorrow', lambda: call(4000))
        # The socket call of x32, whose numbers have this bit.
        attempt('x32', lambda: call(0x40000000 | 41, 1, 1, 0))
        """
        for system in self.systems():
            with system:
                self.assertEqual({'ENOSYS'}, set(self.results(code).values()))

    @unittest.skipUnless(
        platform.machine() == 'x86_64', 'a way in of x86 alone'
    )
    @confined.requires('files', 'calls')
    def test_calls_of_another_architecture_end_the_program(self):
        # mov eax, 20 (getpid); int 0x80; ret
        code = """
        import ctypes, mmap
        page = mmap.mmap(-1, 4096, prot=7)
        page.write(bytes.fromhex('b814000000cd80c3'))
        place = ctypes.addressof(ctypes.c_char.from_buffer(page))
        print(ctypes.CFUNCTYPE(ctypes.c_int)(place)() > 0)
        """
        code = textwrap.dedent(code)
        free = self.run_code(code, confine=False)
        if free.exit_code == -signal.SIGSEGV:
            self.skipTest('this kernel knows no 32-bit programs')
        self.assertEqual('True\n', free.output)
        self.assertEqual(-signal.SIGSYS, self.run_code(code).exit_code)


class TestOthers(ConfinedTest):
    """Other processes, other users' files, the machine."""

    @confined.requires('files', 'calls')
    def test_no_process_is_started_signalled_or_changed(self):
        code = f"""
        parent = {os.getpid()}
        attempt('fork', os.fork)
        attempt('vfork', lambda: call('vfork'))
        attempt('kill', lambda: os.kill(parent, 0))
        attempt('limits', lambda: call('prlimit', parent, 7, None,
            (ctypes.c_ulong * 2)()))
        attempt('ptrace', lambda: call('ptrace', 16, parent, None, None))
        attempt('priority', lambda: os.setpriority(0, parent, 19))
        attempt('affinity', lambda: os.sched_setaffinity(parent, (0,)))
        attempt('pidfd_open', lambda: call(434, parent, 0))
        end = os.pipe()[0]
        attempt('SIGIO', lambda: fcntl.fcntl(end, fcntl.F_SETOWN, parent))
        attempt('terminal', lambda: fcntl.ioctl(end, 0x5412, b'x'))
        attempt('shared memory', lambda: call('shmget', 7, 4096, 0o1666))
        attempt('message queue', lambda: call('msgget', 7, 0o1666))
        attempt('semaphore', lambda: call('semget', 7, 1, 0o1666))
        """
        for system in self.systems():
            with system:
                results = self.results(code)
                self.assertEqual(13, len(results))
                self.assertLessEqual(
                    set(results.values()), {'EPERM', 'ENOSYS'}
                )

    @confined.requires('files', 'calls')
    def test_threads_work(self):
        result = self.run_code(
            'import threading; t = threading.Thread(target=print, args=(1,));'
            't.start(); t.join()'
        )
        self.assertEqual('1\n', result.output)

    @confined.requires('files', 'calls')
    def test_the_machine_stays_as_it_is(self):
        code = """
        attempt('mount', lambda: call('mount', b'x', b'/', b'tmpfs', 0, None))
        attempt('unshare', lambda: call('unshare', 0x10000000))
        attempt('chroot', lambda: os.chroot('/'))
        attempt('setns', lambda: call('setns', 0, 0))
        attempt('memfd_create', lambda: os.memfd_create('x'))
        attempt('personality', lambda: call('personality', 8))
        attempt('handles', lambda: call('open_by_handle_at', 0, None, 0))
        attempt('fanotify', lambda: call('fanotify_init', 0, 0))
        attempt('inotify', lambda: call('inotify_init'))
        """
        for system in self.systems():
            with system:
                self.assertEqual({'ENOSYS'}, set(self.results(code).values()))

    @confined.requires('files', 'calls')
    def test_other_files_keep_modes_owners_times_and_content(self):
        """Landlock does not restrict most of these, or only later versions."""
        os.chmod(self.outside, 0o640)
        os.utime(self.outside, (1000, 2000))
        before = os.stat(self.outside)
        code = f"""
        path = {self.outside!r}
        attempt('chmod', lambda: os.chmod(path, 0o777))
        attempt('chown', lambda: os.chown(path, os.getuid(), os.getgid()))
        attempt('utime', lambda: os.utime(path, (1, 1)))
        attempt('truncate', lambda: os.truncate(path, 0))
        attempt('setxattr', lambda: os.setxattr(path, 'user.x', b'x'))
        attempt('link', lambda: os.link(path, 'mine'))
        attempt('open', lambda: os.open(path, os.O_RDONLY | os.O_TRUNC))
        attempt('write', lambda: os.open(path, os.O_WRONLY))
        """
        # Even if the program may read it, like a source or a library.
        readable = (*_SYSTEM, self.outside)
        for system in self.systems():
            with system:
                results = self.results(code, readable=readable)
                self.assertEqual(8, len(results))
                self.assertLessEqual(
                    set(results.values()), {'EPERM', 'ENOSYS', 'EACCES'}
                )
        after = os.stat(self.outside)
        self.assertEqual(
            (before.st_mode, before.st_mtime, before.st_size, before.st_nlink),
            (after.st_mode, after.st_mtime, after.st_size, after.st_nlink),
        )

    @confined.requires('files', 'calls')
    def test_the_program_cannot_execute_what_it_writes(self):
        code = """
        with open('/bin/sh', 'rb') as one, open('program', 'wb') as other:
            other.write(one.read())
        attempt('run', lambda: os.execv('program', ['program']))
        attempt('shell', lambda: os.execv('/bin/sh', ['sh']))
        attempt('socket', lambda: os.mknod('s', 0o140600))
        attempt('pipe', lambda: os.mkfifo('p'))
        """
        program = os.path.join(self.private, 'program')
        with open(program, 'w'):
            os.chmod(program, 0o700)
        interpreter = os.path.realpath(sys.executable)
        for system in self.systems():
            with system:
                results = self.results(
                    code, executable=(interpreter, *glob.glob('/lib*/ld-*'))
                )
                self.assertEqual(
                    {'run': 'EACCES', 'shell': 'EACCES',
                     'socket': 'ENOSYS', 'pipe': 'ENOSYS'},
                    results,
                )  # fmt: skip

    @confined.requires('files', 'calls')
    def test_the_program_inherits_only_its_output(self):
        with open(self.outside) as file:
            os.set_inheritable(file.fileno(), True)
            self.assertEqual(
                {'open': 'done: [0, 1, 2]'},
                self.results("""
                def is_open(number):
                    try:
                        return fcntl.fcntl(number, fcntl.F_GETFD) >= 0
                    except OSError:
                        return False
                attempt('open', lambda: list(filter(is_open, range(256))))
                """),
            )

    @confined.requires('files', 'calls', 'root')
    def test_the_program_cannot_tell_which_files_exist(self):
        code = f"""
        for path in ({self.outside!r}, {self.outside + '-not'!r},
                     '/etc/passwd', '/srv', '/proc/self', '/sys', '/home'):
            attempt(path, lambda: os.stat(path).st_size)
        attempt('/', lambda: os.access('/etc/shadow', os.F_OK))
        """
        results = self.results(code)
        self.assertEqual('done: False', results.pop('/'))
        self.assertEqual({'ENOENT'}, set(results.values()))

    @confined.requires('files', 'calls', 'root')
    def test_links_to_readable_files_can_be_followed(self):
        target = os.path.join(self.base, 'elsewhere', 'target')
        os.makedirs(target)
        os.symlink('elsewhere', os.path.join(self.base, 'relative'))
        link = os.path.join(self.base, 'absolute')
        os.symlink(os.path.join(self.base, 'relative', '.', 'target'), link)
        with open(os.path.join(target, 'file'), 'w') as file:
            file.write('read')
        results = self.results(
            f"attempt('read', lambda: open({link!r} + '/file').read())",
            readable=(*_SYSTEM, link),
        )
        self.assertEqual({'read': "done: 'read'"}, results)


class TestLesserSystems(ConfinedTest):
    """Without a required layer, no program starts."""

    def test_the_program_does_not_start_and_the_output_names_missing_layers(
        self,
    ):
        for changes, text in (
            ((confined.NO_FILES,), 'Landlock, Linux 5.13'),
            ((confined.NO_CALLS,), 'seccomp, on x86_64 or aarch64'),
        ):
            with self.subTest(text), confined.lesser_system(*changes):
                result = self.run_code('print("started")')
                self.assertEqual(127, result.exit_code)
                self.assertIn(text, result.output)
                self.assertNotIn('started', result.output)
                self.assertFalse(confinement.find_layers().confines)
                self.assertIn(text, confinement.find_layers().lacking)

    def test_the_program_starts_where_confinement_is_optional(self):
        with confined.lesser_system(confined.NO_FILES, confined.NO_CALLS):
            result = self.run_code('print("started")', must_confine=False)
        self.assertEqual('started\n', result.output)
