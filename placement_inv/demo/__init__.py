"""A sample world, loaded through the public API as any client would."""

import logging
import pathlib
import shutil

from placement_inv.demo import api
from placement_inv.demo import host_inventory
from placement_inv.demo import placement

LOG = logging.getLogger(__name__)

_SOURCES = pathlib.Path(__file__).parent / 'sources'


def load(url, data_directory, stop):
    """Load the world into the service at `url`, unless it is there.

    The sample inventory tree is copied below `sources/` of the data
    directory. `stop` is an event that ends the waiting for the import.
    """
    client = api.Client(url)
    if client.get(f'/api/v2/organizations/?name={host_inventory.NAME}')[
        'count'
    ]:
        print('The sample world is there already.', flush=True)
        return
    target = data_directory.expanduser().absolute() / 'sources'
    shutil.copytree(_SOURCES, target, dirs_exist_ok=True)
    placement.load(client)
    host_inventory.load(client, stop)
    print('The sample world is loaded.', flush=True)
