"""How PostgreSQL keeps facts, and finds hosts by one of them.

The index is by `fact_terms`: each scalar of a document's first level as JSON,
and its name; long ones are as good as their digest. It answers alone, where
one of documents only proposes.

`hosts_of_fact` asks it. Whatever PostgreSQL can look through it may also
turn into a look at each host, one `fact_terms` after the other, which takes
a thousand times as long; its estimates know no difference.

Which rows are visible, only the table says. Documents of more than two
kilobytes lie elsewhere, so that hundreds of rows share a page and not four.
"""

import sqlalchemy as sa

_TERMS = """\
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

# What is known of the terms helps no plan, and takes long to find out.
_UNCOUNTED = """\
ALTER INDEX ix_host_facts_terms ALTER COLUMN 1 SET STATISTICS 0"""

_HOSTS = """\
CREATE OR REPLACE FUNCTION hosts_of_fact(fact jsonb) RETURNS SETOF integer
LANGUAGE sql STABLE STRICT ROWS 1000 SET enable_seqscan = off AS $body$
SELECT host_id FROM host_facts WHERE fact_terms(facts) @> fact_terms(fact)
$body$"""

_NARROW = 'ALTER TABLE host_facts SET (toast_tuple_target = 128)'

# It makes up for the look elsewhere; not every server was built with it.
_FAST = """\
DO $body$ BEGIN
    ALTER TABLE host_facts ALTER COLUMN facts SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported OR syntax_error THEN NULL;
END $body$"""


def attach(table):
    """Give the table of facts what only PostgreSQL knows."""
    for moment, statement in (
        ('before_create', _TERMS),
        ('after_create', _UNCOUNTED),
        ('after_create', _HOSTS),
        ('after_create', _NARROW),
        ('after_create', _FAST),
    ):
        made = sa.DDL(statement).execute_if(dialect='postgresql')
        sa.event.listen(table, moment, made)
