"""Loads the sample world of `--demo`, once for each data directory."""

import pathlib
import shutil
import sys

from oslo_log import log

import placement_inv.demo
from placement_inv.demo import client
from placement_inv.demo import loader

LOG = log.getLogger(__name__)

_SOURCES = pathlib.Path(placement_inv.demo.__file__).parent / 'sources'
_MARK = 'demo-loaded'


def load_once(url, directory):
    """Load the sample world into the service at `url`, unless it was before.

    A file in the data directory records it: a part that a user deletes is not
    loaded again at the next start.
    """
    mark = directory / _MARK
    if mark.exists():
        print('The sample world was loaded before.', flush=True)
        return
    try:
        _copy(_SOURCES, directory / 'sources')
        loader.load(url)
        mark.touch()
    except (client.APIError, OSError) as error:
        LOG.debug('The sample world could not be loaded', exc_info=True)
        print(
            f'placement-inv: the sample world is incomplete: {error}',
            file=sys.stderr,
        )
        return
    print('The sample world is loaded.', flush=True)


def _copy(source, target):
    """Copy a directory without its permissions: the umask sets them."""
    target.mkdir(exist_ok=True)
    for path in source.iterdir():
        if path.is_dir():
            _copy(path, target / path.name)
        else:
            shutil.copyfile(path, target / path.name)
