"""A worker for tests to kill: deletes inventories, a few hosts at a time.

python -m placement_inv.tests.functional.jobs.tasks.deleting_victim URL
"""

import sys
import time

from placement_inv import conf
from placement_inv import deploy
from placement_inv.jobs.executors import local
from placement_inv.objects.host_inventory.inventories import deletion

#: Rows of one batch here.
BATCH = 5


def main(url):
    settings = conf.load(config_files=[])
    settings.set_override('connection', url, 'placement_database')
    delete_some = deletion.delete_some

    def delete_and_print(*arguments):
        has_deleted = delete_some(*arguments)
        print('deleted' if has_deleted else 'nothing left', flush=True)
        time.sleep(0.05)
        return has_deleted

    deletion.BATCH = BATCH
    deletion.delete_some = delete_and_print
    local.Local(deploy.services(settings)).start()
    time.sleep(600)


if __name__ == '__main__':
    main(sys.argv[1])
