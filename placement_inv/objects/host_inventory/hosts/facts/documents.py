"""Facts that Ansible gathered on a host, as one JSON object.

They have their own table, so that lists of hosts do not read them. Each write
locks the host and advances the version, so that no write is lost.
"""

import dataclasses
import datetime
import json
import math
from typing import Any

import orjson
import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.db.tables import base
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.hosts.facts import (
    audit as fact_audit,
)
from placement_inv.objects.host_inventory.hosts.facts import (
    owners as fact_owners,
)
from placement_inv.objects.host_inventory.variables import marks

_hosts = tables.host_inventory.hosts
_facts = tables.host_inventory.host_facts

#: MariaDB's JSON nests 32 deep; the document itself is one level.
_MAX_DEPTH = 30
#: The columns of Facts.
_COLUMNS = ('facts', 'version', 'modified_at')
_EPOCH = datetime.datetime(1970, 1, 1)
_MICROSECOND = datetime.timedelta(microseconds=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a host."""

    document: dict[str, Any]
    #: 0 without facts.
    version: int = 0
    modified_at: datetime.datetime | None = None
    #: The id of the other host that stores the facts, or None.
    original_id: int | None = None

    @property
    def tag(self):
        """Return a text that is unique among all facts of the host.

        The version alone is not: it starts again after a deletion.
        """
        if self.modified_at is None:
            return str(self.version)
        microseconds = (self.modified_at - _EPOCH) // _MICROSECOND
        return f'{self.version}-{microseconds:x}'


@dataclasses.dataclass(frozen=True, slots=True)
class Precondition:
    """The facts that a host must have before a write."""

    version: int | None = None
    #: Tags, or versions as texts; None for any.
    tags: frozenset[str] | None = None


ANY = Precondition()


@transactions.reader
def get(ctx, key):
    """Return the document of the host of a key, {} without facts."""
    return get_facts(ctx, key).document


@transactions.reader
def get_facts(ctx, key):
    """Return the Facts of the host of a key; NoMatch without one."""
    select = (
        sa.select(*(_facts.c[name] for name in _COLUMNS), *fact_owners.COLUMNS)
        .select_from(_hosts.outerjoin(_facts))
        .where(rows.matches_key(_hosts, key))
    )
    row = rows.find_one(ctx, select, 'Host')
    if not inventory_kinds.KINDS[row['kind']].stores_facts:
        return Facts({}, original_id=_original_id(ctx, row))
    if row['version'] is None:
        return Facts({})
    return Facts(*(row[name] for name in _COLUMNS))


@transactions.writer
def replace(ctx, key, document, precondition=ANY):
    """Replace all facts of a host with a document; return its Facts.

    Raises NoMatch, InvalidFacts, OriginalGone, StaleFacts or
    PreconditionFailed.
    """
    document = check(document)
    owner = fact_owners.lock(ctx, key)
    facts_before = _find_facts(ctx, owner.id, precondition)
    return _write(ctx, owner, document, facts_before)


@transactions.writer
def merge(ctx, key, document, precondition=ANY):
    """Add the facts of a document to those of a host; return its Facts.

    Facts that the document does not name stay. Raises as `replace` does.
    """
    document = check(document)
    owner = fact_owners.lock(ctx, key)
    facts_before = _find_facts(ctx, owner.id, precondition)
    whole = {**facts_before.document, **document}
    if facts_before.version:
        check_size(ctx, whole)
    return _write(ctx, owner, whole, facts_before)


@transactions.writer
def delete(ctx, key, precondition=ANY):
    """Delete the facts of a host, if it has any.

    Raises NoMatch, OriginalGone, StaleFacts or PreconditionFailed.
    """
    owner = fact_owners.lock(ctx, key)
    facts_before = _find_facts(ctx, owner.id, precondition)
    ctx.connection.execute(_facts.delete().where(_facts.c.host_id == owner.id))
    _record(ctx, owner, facts_before, Facts({}))


def check_size(ctx, document):
    """Raise InvalidFacts for a document larger than a request may be."""
    limit = ctx.conf.host_inventory.max_facts_size
    try:
        size = len(_encode(document))
    except (TypeError, ValueError) as error:
        raise errors.InvalidFacts(reason=str(error)) from error
    if size > limit:
        raise errors.InvalidFacts(
            reason=f'together they are more than {limit} bytes'
        )


def _encode(document):
    """Return a document as JSON; TypeError or ValueError if it is none."""
    try:
        return orjson.dumps(document)
    except orjson.JSONEncodeError:
        # PERF: few documents have integers beyond 64 bits.
        text = json.dumps(
            document,
            allow_nan=False,
            ensure_ascii=False,
            separators=(',', ':'),
        )
        # Databases cannot store lone surrogates, and UTF-8 has none.
        return text.encode()


def _original_id(ctx, row):
    """Return the id of the host that stores the facts, if it exists."""
    original_id = fact_owners.id_from(row)
    if original_id is None or not fact_owners.exists(ctx, original_id):
        return None
    return original_id


def _find_facts(ctx, host_id, precondition):
    row = ctx.connection.execute(
        sa.select(
            _facts.c.facts, _facts.c.version, _facts.c.modified_at
        ).where(_facts.c.host_id == host_id)
    ).first()
    facts_before = Facts(*row) if row else Facts({})
    if precondition.tags is not None and not precondition.tags.intersection(
        (facts_before.tag, str(facts_before.version))
    ):
        raise errors.PreconditionFailed()
    if precondition.version not in (None, facts_before.version):
        raise errors.StaleFacts(version=precondition.version)
    return facts_before


def _write(ctx, owner, document, facts_before):
    facts = Facts(document, facts_before.version + 1, base.utcnow())
    values = {
        'facts': facts.document,
        'version': facts.version,
        'modified_at': facts.modified_at,
    }
    statement = _facts.insert().values(host_id=owner.id, **values)
    if facts_before.version:
        statement = (
            _facts.update()
            .where(_facts.c.host_id == owner.id)
            .values(**values)
        )
    ctx.connection.execute(statement)
    _record(ctx, owner, facts_before, facts)
    return facts


def _record(ctx, owner, before, after):
    fact_audit.record_write(
        ctx,
        fact_audit.Write(
            owner,
            before.document,
            after.document,
            (before.version, after.version),
        ),
    )


def check(document):
    """Return a document as it is stored, without marks of unsafe texts.

    Facts are never evaluated, with or without marks. Raises InvalidFacts for
    a document that no database can store, or with a name that Ansible
    reserves.
    """
    level, depth, is_marked = [document], 0, False
    while level:
        depth += 1
        if depth > _MAX_DEPTH:
            raise errors.InvalidFacts(
                reason=f'they nest deeper than {_MAX_DEPTH} levels'
            )
        reserved_names = {
            name for value in level for name in _reserved_names(value)
        }
        if reserved_names and (depth == 1 or reserved_names != {marks.UNSAFE}):
            raise errors.InvalidFacts(reason=_explain(min(reserved_names)))
        is_marked = is_marked or bool(reserved_names)
        level = [child for value in level for child in _children(value)]
    return marks.strip_marks(document) if is_marked else document


def _reserved_names(value):
    """Return the names in an object that Ansible reserves.

    Raises InvalidFacts for a mark that is not well formed.
    """
    if not isinstance(value, dict):
        return ()
    names = [name for name in value if name.startswith(marks.RESERVED)]
    if marks.UNSAFE in names and not (
        len(value) == 1 and isinstance(value[marks.UNSAFE], str)
    ):
        raise errors.InvalidFacts(
            reason=f'{marks.UNSAFE} stands alone in its object, with a text'
        )
    return names


def _explain(name):
    return f'no fact can be called {name[:40]!r}, a name of Ansible itself'


def _children(value):
    """Return the values in a value; InvalidFacts if it cannot be stored."""
    if isinstance(value, dict):
        return [*value, *value.values()]
    if isinstance(value, list):
        return value
    if isinstance(value, str) and '\0' in value:
        raise errors.InvalidFacts(reason='a text contains NUL')
    if isinstance(value, float) and not math.isfinite(value):
        raise errors.InvalidFacts(reason='a number is too large')
    return ()
