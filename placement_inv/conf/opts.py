"""All option groups: registration, defaults, configuration files."""

import copy
import os

from oslo_config import cfg
from oslo_log import log
from oslo_middleware import cors
from oslo_policy import opts as policy_opts

from placement_inv.conf import api
from placement_inv.conf import database
from placement_inv.conf import host_inventory
from placement_inv.conf import inventory_sources
from placement_inv.conf import jobs
from placement_inv.conf import placement
from placement_inv.conf import serve
from placement_inv.conf import values

_GROUPS = (
    api,
    serve,
    database,
    placement,
    host_inventory,
    inventory_sources,
    jobs,
)

#: Our own name first; a deployment of Placement can keep its file.
_PROJECTS = ('placement-inv', 'placement')

#: It logs the driver's error with a traceback before we know whether it is a
#: fault at all. Such an error may quote what clients wrote.
_LOG_LEVELS = ('oslo_db.sqlalchemy.exc_filters=ERROR',)


def register(conf):
    """Register every option of the service on a ConfigOpts."""
    for group, options in list_opts():
        # Values are stored in the group object, of which oslo.config makes a
        # shallow copy: two configurations would share their values.
        conf.register_group(copy.deepcopy(group))
        conf.register_opts(options, group=group.name)
    log.register_options(conf)
    conf.set_default(
        'default_log_levels', [*log.get_default_log_levels(), *_LOG_LEVELS]
    )
    policy_opts.set_defaults(conf)
    set_defaults()


def list_opts():
    """Return (group, options) pairs for oslo-config-generator."""
    return [pair for group in _GROUPS for pair in group.list_opts()]


def find_problems(conf):
    """Return a sentence for each value that is not valid.

    If all are valid, those that contradict each other are returned.
    """
    problems = values.find_problems(
        conf,
        [
            (group.name, option)
            for group, options in list_opts()
            for option in options
        ],
    )
    return problems or find_contradictions(conf)


def find_contradictions(conf):
    """Return a sentence for each value that contradicts another one.

    Raises oslo.config's Error if a value is not valid.
    """
    return database.find_contradictions(conf)


def set_defaults():
    """Set this service's defaults of options of libraries."""
    cors.set_defaults(
        allow_headers=[
            'X-Auth-Token',
            'Openstack-Api-Version',
            'X-Openstack-Request-Id',
            'X-Requested-With',
        ],
        expose_headers=[
            'X-Openstack-Request-Id',
            'Openstack-Api-Version',
            'Openstack-Placement-Candidates',
        ],
        allow_methods=['GET', 'PUT', 'POST', 'DELETE', 'PATCH'],
    )


def find_files(environ):
    """Return the config files that are read by default.

    They come from the directory in OS_PLACEMENT_CONFIG_DIR, if it is set, or
    else from oslo.config's usual directories: this service's files, or else
    those of Placement.
    """
    directory = environ.get('OS_PLACEMENT_CONFIG_DIR')
    if not directory:
        return _choose_first(
            cfg.find_config_files(project=project, prog=project)
            for project in _PROJECTS
        )
    paths = [os.path.join(directory, f'{name}.conf') for name in _PROJECTS]
    return _choose_first([path] for path in paths if os.path.exists(path))


def _choose_first(choices):
    """Return the first list of files that is not empty, or else []."""
    return next((files for files in choices if files), [])
