"""From the text of a filter to its tree, or to the place of the trouble."""

import dataclasses
import re

import lark

from placement_inv.smartfilter import errors
from placement_inv.smartfilter import limits as bounds
from placement_inv.smartfilter.syntax import ast
from placement_inv.smartfilter.syntax import grammars
from placement_inv.smartfilter.syntax import syntax_errors
from placement_inv.smartfilter.syntax import transformer

# No database of ours keeps these in a text.
_UNSTORABLE = re.compile('[\x00\ud800-\udfff]')


@dataclasses.dataclass(frozen=True)
class _Reading:
    """How the text of one language is handed to its grammar."""

    grammar: str
    before: str = ''
    after: str = ''
    #: Whether text after the first complete filter is ignored.
    lenient: bool = False
    #: Whether an unquoted value must touch its operator.
    tight: bool = False


_READINGS = {
    ast.Language.AWX: _Reading('awx', '(', ')', lenient=True, tight=True),
    ast.Language.WIDE: _Reading('wide'),
}


def parse(text, language=ast.Language.AWX, limits=bounds.DEFAULT):
    """Read a filter: ``parse('name=a').root`` is a Term.

    Raises FilterSyntaxError or TooLarge.
    """
    _refuse_unreadable(text, limits)
    reading = _READINGS[language]
    walk = _Walk(text, reading, limits)
    try:
        parsed = walk.to_the_end()
    except lark.UnexpectedInput as stumble:
        if walk.complete is None or walk.wants_value:
            raise syntax_errors.explain(
                stumble, text, len(reading.before), walk.depth
            ) from None
        # AWX reads "name=a) whatever" as far as it makes sense.
        parsed = _Walk(text, reading, limits, walk.complete).to_the_end()
    builder = transformer.BUILDERS[language](text, len(reading.before), limits)
    root = _built(builder, parsed)
    return ast.Filter(root, language, text)


def _built(builder, parsed):
    try:
        return builder.transform(parsed)
    except lark.exceptions.VisitError as wrapper:
        raise wrapper.orig_exc from None


def _refuse_unreadable(text, limits):
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


class _Walk:
    """One pass over the tokens of a text."""

    def __init__(self, text, reading, limits, end=None):
        self.text = text
        self.reading = reading
        self.limits = limits
        self.wrapped = (reading.before + text + reading.after)[:end]
        #: Where the text so far was a whole filter, if anywhere.
        self.complete = None
        self.wants_value = False
        self.depth = 0
        self.terms = 0

    def to_the_end(self):
        """Give lark's tree, or let its exception out."""
        grammar = grammars.load(self.reading.grammar)
        puppet = grammar.parse_interactive(self.wrapped)
        token = None
        for token in puppet.lexer_thread.lex(puppet.parser_state):
            self._refuse_gap(token)
            puppet.feed_token(token)
            self._note(token)
        return puppet.feed_eof(token)

    def _note(self, token):
        if token.type == '_LPAR':
            self.depth += 1
        elif token.type == '_RPAR':
            self.depth -= 1
        elif token.type in grammars.COUNTED:
            self.terms += 1
        self._refuse_too_large(token)
        is_end = token.type == '_RPAR' or self.wants_value
        if self.reading.lenient and self.depth == 0 and is_end:
            self.complete = token.end_pos
        self.wants_value = token.type == 'OPERATOR'

    def _refuse_gap(self, token):
        unquoted_value = self.wants_value and token.type == 'WORD'
        start = token.start_pos - len(self.reading.before)
        if (
            self.reading.tight
            and unquoted_value
            and self.text[start - 1].isspace()
        ):
            raise errors.FilterSyntaxError(
                errors.Place(self.text, start - 1, start),
                'A value must follow "=" at once.',
                expected=['a value'],
                hint='take the space away, or put the value in "quotes"',
            )

    def _refuse_too_large(self, token):
        depth = self.depth - len(self.reading.before)
        for number, limit, what in (
            (depth, self.limits.depth, 'nested parentheses'),
            (self.terms, self.limits.terms, 'terms'),
        ):
            if number > limit:
                start = token.start_pos - len(self.reading.before)
                raise errors.TooLarge(
                    errors.Place(self.text, start, start + len(token)),
                    f'A filter has at most {limit} {what}.',
                )
