"""Indexes that count hosts, and that find them by a fact."""

from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

FACT_TERMS = """\
CREATE OR REPLACE FUNCTION fact_terms(document jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5000 AS $body$
SELECT coalesce(
    array_agg(CASE WHEN length(term) > 200 THEN md5(term) ELSE term END), '{}'
) FROM (
    SELECT CASE jsonb_typeof(value)
        WHEN 'number' THEN trim_scale(value::numeric)::text
        ELSE value::text
    END || ' ' || key AS term
    FROM jsonb_each(
        CASE jsonb_typeof(document) WHEN 'object' THEN document ELSE '{}' END
    )
    WHERE jsonb_typeof(value) NOT IN ('object', 'array')
) AS scalars
$body$"""

UNCOUNTED = """\
ALTER INDEX ix_host_facts_terms ALTER COLUMN 1 SET STATISTICS 0"""

HOSTS_OF_FACT = """\
CREATE OR REPLACE FUNCTION hosts_of_fact(fact jsonb) RETURNS SETOF integer
LANGUAGE sql STABLE STRICT ROWS 1000 SET enable_seqscan = off AS $body$
SELECT host_id FROM host_facts WHERE fact_terms(facts) @> fact_terms(fact)
$body$"""


def upgrade():
    op.create_index(
        op.f('ix_hosts_host_inventory_id'), 'hosts', ['host_inventory_id']
    )
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(FACT_TERMS)
        op.execute(
            'CREATE INDEX ix_host_facts_terms ON host_facts '
            'USING gin (fact_terms(facts))'
        )
        op.execute(UNCOUNTED)
        op.execute(HOSTS_OF_FACT)
