"""Runs the service in uWSGI, alone and behind nginx."""

import os
import re
import shutil
import signal
import site
import socket
import string
import sys
import time

from placement_inv.tests.deployed import deployment
from placement_inv.tests.servers import programs

_SECONDS_TO_RELOAD = 240


class UWSGI(deployment.Deployment):
    """uWSGI alone, with uwsgi.ini."""

    title = 'uWSGI'
    packages = 'uwsgi-core uwsgi-plugin-python3, or pip install pyuwsgi'
    settings_file = 'uwsgi.ini'

    def __init__(self):
        super().__init__()
        self.probes_port = deployment.free_port()
        self._uwsgi = None

    @property
    def is_running(self):
        return self._uwsgi is not None and self._uwsgi.is_running

    @property
    def master(self):
        """uWSGI's first process, which forks the others."""
        return self._uwsgi

    def find_missing(self):
        return None if _program() else 'no program uwsgi found'

    def read_log(self):
        return self._uwsgi.read_log()

    def stop(self):
        return self._uwsgi.stop(signal.SIGTERM)

    def reload(self):
        before = self.read_log().count('spawned uWSGI worker')
        workers = len(self.master.children())
        self.master.send(signal.SIGHUP)
        deadline = time.monotonic() + _SECONDS_TO_RELOAD
        while self.read_log().count('spawned uWSGI worker') < before + workers:
            if time.monotonic() > deadline or not self.is_running:
                raise RuntimeError(self.read_log()[-6000:])
            time.sleep(0.1)

    def _start(self):
        settings_file = deployment.ETC / self.settings_file
        self._run_uwsgi([_program(), '--ini', str(settings_file)])

    def _run_uwsgi(self, command, descriptors=()):
        self._uwsgi = self.run(
            'uwsgi',
            command,
            descriptors,
            PLACEMENT_INV_LISTEN=f'{self.host}:{self.port}',
            PLACEMENT_INV_PROBES=f'{self.host}:{self.probes_port}',
            PLACEMENT_INV_RUN=self.directory,
            PLACEMENT_INV_HOME=sys.prefix,
            # To reload everything uWSGI starts its program again. The
            # program of pyuwsgi is the Python that the virtual environment
            # was created from, which does not find the environment.
            PYTHONPATH=os.pathsep.join(
                [str(deployment.CHECKOUT), *site.getsitepackages()]
            ),
        )


class SocketActivation(UWSGI):
    """uwsgi.ini without its sockets; uWSGI inherits a listening socket."""

    title = 'uWSGI with socket activation'

    def __init__(self):
        super().__init__()
        self.probes_port = self.port
        self._listener = None

    def restart(self):
        self.stop()
        self._start()
        self.wait_until_ready()

    def _start(self):
        if self._listener is None:
            self._listener = socket.create_server((self.host, self.port))
            self._undo.callback(self._listener.close)
        with open(self.path('uwsgi.ini'), 'w', encoding='utf-8') as stream:
            stream.write(self._settings_without_sockets())
        # As systemd does: the first socket is descriptor 3, and the variables
        # name the process.
        descriptor = self._listener.fileno()
        script = (
            f'export LISTEN_PID=$$ LISTEN_FDS=1; exec "$@" 3<&{descriptor}'
        )
        command = [_program(), '--ini', self.path('uwsgi.ini')]
        self._run_uwsgi(['bash', '-c', script, 'bash', *command], [descriptor])

    @staticmethod
    def _settings_without_sockets():
        text = (deployment.ETC / 'uwsgi.ini').read_text(encoding='utf-8')
        lines = re.sub(
            r'^(http-socket|map-socket) = .*\n', '', text, flags=re.M
        )
        return f'{lines}protocol = http\n'


class Nginx(UWSGI):
    """nginx and uWSGI, with nginx-site.conf.template and uwsgi-nginx.ini."""

    title = 'nginx before uWSGI'
    packages = 'nginx'
    settings_file = 'uwsgi-nginx.ini'
    # nginx itself refuses paths with a NUL.
    own_answers = r'^[^?]*%00'

    def __init__(self):
        super().__init__()
        # nginx forwards probes to their own worker.
        self.probes_port = self.port
        self._nginx = None

    def find_missing(self):
        return super().find_missing() or (
            None if _nginx_program() else 'no program nginx found'
        )

    def read_log(self):
        parts = [super().read_log()]
        for name in ('nginx.log', 'nginx-error.log'):
            if os.path.exists(self.path(name)):
                with open(self.path(name), encoding='utf-8') as stream:
                    parts.append(stream.read())
        return '\n'.join(parts)

    def _start(self):
        super()._start()
        if self._nginx is None or not self._nginx.is_running:
            self._start_nginx()

    def _start_nginx(self):
        template = deployment.ETC / 'nginx-site.conf.template'
        self._write(
            'site.conf',
            string.Template(template.read_text()).safe_substitute(
                PLACEMENT_INV_LISTEN=f'{self.host}:{self.port}',
                PLACEMENT_INV_RUN=self.directory,
            ),
        )
        self._write('nginx.conf', _NGINX.format(directory=self.directory))
        self._nginx = self.run(
            'nginx',
            [
                _nginx_program(),
                '-e',
                self.path('nginx-error.log'),
                '-p',
                self.directory,
                '-c',
                self.path('nginx.conf'),
            ],
        )
        self._undo.callback(self._nginx.stop, signal.SIGQUIT)

    def _write(self, name, text):
        with open(self.path(name), 'w', encoding='utf-8') as stream:
            stream.write(text)


#: The relevant part of a distribution's nginx.conf. If root starts nginx,
#: its workers must be in the sockets' group.
_NGINX = """\
daemon off;
{user}
pid {directory}/nginx.pid;
worker_processes 1;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi;
    default_type application/octet-stream;
    include {directory}/site.conf;
}}
""".replace('{user}', 'user root;' if os.geteuid() == 0 else '')


def _program():
    """Return uWSGI's program; prefer the one in Python's directory."""
    directory = os.path.dirname(sys.executable)
    return shutil.which('uwsgi', path=directory) or programs.find('uwsgi')


def _nginx_program():
    return programs.find('nginx', ['/usr/sbin', '/usr/local/sbin'])
