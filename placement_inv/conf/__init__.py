"""Configuration: one option group a module, passed as an argument."""

from oslo_config import cfg

from placement_inv.conf import opts

PROJECT = 'placement-inv'


def new():
    """Return a new ConfigOpts with every option of the service."""
    conf = cfg.ConfigOpts()
    opts.register(conf)
    return conf


def load(args=(), config_files=None, environ=None):
    """Return the configuration of a process, with all values checked.

    `config_files` are the files to read. By default they come from the
    directory in OS_PLACEMENT_CONFIG_DIR (`placement-inv.conf`, or else an
    existing `placement.conf`), or else from oslo.config's usual directories,
    such as `/etc/placement-inv` or `/etc/placement`. Raises ValueError or
    oslo.config's errors for bad values.
    """
    conf = new()
    if config_files is None:
        config_files = opts.find_files(environ or {})
    conf(
        list(args),
        project=PROJECT,
        default_config_files=config_files,
        validate_default_values=True,
    )
    opts.check_values(conf)
    return conf
