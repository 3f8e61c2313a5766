"""Configuration: one option group a file, handed down and never global."""

from oslo_config import cfg

from placement_inv.conf import opts

PROJECT = 'placement-inv'


def new():
    """Return a fresh ConfigOpts that knows every option of the service."""
    conf = cfg.ConfigOpts()
    opts.register(conf)
    return conf


def load(args=(), config_files=None, environ=None):
    """Return the configuration of one process, files parsed.

    `config_files` names the files to read. Without it the files come from
    the directory in OS_PLACEMENT_CONFIG_DIR (`placement-inv.conf`, else an
    existing `placement.conf`), else from oslo.config's usual places, such as
    `/etc/placement-inv` or `/etc/placement`.
    """
    conf = new()
    if config_files is None:
        config_files = opts.usual_files(environ or {})
    conf(
        list(args),
        project=PROJECT,
        default_config_files=config_files,
        validate_default_values=True,
    )
    opts.read_all(conf)
    return conf
