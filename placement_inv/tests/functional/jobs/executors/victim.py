"""A worker process for tests to kill: runs `linger` on a database.

python -m placement_inv.tests.functional.jobs.executors.victim URL
"""

import sys
import time
import types

from placement_inv import conf
from placement_inv import deploy
from placement_inv.jobs import registry
from placement_inv.jobs.executors import local


@registry.job('linger')
def run(ctx, **_arguments):
    print('running', flush=True)
    time.sleep(600)


def main(url):
    settings = conf.load(config_files=[])
    settings.set_override('connection', url, 'placement_database')
    tasks = registry.find_tasks([types.SimpleNamespace(run=run)])
    local.Local(deploy.services(settings), tasks).start()
    time.sleep(600)


if __name__ == '__main__':
    main(sys.argv[1])
