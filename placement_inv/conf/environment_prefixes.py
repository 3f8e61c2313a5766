"""The type of [inventory_sources]environment_prefixes."""

import re

from oslo_config import types

#: Prefixes of variables that load code into programs, or change what they
#: run.
NEVER_STARTS = (
    'ANSIBLE_', 'BASH', 'DYLD_', 'GCONV_', 'GEM_', 'GIT_', 'GLIBC_', 'JAVA',
    'JDK_JAVA', 'LD_', 'LUA_', 'MALLOC_', 'NODE_', 'OPENSSL_', 'PERL',
    'PYTHON', 'RUBY', '_JAVA',
)  # fmt: skip
#: Names of such variables, and of those that the service sets itself.
NEVER_NAMES = (
    'CDPATH', 'ENV', 'HOME', 'IFS', 'INVENTORY_SOURCE_ID',
    'INVENTORY_UPDATE_ID', 'LANG', 'LANGUAGE', 'LC_ALL', 'LOCPATH', 'NLSPATH',
    'PATH', 'PROMPT_COMMAND', 'PS4', 'SHELLOPTS', 'SSLKEYLOGFILE', 'TERM',
    'TMPDIR', 'USER', 'VIRTUAL_ENV', '_',
)  # fmt: skip
_MIN_LENGTH = 3
_PREFIX = re.compile(f'[A-Za-z_][A-Za-z0-9_]{{{_MIN_LENGTH - 1},}}')


def is_never_set(name):
    """Tell whether no source may set a variable."""
    return name in NEVER_NAMES or name.startswith(NEVER_STARTS)


class Prefix(types.ConfigType):
    """A prefix of names of variables, all of which sources may set."""

    def __init__(self, type_name='environment prefix'):
        super().__init__(type_name=type_name)

    def __call__(self, value):
        """Return the prefix; raise ValueError if it would allow too much."""
        text = str(value)
        if not _PREFIX.fullmatch(text):
            raise ValueError(
                f'{text!r} is not the start of the name of a variable: at '
                f'least {_MIN_LENGTH} letters, digits and _, no digit first'
            )
        for name in (*NEVER_STARTS, *NEVER_NAMES):
            if name.startswith(text):
                raise ValueError(
                    f'{text!r} would let sources set {name}, which changes '
                    'what programs load or run'
                )
        if is_never_set(text):
            raise ValueError(
                f'{text!r} starts names of variables that change what '
                'programs load or run'
            )
        return text

    def __eq__(self, other):
        return self.__class__ == other.__class__

    def _formatter(self, value):
        return str(value)
