"""The commonest claim, a new consumer's at one provider, in one statement.

It is its own transaction where the database can have it so: nobody waits for
a round trip while the provider is locked. It grants or does nothing; then
`claims` finds out why, or whether.

What it looks at before it waits may be old when it goes on. At READ COMMITTED
an UPDATE that waited looks at the newest version of the row that it changes,
and of that row only. Hence all that decides stands in the UPDATE of the
counters, about the row of the counter. What is looked at before saves the
statement from making a consumer that it could not serve. Where the room went
to another meanwhile, it allocates at provider 0, which there never is: the
foreign key takes all of it back.
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
# Each part feeds on the one before, which keeps the order of locks: consumer,
# provider, inventories.
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
"""  # noqa: S608 - put together from what stands above, and nothing else


def grant(ctx, claims):
    """Carry out `claims` where they are one such claim and can be granted.

    Returns whether it did.
    """
    if (
        ctx.transaction_depth
        or not dialects.may_write_in_select(ctx.database.engine)
        or not _is_for(claims)
    ):
        return False
    try:
        with ctx.database.single_statement() as connection:
            allocated = connection.exec_driver_sql(
                STATEMENT, parameters(claims[0])
            )
            return allocated.scalar_one() > 0
    except db_exception.DBReferenceError:
        return False
    except (db_exception.DBError, sa.exc.DBAPIError) as error:
        if not connection_errors.is_contention(error):
            raise
        return False


def _is_for(claims):
    """Tell whether `claims` are one, of who may be new, at one provider."""
    if len(claims) != 1 or len(claims[0].wanted) != 1:
        return False
    if claims[0].claimant.generation not in (None, consumers.ANY):
        return False
    (amounts,) = claims[0].wanted.values()
    return 0 < max(amounts.values(), default=0) <= inventory.MAX_INT


def parameters(claim):
    """Return what STATEMENT needs to know of a claim at one provider."""
    claimant = claim.claimant
    ((provider, wanted),) = claim.wanted.items()
    return {
        'consumer': claimant.uuid,
        'project': claimant.owner.project,
        'user': claimant.owner.user,
        'type': claimant.type,
        'provider': provider,
        'classes': list(wanted),
        'amounts': list(wanted.values()),
        'now': base.utcnow(),
    }
