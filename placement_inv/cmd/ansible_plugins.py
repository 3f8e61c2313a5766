"""`placement-inv ansible-plugins`: prints the directory of our plugins."""

import pathlib

import placement_inv

_PLUGINS = pathlib.Path(placement_inv.__file__).parent / 'ansible' / 'plugins'


def add_parser(subparsers):
    """Add the command's own parser."""
    parser = subparsers.add_parser(
        'ansible-plugins',
        help="print the directory of Ansible's plugins of one kind",
        description='Print the directory with the Ansible plugins of one '
        'kind, for a setting of Ansible: export '
        'ANSIBLE_CACHE_PLUGINS="$(placement-inv ansible-plugins cache)"',
    )
    parser.add_argument(
        'kind', choices=_kinds(), help='the kind of the plugins'
    )
    parser.set_defaults(run=run)


def run(options):
    """Print the directory; return the exit code."""
    print(_PLUGINS / options.kind)
    return 0


def _kinds():
    return sorted(
        path.name
        for path in _PLUGINS.iterdir()
        if path.is_dir() and not path.name.startswith('_')
    )
