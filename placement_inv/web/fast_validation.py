"""Fast validation: accepts most valid documents without running jsonschema.

Functions that fastjsonschema compiles accept a valid document about twenty
times as fast as jsonschema. A document that they do not accept is validated by
jsonschema, which decides and makes the messages. They must not accept what
jsonschema would refuse. So they are only compiled for schemas whose keywords
both libraries interpret alike, or fastjsonschema more strictly.
"""

import functools

import fastjsonschema

#: Keywords that both libraries interpret alike. The exception is `$` in
#: patterns: in one library it matches only at the very end, in the other also
#: before a final newline.
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
    """Return a function: document -> True if it certainly satisfies `schema`.

    Return None if no such function can be compiled.
    """
    if not _is_plain(schema):
        return None
    try:
        validate = _compile(schema, format_checker)
    except fastjsonschema.JsonSchemaDefinitionException:
        # fastjsonschema refuses a schema that no document satisfies.
        return None

    def satisfies(document):
        try:
            validate(document)
        except fastjsonschema.JsonSchemaValueException:
            return False
        return True

    return satisfies


def _compile(schema, format_checker):
    return fastjsonschema.compile(
        {'$schema': 'http://json-schema.org/draft-07/schema#', **schema},
        formats={
            name: functools.partial(format_checker.conforms, format=name)
            for name in format_checker.checkers
        },
        use_default=False,
    )


def _is_plain(schema):
    """Tell whether jsonschema accepts all that fastjsonschema accepts."""
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
    # Under `not` a stricter interpretation would accept more.
    return schema is None or (
        set(schema) == {'pattern'} and '$' not in schema['pattern']
    )


def _leaves_no_key_unread(schema):
    # jsonschema alone may match a key that ends in a newline.
    return schema.get('additionalProperties') is False or not any(
        '$' in pattern for pattern in schema.get('patternProperties', ())
    )


def _parts(schema):
    """Return the subschemas of a schema."""
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
