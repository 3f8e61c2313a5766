"""Lets several tox environments share one directory and its installation.

tox wants a directory for each environment and wipes one that another made.
Ours differ in commands only, and what they install takes minutes.
"""

from tox.plugin import impl
from tox.tox_env.info import Info
from tox.tox_env.python.virtual_env.runner import VirtualEnvRunner


class _NamelessInfo(Info):
    """What tox remembers of a directory, less which environment made it."""

    def compare(self, value, section, sub_section=None):
        if isinstance(value, dict) and section == 'ToxEnv':
            value = value | {'name': 'shared'}
        return super().compare(value, section, sub_section)


class _SharedRunner(VirtualEnvRunner):
    """A virtualenv whose directory belongs to no single environment."""

    @staticmethod
    def id():
        return 'shared'

    @property
    def cache(self):
        return _NamelessInfo(self.env_dir)


@impl
def tox_register_tox_env(register):
    register.add_run_env(_SharedRunner)
