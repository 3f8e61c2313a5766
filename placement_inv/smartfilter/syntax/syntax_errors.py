"""Builds syntax errors, with place and hints, from lark's exceptions."""

import re

import lark

from placement_inv.smartfilter import errors

_CHUNK = re.compile(
    r"""\s+|"[^"]*"?|'[^']*'?|[<>!]=|[^\s()=",<>!]+|.""", re.DOTALL
)

_WORDS = {
    '_AND': '"and"',
    '_OR': '"or"',
    '_COMMA': '","',
}


def explain(error, text, shift, depth):
    """Return the FilterSyntaxError for an exception of lark.

    `shift` is how much longer the parsed text is at its start than `text`;
    `depth` is the number of open parentheses at the error.
    """
    offset = max(0, _offset(error, shift + len(text)) - shift)
    chunk = _CHUNK.match(text, offset)
    excerpt = chunk.group() if chunk else ''
    tokens = _expected_tokens(error)
    return errors.FilterSyntaxError(
        errors.Place(text, offset, offset + len(excerpt)),
        f'Unexpected {_describe(excerpt)}.',
        expectations=_describe_expected(
            tokens, depth > shift or _at_end(error)
        ),
        hint=_hint(excerpt, text[:offset], tokens),
    )


def _offset(error, end):
    if isinstance(error, lark.UnexpectedCharacters):
        return error.pos_in_stream
    return end if _at_end(error) else error.token.start_pos


def _at_end(error):
    token = getattr(error, 'token', None)
    return token is not None and token.type == '$END'


def _expected_tokens(error):
    if isinstance(error, lark.UnexpectedCharacters):
        return set(error.allowed)
    return set(error.expected)


def _describe(excerpt):
    if not excerpt:
        return 'end of the filter'
    if excerpt.isspace():
        return 'space of an unusual kind'
    return excerpt if excerpt.startswith('"') else f'"{excerpt}"'


def _is_extended(tokens):
    return bool(tokens & {'KEY', '_IN', '_NOT'})


def _describe_expected(tokens, inside):
    if '_IN' in tokens and 'OPERATOR' not in tokens:
        return ['"in"', '"exists"']
    if 'OPERATOR' in tokens:
        return ['an operator' if '_IN' in tokens else '"="']
    if tokens & {'KEY', '_NOT'} or {'WORD', '_LPAR'} <= tokens:
        return ['a field', '"("']
    if tokens & {'WORD', 'LISTED'}:
        return ['a value']
    if tokens == {'_LPAR'}:
        return ['"("']
    words = [_WORDS[name] for name in sorted(tokens) if name in _WORDS]
    if '_RPAR' in tokens:
        words.append('")"' if inside else 'the end of the filter')
    elif '$END' in tokens:
        words.append('the end of the filter')
    return words


def _hint(excerpt, before, tokens):
    after_term = '_AND' in tokens
    after_operator = 'QUOTED' in tokens and '_LPAR' not in tokens
    if excerpt[:1] in ('"', "'") and not excerpt.endswith(excerpt[0], 1):
        return 'close the quotes'
    if after_operator and not excerpt.startswith('('):
        return 'write "" for the empty text'
    if excerpt.startswith('(') and (after_term or after_operator):
        return 'put a value with parentheses in "quotes"'
    if after_term:
        return _hint_after_term(excerpt)
    if before.split()[-1:] == ['not'] and not _is_extended(tokens):
        return 'this language has no "not"'
    return None


def _hint_after_term(excerpt):
    if excerpt.lower() in ('and', 'or'):
        return f'write "{excerpt.lower()}" in lower case'
    if excerpt in ('', '='):
        return None
    return 'put a value with spaces in "quotes", or join terms with "and"'
