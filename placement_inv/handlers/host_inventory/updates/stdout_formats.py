"""The formats of output: JSON, text, text with colours, HTML, download."""

import base64
import dataclasses
import html
import re

from placement_inv.handlers.host_inventory import errors
from placement_inv.web import errors as web_errors
from placement_inv.web import response

_HTML = 'text/html'
_TEXT = 'text/plain'
_JSON = 'application/json'
#: {media type: format} in the order of preference of the service.
_OFFERED = {_HTML: 'html', _JSON: 'json', _TEXT: 'txt'}
#: The media type of each format.
_FORMATS = {
    'api': _HTML,
    'html': _HTML,
    'json': _JSON,
    'txt': _TEXT,
    'ansi': _TEXT,
    'txt_download': _TEXT,
    'ansi_download': _TEXT,
}
_DOWNLOAD = '_download'
_COLOURS = re.compile(r'\x1b\[[0-9;]*[A-Za-z]')


@dataclasses.dataclass(frozen=True)
class OutputForm:
    """The format and the lines that a request asks for."""

    name: str
    #: The first line, from 0, and the line after the last; None for all.
    start: int
    end: int | None
    is_base64: bool


def parse_form(req):
    """Return the OutputForm of a request.

    The parameter `format` or else the Accept header chooses the format. Raises
    NotAcceptable, NoSuchRoute or BadParameter.
    """
    name = req.GET.get('format')
    if name is None:
        offers = req.accept.acceptable_offers(tuple(_OFFERED))
        if not offers:
            raise web_errors.NotAcceptable()
        name = _OFFERED[offers[0][0]]
    if name not in _FORMATS:
        raise web_errors.NoSuchRoute()
    return OutputForm(
        name,
        _line(req, 'start_line') or 0,
        _line(req, 'end_line'),
        req.GET.get('content_encoding') == 'base64',
    )


def answer(form, text, name):
    """Return the answer with a text in an OutputForm.

    `name` is the title of a page and the name of a file.
    """
    if not form.name.startswith('ansi'):
        text = _COLOURS.sub('', text)
    if form.name == 'json':
        return response.json(_range(form, text))
    if _FORMATS[form.name] == _HTML:
        return response.text(_page(text, name), _HTML)
    reply = response.text(text)
    if form.name.endswith(_DOWNLOAD):
        reply.headers['Content-Disposition'] = (
            f'attachment; filename="{name}.txt"'
        )
    return reply


def _line(req, parameter):
    text = req.GET.get(parameter)
    if text is None:
        return None
    if not re.fullmatch('[0-9]{1,9}', text):
        raise errors.BadParameter(name=parameter)
    return int(text)


def _range(form, text):
    # `splitlines` would split at more characters than newlines.
    lines = re.findall('[^\n]*\n|[^\n]+', text)
    end = len(lines) if form.end is None else min(form.end, len(lines))
    start = min(form.start, end)
    content = ''.join(lines[start:end])
    body = {
        'range': {'start': start, 'end': end, 'absolute_end': len(lines)},
        'content': content,
    }
    if form.is_base64:
        body['content'] = base64.b64encode(content.encode()).decode()
        body['content_encoding'] = 'base64'
    return body


def _page(text, name):
    return (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8">'
        f'<title>{html.escape(name)}</title></head>'
        f'<body><pre>{html.escape(text)}</pre></body></html>\n'
    )
