"""The most frequent claim in one statement: a new consumer at one provider.

The statement is a transaction of its own, where the database supports it, so
that the provider is not locked during a round trip. It grants the claim or
changes nothing. In the second case `claims` tries again with one statement a
step, and finds the reason.

While the statement waits for a lock, the rows that it has read may change. At
READ COMMITTED an UPDATE that has waited reads the newest version of the row
that it changes, and of no other row. Hence the condition that decides is in
the UPDATE of the counters, about the row of the counter. The same condition
in the INSERT of the consumer only avoids rows that would be rolled back.
Where another claim takes the last units meanwhile, the statement allocates at
provider 0, which never exists, and the foreign key rolls everything back.
"""

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv.db import connection_errors
from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.db.tables import base
from placement_inv.objects.placement import consumer as consumers
from placement_inv.objects.placement import fitting
from placement_inv.objects.placement import inventory

_FITS = fitting.postgresql_text(
    tables.placement.inventories.c, 'wanted.amount'
)
# Each part reads from the one before it, which keeps the order of locks:
# consumer, provider, inventories.
STATEMENT = f"""
WITH wanted AS (
    SELECT resource_classes.id AS class_id, given.amount
    FROM unnest(%(classes)s::text[], %(amounts)s::integer[])
         AS given (class, amount)
    JOIN resource_classes ON resource_classes.name = given.class
), consumer AS (
    INSERT INTO consumers (uuid, project_id, user_id, consumer_type_id,
                           generation, created_at, updated_at)
    SELECT %(consumer)s, projects.id, users.id, consumer_types.id,
           1, %(now)s::timestamp, %(now)s::timestamp
    FROM projects
    JOIN users ON users.external_id = %(user)s
    LEFT JOIN consumer_types ON consumer_types.name = %(type)s
    WHERE projects.external_id = %(project)s
      AND (%(type)s::text IS NULL OR consumer_types.id IS NOT NULL)
      AND cardinality(%(classes)s::text[]) = (
        SELECT count(*)
        FROM wanted
        JOIN inventories ON inventories.resource_class_id = wanted.class_id
        JOIN resource_providers
             ON resource_providers.id = inventories.resource_provider_id
        WHERE resource_providers.uuid = %(provider)s AND {_FITS})
    ON CONFLICT (uuid) DO NOTHING
    RETURNING id
), provider AS (
    UPDATE resource_providers
    SET generation = resource_providers.generation + 1, updated_at = %(now)s
    FROM consumer
    WHERE resource_providers.uuid = %(provider)s
    RETURNING resource_providers.id
), moved AS (
    UPDATE inventories
    SET used = inventories.used + wanted.amount
    FROM provider, wanted
    WHERE inventories.resource_provider_id = provider.id
      AND inventories.resource_class_id = wanted.class_id
      AND {_FITS}
    RETURNING inventories.resource_provider_id, inventories.resource_class_id
), allocated AS (
    INSERT INTO allocations (consumer_id, resource_provider_id,
                             resource_class_id, used, created_at, updated_at)
    SELECT consumer.id, coalesce(moved.resource_provider_id, 0),
           wanted.class_id, wanted.amount,
           %(now)s::timestamp, %(now)s::timestamp
    FROM consumer CROSS JOIN wanted
    LEFT JOIN moved ON moved.resource_class_id = wanted.class_id
    RETURNING 1
)
SELECT count(*) FROM allocated
"""  # noqa: S608 - built from constants of this module


def grant(ctx, claims):
    """Carry out `claims` in one statement, where that is possible.

    Returns False, and changes nothing, where they are not one claim of a new
    consumer at one provider, where the claim cannot be granted, where the
    database does not support the statement, and inside a transaction.
    """
    if (
        ctx.transaction_depth
        or not dialects.may_write_in_select(ctx.database.engine)
        or not _is_single_claim(claims)
    ):
        return False
    try:
        with ctx.database.single_statement() as connection:
            result = connection.exec_driver_sql(
                STATEMENT, parameters(claims[0])
            )
            return result.scalar_one() > 0
    except db_exception.DBReferenceError:
        return False
    except (db_exception.DBError, sa.exc.DBAPIError) as error:
        if not connection_errors.is_contention(error):
            raise
        return False


def _is_single_claim(claims):
    """Tell whether `claims` are one, at one provider, by a new consumer."""
    if len(claims) != 1 or len(claims[0].allocations) != 1:
        return False
    if claims[0].consumer.generation not in (None, consumers.ANY):
        return False
    (amounts,) = claims[0].allocations.values()
    return 0 < max(amounts.values(), default=0) <= inventory.MAX_INT


def parameters(claim):
    """Return the parameters of STATEMENT for a claim at one provider."""
    consumer = claim.consumer
    ((provider, resources),) = claim.allocations.items()
    return {
        'consumer': consumer.uuid,
        'project': consumer.owner.project,
        'user': consumer.owner.user,
        'type': consumer.type,
        'provider': provider,
        'classes': list(resources),
        'amounts': list(resources.values()),
        'now': base.utcnow(),
    }
