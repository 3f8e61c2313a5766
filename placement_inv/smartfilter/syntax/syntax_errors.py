"""What to tell the author of a text that the grammar does not allow."""

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


def explain(stumble, text, shift, depth):
    """Turn what lark says into an error with a place in the text.

    The depth counts the parentheses that are open where it happened.
    """
    offset = max(0, _offset(stumble, shift + len(text)) - shift)
    chunk = _CHUNK.match(text, offset)
    found = chunk.group() if chunk else ''
    allowed = _allowed(stumble)
    return errors.FilterSyntaxError(
        errors.Place(text, offset, offset + len(found)),
        f'Unexpected {_name(found)}.',
        expected=_expected(allowed, depth > shift or _at_end(stumble)),
        hint=_hint(found, text[:offset], allowed),
    )


def _offset(stumble, end):
    if isinstance(stumble, lark.UnexpectedCharacters):
        return stumble.pos_in_stream
    return end if _at_end(stumble) else stumble.token.start_pos


def _at_end(stumble):
    token = getattr(stumble, 'token', None)
    return token is not None and token.type == '$END'


def _allowed(stumble):
    if isinstance(stumble, lark.UnexpectedCharacters):
        return set(stumble.allowed)
    return set(stumble.expected)


def _name(found):
    if not found:
        return 'end of the filter'
    if found.isspace():
        return 'space of an unusual kind'
    return found if found.startswith('"') else f'"{found}"'


def _is_wide(allowed):
    return bool(allowed & {'KEY', '_IN', '_NOT'})


def _expected(allowed, inside):
    if '_IN' in allowed and 'OPERATOR' not in allowed:
        return ['"in"', '"exists"']
    if 'OPERATOR' in allowed:
        return ['an operator' if '_IN' in allowed else '"="']
    if allowed & {'KEY', '_NOT'} or {'WORD', '_LPAR'} <= allowed:
        return ['a field', '"("']
    if allowed & {'WORD', 'LISTED'}:
        return ['a value']
    if allowed == {'_LPAR'}:
        return ['"("']
    words = [_WORDS[name] for name in sorted(allowed) if name in _WORDS]
    if '_RPAR' in allowed:
        words.append('")"' if inside else 'the end of the filter')
    elif '$END' in allowed:
        words.append('the end of the filter')
    return words


def _hint(found, before, allowed):
    after_term = '_AND' in allowed
    after_operator = 'QUOTED' in allowed and '_LPAR' not in allowed
    if found[:1] in ('"', "'") and not found.endswith(found[0], 1):
        return 'close the quotes'
    if after_operator and not found.startswith('('):
        return 'write "" for the empty text'
    if found.startswith('(') and (after_term or after_operator):
        return 'put a value with parentheses in "quotes"'
    if after_term:
        return _hint_after_term(found)
    if before.split()[-1:] == ['not'] and not _is_wide(allowed):
        return 'this language has no "not"'
    return None


def _hint_after_term(found):
    if found.lower() in ('and', 'or'):
        return f'write "{found.lower()}" in lower case'
    if found in ('', '='):
        return None
    return 'put a value with spaces in "quotes", or join terms with "and"'
