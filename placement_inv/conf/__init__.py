"""Configuration: one option group a module, passed as an argument."""

import contextlib
import io
import sys

from oslo_config import cfg

from placement_inv.conf import opts
from placement_inv.conf import values
from placement_inv.conf.values import InvalidConfiguration

PROJECT = 'placement-inv'


def new():
    """Return a new ConfigOpts with every option of the service."""
    conf = cfg.ConfigOpts()
    opts.register(conf)
    return conf


def read(args=(), config_files=None, environ=None):
    """Return the configuration of a process without a check of its values.

    `config_files` are the files to read. By default they come from the
    directory in OS_PLACEMENT_CONFIG_DIR (`placement-inv.conf`, or else an
    existing `placement.conf`), or else from oslo.config's usual directories,
    such as `/etc/placement-inv` or `/etc/placement`. Raises
    InvalidConfiguration if a file cannot be read.
    """
    conf = new()
    if config_files is None:
        config_files = opts.find_files(environ or {})
    try:
        with _exit_as_error():
            conf(
                list(args),
                project=PROJECT,
                default_config_files=config_files,
                validate_default_values=True,
            )
    except (cfg.Error, OSError, ValueError) as error:
        problem = values.describe_load_error(error, config_files)
        # Without the cause, which can contain a line with a password.
        raise InvalidConfiguration([problem]) from None
    return conf


@contextlib.contextmanager
def _exit_as_error():
    """Raise oslo.config's Error where it would print one and exit.

    It does so for options that could also be arguments.
    """
    stderr = io.StringIO()
    try:
        with contextlib.redirect_stderr(stderr):
            yield
    except SystemExit as error:
        raise cfg.Error(stderr.getvalue()) from error
    sys.stderr.write(stderr.getvalue())


def load(args=(), config_files=None, environ=None):
    """Return the configuration of a process, with all values checked.

    The arguments are those of `read`. Raises InvalidConfiguration, which has
    all values that are not valid.
    """
    conf = read(args, config_files, environ)
    problems = opts.find_problems(conf)
    if problems:
        raise InvalidConfiguration(problems)
    return conf
