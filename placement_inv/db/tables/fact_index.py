"""PostgreSQL's storage of facts, and its index for filters by one fact.

The index covers `fact_terms`: for each scalar at a document's first level, a
term of its JSON text and its name; a long term is replaced by its digest. A
match of terms needs no recheck against the document, other than a match of an
index over whole documents.

`hosts_of_fact` searches the index. In a plain condition PostgreSQL may also
choose to compute `fact_terms` for each host, which takes a thousand times as
long: its cost estimates do not tell the two plans apart.

The table is still read to see which rows are visible. Documents of more than
two kilobytes are stored out of line, so that a page has hundreds of rows
instead of four.
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

# Statistics of the terms improve no plan, and ANALYZE takes long for them.
_NO_STATISTICS = """\
ALTER INDEX ix_host_facts_terms ALTER COLUMN 1 SET STATISTICS 0"""

_SEARCH = """\
CREATE OR REPLACE FUNCTION hosts_of_fact(fact jsonb) RETURNS SETOF integer
LANGUAGE sql STABLE STRICT ROWS 1000 SET enable_seqscan = off AS $body$
SELECT host_id FROM host_facts WHERE fact_terms(facts) @> fact_terms(fact)
$body$"""

_OUT_OF_LINE = 'ALTER TABLE host_facts SET (toast_tuple_target = 128)'

# Fast decompression makes up for reads out of line. Some servers are built
# without lz4.
_COMPRESSION = """\
DO $body$ BEGIN
    ALTER TABLE host_facts ALTER COLUMN facts SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported OR syntax_error THEN NULL;
END $body$"""


def attach(table):
    """Add the DDL that only PostgreSQL needs to the table of facts."""
    for event, statement in (
        ('before_create', _TERMS),
        ('after_create', _NO_STATISTICS),
        ('after_create', _SEARCH),
        ('after_create', _OUT_OF_LINE),
        ('after_create', _COMPRESSION),
    ):
        ddl = sa.DDL(statement).execute_if(dialect='postgresql')
        sa.event.listen(table, event, ddl)
