"""Runs the service in Apache with mod_wsgi, with the files of etc/."""

import functools
import glob
import os
import pwd
import re
import shutil
import signal
import site
import subprocess
import sys
import time

from placement_inv.tests.deployed import deployment
from placement_inv.tests.servers import programs

_SECONDS_TO_RELOAD = 240

_MODULES = ('/usr/lib/apache2/modules', '/usr/lib64/httpd/modules')
#: The relevant part of a distribution's own configuration.
_SERVER = """\
ServerRoot {directory}
ServerName localhost
DefaultRuntimeDir {directory}
PidFile {directory}/apache.pid
ErrorLog {directory}/apache-error.log
LogLevel warn wsgi:info
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule wsgi_module {modules}/mod_wsgi.so
StartServers 1
Define PLACEMENT_INV_LISTEN {listen}
Define PLACEMENT_INV_HOME {home}
Define PLACEMENT_INV_ETC {directory}
Define PLACEMENT_INV_USER {user}
Define PLACEMENT_INV_PROCESSES 2
Include {site}
"""


class Apache(deployment.Deployment):
    """Apache with apache-site.conf and placement-inv.wsgi."""

    title = 'Apache with mod_wsgi'
    packages = 'apache2 libapache2-mod-wsgi-py3'
    # Apache itself refuses paths with a NUL.
    own_answers = r'^[^?]*%00'

    def __init__(self):
        super().__init__()
        self._apache = None

    @property
    def is_running(self):
        return self._apache is not None and self._apache.is_running

    def find_missing(self):
        if not _program():
            return 'no program apache2 or httpd found'
        module = _mod_wsgi()
        if not module:
            return 'no module mod_wsgi.so found'
        own_version = '{}.{}'.format(*sys.version_info)
        module_version = _read_python_version(module)
        if module_version != own_version:
            return (
                f'{module} is for Python {module_version}, the tests run on '
                f'{own_version}'
            )
        if not _python(own_version):
            return f'no /usr/bin/python{own_version}, which mod_wsgi is for'
        return None

    def read_log(self):
        with open(self.path('apache-error.log'), encoding='utf-8') as stream:
            return stream.read() + self._apache.read_log()

    def stop(self):
        return self._apache.stop(signal.SIGWINCH)

    def reload(self):
        # Two processes serve clients. Each checks the time of the script, a
        # copy of the checkout's, before it handles a request.
        before = self._count_loads()
        os.utime(self.path('placement-inv.wsgi'))
        self._wait_until_loaded(before + 2)

    def _count_loads(self):
        """Return how many processes have loaded the service."""
        return len(re.findall('At most .* connections', self.read_log()))

    def _wait_until_loaded(self, number):
        deadline = time.monotonic() + _SECONDS_TO_RELOAD
        while self._count_loads() < number:
            if time.monotonic() > deadline or not self.is_running:
                raise RuntimeError(self.read_log()[-6000:])
            time.sleep(0.1)

    def _start(self):
        shutil.copy(deployment.ETC / 'placement-inv.wsgi', self.directory)
        with open(self.path('apache.conf'), 'w', encoding='utf-8') as stream:
            stream.write(
                _SERVER.format(
                    directory=self.directory,
                    modules=os.path.dirname(_mod_wsgi()),
                    listen=f'{self.host}:{self.port}',
                    home=self._virtual_environment(),
                    site=deployment.ETC / 'apache-site.conf',
                    user=_account(),
                )
            )
        self._apache = self.run(
            'apache',
            [
                *_AS_NOBODY,
                _program(),
                '-f',
                self.path('apache.conf'),
                '-DFOREGROUND',
            ],
        )

    def _virtual_environment(self):
        """Create one for mod_wsgi's Python, with the packages of the tests.

        The tests may run on another build of the same Python version, whose
        extension modules do not fit Apache's.
        """
        home = self.path('home')
        version = '{}.{}'.format(*sys.version_info)
        if not os.path.exists(home):
            subprocess.run(
                [_python(version), '-m', 'venv', '--without-pip', home],
                check=True,
            )
            packages = f'{home}/lib/python{version}/site-packages'
            with open(f'{packages}/ours.pth', 'w') as stream:
                print(*site.getsitepackages(), sep='\n', file=stream)
        return home


#: Apache must not serve as root, but it must read files that only root can
#: read, such as a checkout in root's home.
_AS_NOBODY = (
    (
        'setpriv',
        '--reuid=nobody',
        '--regid=nogroup',
        '--clear-groups',
        '--inh-caps=+dac_override',
        '--ambient-caps=+dac_override',
    )
    if os.geteuid() == 0
    else ()
)


def _account():
    return (
        'nobody' if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    )


def _program():
    places = ['/usr/sbin', '/usr/local/sbin']
    return programs.find('apache2', places) or programs.find('httpd', places)


def _mod_wsgi():
    paths = [
        path
        for directory in _MODULES
        for path in glob.glob(f'{directory}/mod_wsgi.so*')
    ]
    return paths[0] if paths else None


@functools.cache
def _read_python_version(module):
    """Return the Python version that a module of Apache is linked to."""
    with open(module, 'rb') as stream:
        match = re.search(rb'libpython(3\.\d+)\.so', stream.read())
    return match[1].decode() if match else None


def _python(version):
    return programs.find(f'/usr/bin/python{version}')
