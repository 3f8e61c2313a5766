"""A quick yes to documents that satisfy a schema.

jsonschema says what is wrong with a document, and takes its time to say that
nothing is. Functions that fastjsonschema writes say the latter, some twenty
times as fast. What they do not accept may still be right: they are asked first
and never last. What jsonschema would refuse they must not accept, so that they
are only written for schemas whose every keyword both understand alike, or
fastjsonschema more strictly.
"""

import functools

import fastjsonschema

#: Both read them alike, but for the dollar of patterns: it stands at the very
#: end for one, and also before a newline there for the other.
_KNOWN = frozenset(
    (
        'additionalProperties',
        'anyOf',
        'enum',
        'format',
        'items',
        'maxItems',
        'maxLength',
        'maxProperties',
        'maximum',
        'minItems',
        'minLength',
        'minProperties',
        'minimum',
        'not',
        'pattern',
        'patternProperties',
        'properties',
        'required',
        'type',
    )
)


def compile_check(schema, format_checker):
    """Return a function: document -> whether it satisfies `schema` for sure.

    It is None where there is none that one could rely on.
    """
    if not _is_plain(schema):
        return None
    try:
        validate = _written(schema, format_checker)
    except fastjsonschema.JsonSchemaDefinitionException:
        # It sees no sense in a schema that nothing can satisfy.
        return None

    def satisfies(document):
        try:
            validate(document)
        except fastjsonschema.JsonSchemaValueException:
            return False
        return True

    return satisfies


def _written(schema, format_checker):
    return fastjsonschema.compile(
        {'$schema': 'http://json-schema.org/draft-07/schema#', **schema},
        formats={
            name: functools.partial(format_checker.conforms, format=name)
            for name in format_checker.checkers
        },
        use_default=False,
    )


def _is_plain(schema):
    """Tell whether what is accepted is accepted by jsonschema too."""
    return (
        isinstance(schema, dict)
        and _KNOWN.issuperset(schema)
        and all(isinstance(each, str) for each in schema.get('enum', ()))
        and not any('$' in each[:-1] for each in _patterns(schema))
        and _excludes_a_pattern(schema.get('not'))
        and _leaves_no_key_unread(schema)
        and all(map(_is_plain, _parts(schema)))
    )


def _patterns(schema):
    return [schema.get('pattern', ''), *schema.get('patternProperties', ())]


def _excludes_a_pattern(schema):
    # A stricter reading of what must not be would be a laxer one.
    return schema is None or (
        set(schema) == {'pattern'} and '$' not in schema['pattern']
    )


def _leaves_no_key_unread(schema):
    # A key that ends in a newline may be matched by jsonschema alone.
    return schema.get('additionalProperties') is False or not any(
        '$' in pattern for pattern in schema.get('patternProperties', ())
    )


def _parts(schema):
    """Return the schemas that a schema is made of."""
    return [
        *schema.get('properties', {}).values(),
        *schema.get('patternProperties', {}).values(),
        *schema.get('anyOf', ()),
        *(
            schema[name]
            for name in ('items', 'additionalProperties')
            if not isinstance(schema.get(name, True), bool)
        ),
    ]
