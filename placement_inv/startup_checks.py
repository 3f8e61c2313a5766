"""Finds configurations that cannot work, before a process serves.

Each check returns the problems of a subject as sentences, which name the
option and never contain a secret value.
"""

import contextlib
import logging
import os

from keystoneauth1 import exceptions as keystone_exceptions
from keystoneauth1 import loading
from oslo_config import cfg
from oslo_policy import policy as oslo_policy
import sqlalchemy as sa
from sqlalchemy import exc as sa_exc
import yaml

from placement_inv import conf as configuration
from placement_inv import policy
from placement_inv.handlers.host_inventory import versions
from placement_inv.web.middleware import keystone

#: Dialects, and the extra of the package with the driver.
_EXTRAS = {
    'sqlite': None,
    'postgresql': 'postgresql',
    'mysql': 'mysql',
    'mariadb': 'mysql',
}
_GROUP = 'keystone_authtoken'
#: Libraries that log what the checks report.
_LIBRARIES = ('oslo_policy', 'stevedore')


def require(conf, *checks):
    """Raise InvalidConfiguration if a check finds problems."""
    problems = find_problems(conf, *checks)
    if problems:
        raise configuration.InvalidConfiguration(problems)


def find_problems(conf, *checks):
    """Return the problems that the checks find, without lines in the log.

    A check whose options have values that are not valid finds nothing: these
    values are reported elsewhere.
    """
    problems = []
    with _silence():
        for check in checks:
            with contextlib.suppress(cfg.Error):
                problems += check(conf)
    return problems


@contextlib.contextmanager
def _silence():
    """Keep libraries from logging what the checks report."""
    loggers = [logging.getLogger(name) for name in _LIBRARIES]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def check_authentication(conf):
    """Check that callers can be authenticated by `[api]auth_strategy`."""
    if conf.api.auth_strategy == 'keystone':
        return _check_keystone(conf)
    if conf.api.auth_strategy == 'http_basic':
        return _check_htpasswd(conf.api.http_basic_auth_user_file)
    return []


def check_database(conf):
    """Check that the URLs of the database can be used with a driver."""
    options = conf.placement_database
    if not options.connection:
        return ['[placement_database]connection is not set']
    return [
        f'[placement_database]{name} {problem}'
        for name in ('connection', 'slave_connection')
        if options[name] and (problem := _find_url_problem(options[name]))
    ]


def check_policy(conf):
    """Check that the policy file can be read and makes sense."""
    path = conf.find_file(conf.oslo_policy.policy_file)
    if path and not os.access(path, os.R_OK):
        return [f'[oslo_policy]policy_file: {path} is not readable']
    try:
        policy.Policy(conf).check_references()
    except yaml.YAMLError as error:
        problem = _describe_yaml_error(error)
    except (
        AttributeError,
        OSError,
        TypeError,
        ValueError,
        oslo_policy.InvalidDefinitionError,
    ) as error:
        problem = ' '.join(str(error).split())
    else:
        return []
    return [f'[oslo_policy]policy_file: {path}: {problem}']


def check_versions(conf):
    """Check the default microversion."""
    version = conf.host_inventory.default_microversion
    numbers = versions.history.numbers
    if version in ('latest', *numbers):
        return []
    return [
        f'[host_inventory]default_microversion: there is no {version}; '
        f'choose {numbers[0]} to {numbers[-1]}, or latest'
    ]


#: The checks of processes that answer requests, and of other ones.
OF_SERVERS = (
    check_authentication,
    check_database,
    check_policy,
    check_versions,
)
OF_WORKERS = (check_database, check_policy)


def _check_keystone(conf):
    problem = keystone.configuration_problem(conf)
    if problem:
        return [problem]
    section = conf[_GROUP].auth_section or _GROUP
    try:
        loading.register_auth_conf_options(conf, _GROUP)
        if not conf[section].auth_type:
            return [
                f'[{section}]auth_type is not set, and '
                f'[{_GROUP}]auth_section names this section'
            ]
        loading.load_auth_from_conf_options(conf, _GROUP)
    except keystone_exceptions.NoMatchingPlugin:
        return [
            f'[{section}]auth_type: there is no plugin '
            f'{conf[section].auth_type}'
        ]
    except (keystone_exceptions.ClientException, ValueError) as error:
        return [f'[{section}]: {" ".join(str(error).split())}']
    return []


def _check_htpasswd(path):
    if not path:
        # All users have accounts.
        return []
    if os.path.isfile(path) and os.access(path, os.R_OK):
        return []
    return [
        f'[api]http_basic_auth_user_file: {path} is not a file that this '
        'process can read'
    ]


def _find_url_problem(text):
    """Return why a URL cannot be used; it is not shown."""
    try:
        url = sa.make_url(text)
    except (sa_exc.ArgumentError, ValueError):
        return 'is not the URL of a database'
    if url.get_backend_name() not in _EXTRAS:
        return f'names the database {url.get_backend_name()}, not one of ' + (
            ', '.join(_EXTRAS)
        )
    try:
        url.get_dialect().import_dbapi()
    except sa_exc.NoSuchModuleError:
        return f'names the driver {url.drivername}, which is not known'
    except ImportError as error:
        extra = _EXTRAS[url.get_backend_name()]
        return (
            f'needs the driver of {url.drivername}, which is not installed '
            f'({error}); pip install "placement-inv[{extra}]" installs one'
        )
    return None


def _describe_yaml_error(error):
    mark = getattr(error, 'problem_mark', None)
    place = f'line {mark.line + 1}: ' if mark else ''
    return f'{place}{getattr(error, "problem", None) or "no YAML"}'
