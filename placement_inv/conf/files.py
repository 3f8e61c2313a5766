"""Where the files of a configuration set their options."""

import dataclasses
import glob
import os

from oslo_config import iniparser


@dataclasses.dataclass(frozen=True)
class Setting:
    """One line of a file that sets an option."""

    section: str
    name: str
    file: str
    line: int

    @property
    def place(self):
        return f'{self.file}:{self.line}'

    @property
    def key(self):
        """The section and the option as oslo.config compares them."""
        return self.section.lower(), normalize(self.name)


def normalize(name):
    """Return the name of an option with _, however a file writes it."""
    return name.replace('-', '_').lower()


def list_files(conf):
    """Return the paths of the files that a configuration has read."""
    paths = list(conf.config_file or ())
    for directory in conf.config_dir or ():
        paths += sorted(glob.glob(os.path.join(directory, '*.conf')))
    return paths


def read_settings(path):
    """Return the Settings of a file, in their order.

    Raises ValueError with the place of a line that cannot be understood.
    The error does not contain the line, which may have a password.
    """
    parser = _Parser(path)
    try:
        with open(path, encoding='utf-8') as lines:
            parser.parse(lines)
    except iniparser.ParseError as error:
        raise ValueError(f'{path}:{error.lineno}: {error.msg}') from None
    except UnicodeDecodeError:
        raise ValueError(f'{path} is not UTF-8 text') from None
    return parser.settings


class _Parser(iniparser.BaseParser):
    """Collects the places of settings, not their values."""

    def __init__(self, path):
        super().__init__()
        self.settings = []
        self._path = path
        self._section = 'DEFAULT'
        self._line = 0

    def _split_key_value(self, line):
        # An assignment is complete only at a later line.
        self._line = self.lineno
        return super()._split_key_value(line)

    def new_section(self, section):
        self._section = section

    def assignment(self, key, value):
        self.settings.append(
            Setting(self._section, key, self._path, self._line)
        )
