"""Parses the text of a filter to a syntax tree, or raises with a place."""

import dataclasses
import re

import lark

from placement_inv.smartfilter import errors
from placement_inv.smartfilter import limits as bounds
from placement_inv.smartfilter.syntax import ast
from placement_inv.smartfilter.syntax import grammars
from placement_inv.smartfilter.syntax import syntax_errors
from placement_inv.smartfilter.syntax import transformer

# PostgreSQL stores none of these characters in a text.
_UNSTORABLE = re.compile('[\x00\ud800-\udfff]')


@dataclasses.dataclass(frozen=True)
class _Reading:
    """How the text of a language is passed to its grammar."""

    grammar: str
    before: str = ''
    after: str = ''
    #: Whether text after the first complete filter is ignored.
    ignores_rest: bool = False
    #: Whether an unquoted value must touch its operator.
    needs_adjacent_value: bool = False


_READINGS = {
    ast.Language.AWX: _Reading(
        'awx', '(', ')', ignores_rest=True, needs_adjacent_value=True
    ),
    ast.Language.EXTENDED: _Reading('extended'),
}


def parse(text, language=ast.Language.AWX, limits=bounds.DEFAULT):
    """Return the Filter of a text: ``parse('name=a').root`` is a Term.

    Raises FilterSyntaxError or TooLarge.
    """
    _check_text(text, limits)
    reading = _READINGS[language]
    token_pass = _TokenPass(text, reading, limits)
    try:
        tree = token_pass.parse()
    except lark.UnexpectedInput as error:
        if token_pass.complete is None or token_pass.wants_value:
            raise syntax_errors.explain(
                error, text, len(reading.before), token_pass.depth
            ) from None
        # AWX parses "name=a) whatever" as far as it is a filter.
        tree = _TokenPass(text, reading, limits, token_pass.complete).parse()
    builder = transformer.BUILDERS[language](text, len(reading.before), limits)
    root = _transform(builder, tree)
    return ast.Filter(root, language, text)


def _transform(builder, tree):
    try:
        return builder.transform(tree)
    except lark.exceptions.VisitError as wrapper:
        raise wrapper.orig_exc from None


def _check_text(text, limits):
    if len(text) > limits.length:
        raise errors.TooLarge(
            errors.Place(text, limits.length, limits.length + 1),
            f'A filter has at most {limits.length} characters.',
        )
    unstorable = _UNSTORABLE.search(text)
    if unstorable:
        raise errors.FilterSyntaxError(
            errors.Place(text, *unstorable.span()),
            'A filter cannot hold this character.',
        )


class _TokenPass:
    """One pass over the tokens of a text."""

    def __init__(self, text, reading, limits, end=None):
        self.text = text
        self.reading = reading
        self.limits = limits
        self.input = (reading.before + text + reading.after)[:end]
        #: The last position where the text was a complete filter, or None.
        self.complete = None
        self.wants_value = False
        self.depth = 0
        self.terms = 0

    def parse(self):
        """Return lark's tree; raises lark.UnexpectedInput or FilterError."""
        grammar = grammars.load(self.reading.grammar)
        puppet = grammar.parse_interactive(self.input)
        token = None
        for token in puppet.lexer_thread.lex(puppet.parser_state):
            self._refuse_gap(token)
            puppet.feed_token(token)
            self._count(token)
        return puppet.feed_eof(token)

    def _count(self, token):
        if token.type == '_LPAR':
            self.depth += 1
        elif token.type == '_RPAR':
            self.depth -= 1
        elif token.type in grammars.COUNTED:
            self.terms += 1
        self._refuse_too_large(token)
        is_end = token.type == '_RPAR' or self.wants_value
        if self.reading.ignores_rest and self.depth == 0 and is_end:
            self.complete = token.end_pos
        self.wants_value = token.type == 'OPERATOR'

    def _refuse_gap(self, token):
        unquoted_value = self.wants_value and token.type == 'WORD'
        start = token.start_pos - len(self.reading.before)
        if (
            self.reading.needs_adjacent_value
            and unquoted_value
            and self.text[start - 1].isspace()
        ):
            raise errors.FilterSyntaxError(
                errors.Place(self.text, start - 1, start),
                'A value must follow "=" at once.',
                expectations=['a value'],
                hint='take the space away, or put the value in "quotes"',
            )

    def _refuse_too_large(self, token):
        depth = self.depth - len(self.reading.before)
        for number, limit, noun in (
            (depth, self.limits.depth, 'nested parentheses'),
            (self.terms, self.limits.terms, 'terms'),
        ):
            if number > limit:
                start = token.start_pos - len(self.reading.before)
                raise errors.TooLarge(
                    errors.Place(self.text, start, start + len(token)),
                    f'A filter has at most {limit} {noun}.',
                )
