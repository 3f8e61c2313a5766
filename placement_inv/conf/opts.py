"""The list of option groups: registration, sample files, defaults."""

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

_GROUPS = (
    api,
    serve,
    database,
    placement,
    host_inventory,
    inventory_sources,
    jobs,
)

#: Our own name first; an existing deployment of placement may keep its file.
_PROJECTS = ('placement-inv', 'placement')


def register(conf):
    """Register every option of the service on a ConfigOpts."""
    for group, options in list_opts():
        # What is set lives in the group object, and oslo.config's own copy
        # of it is shallow: two configurations would share their values.
        conf.register_group(copy.deepcopy(group))
        conf.register_opts(options, group=group.name)
    log.register_options(conf)
    policy_opts.set_defaults(conf)
    set_defaults()


def list_opts():
    """Return (group, options) pairs for oslo-config-generator."""
    return [pair for group in _GROUPS for pair in group.list_opts()]


def read_all(conf):
    """Find bad values now; oslo.config looks at them when they are used."""
    for group, options in list_opts():
        for option in options:
            conf[group.name][option.dest]


def set_defaults():
    """Set what this service wants different from the libraries' defaults."""
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
        ],
        allow_methods=['GET', 'PUT', 'POST', 'DELETE', 'PATCH'],
    )


def usual_files(environ):
    """Return the config files that are read where none are named.

    Those of OS_PLACEMENT_CONFIG_DIR where it is set, else those of this
    service in oslo.config's usual places, else those of Placement there.
    """
    directory = environ.get('OS_PLACEMENT_CONFIG_DIR')
    if not directory:
        return _first_found(
            cfg.find_config_files(project=project, prog=project)
            for project in _PROJECTS
        )
    paths = [os.path.join(directory, f'{name}.conf') for name in _PROJECTS]
    return _first_found([path] for path in paths if os.path.exists(path))


def _first_found(choices):
    return next((files for files in choices if files), [])
