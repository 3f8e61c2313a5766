"""Writes the inputs of a constructed inventory as files for the tool."""

import hashlib
import json
import os

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory.importing import environment
from placement_inv.objects.host_inventory.importing import strict_json
from placement_inv.objects.host_inventory.inventories import constructed
from placement_inv.objects.host_inventory.inventories import script
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.sources import import_errors
from placement_inv.objects.host_inventory.variables import marks
from placement_inv.objects.host_inventory.variables import text as variables

_hosts = tables.host_inventory.hosts
_facts = tables.host_inventory.host_facts

#: Fact documents that one statement reads.
_BATCH = 200
_OPTIONS = script.ScriptOptions(hostvars=True, towervars=True)
_PLUGIN = 'ansible.builtin.constructed'


def make_writer(ctx, run):
    """Return a function: directory -> paths of the inputs it wrote there.

    `run` is an update of a constructed inventory's source.
    """

    def write(directory):
        if constructed.has_foreign_inputs(ctx, run.host_inventory_id):
            raise import_errors.InputElsewhere()
        os.mkdir(os.path.join(directory, environment.FACTS))
        inventories = [
            _write_input(ctx, directory, input_id)
            for input_id in constructed.find_input_ids(
                ctx, run.host_inventory_id
            )
        ]
        config = os.path.join(directory, 'constructed.config')
        settings = variables.parse_stored(run.source_vars)
        _write(config, {**settings, 'plugin': _PLUGIN})
        return (*inventories, config)

    return write


def _write_input(ctx, directory, input_id):
    path = os.path.join(directory, f'inventory_{input_id}.input')
    _write(path, script.get_of_inventory(ctx, input_id, _OPTIONS))
    for name, facts in _read_facts(ctx, input_id):
        _write(build_facts_path(directory, name), marks.clean_facts(facts))
    return path


def build_facts_path(directory, name):
    """Return the path where the cache plugin looks for a host's facts.

    The file name is a digest: a host name can contain slashes, or be longer
    than a file name can be.
    """
    digest = hashlib.sha256(name.encode()).hexdigest()
    return os.path.join(directory, environment.FACTS, digest)


def _read_facts(ctx, input_id):
    """Yield (name, facts) of the hosts of an input that have facts."""
    last = 0
    while True:
        rows = _read_batch(ctx, input_id, last)
        yield from ((row.name, row.facts) for row in rows)
        if len(rows) < _BATCH:
            return
        last = rows[-1].id


@transactions.reader
def _read_batch(ctx, input_id, after):
    hosts = membership.hosts_of(membership.find_inventory(ctx, input_id))
    select = (
        hosts.with_only_columns(_hosts.c.id, _hosts.c.name, _facts.c.facts)
        .join(_facts, _facts.c.host_id == _hosts.c.id)
        .where(_hosts.c.id > after)
        .order_by(_hosts.c.id)
        .limit(_BATCH)
    )
    return ctx.connection.execute(select).all()


def _write(path, document):
    # One host's value that the tool cannot read, or that cannot be loaded
    # afterwards, must not stop the load of all other hosts.
    with open(path, 'w', encoding='utf-8') as file:
        json.dump(strict_json.make_acceptable(document), file)
