"""Why some answers differ; each reason is told in compatibility.rst."""


def _said(answer):
    document = answer.document
    if not isinstance(document, dict) or not document.get('errors'):
        return ''
    return ' '.join(document['errors'][0]['detail'].split())


def _both_say(ours, theirs, text):
    return text in _said(ours) and text in _said(theirs)


def _same_status_without(text):
    def applies(_ask, ours, theirs):
        return ours.status == theirs.status and _both_say(ours, theirs, text)

    return applies


def _plain_406(_ask, ours, theirs):
    return ours.status == theirs.status == 406


def _only_freshness(_ask, ours, theirs):
    return (
        ours.status == theirs.status
        and ours.document == theirs.document
        and 'last-modified' in ours.headers
        and 'last-modified' not in theirs.headers
    )


def _limited(ask, ours, theirs):
    return 'limit=1' in ask.path and ours.status == theirs.status == 200


#: (name of the reason in doc/source/compatibility.rst, whether it applies)
REASONS = (
    ('Malformed JSON', _same_status_without('Malformed JSON')),
    ('Patterns', _same_status_without('does not match')),
    (
        'Sentences said once',
        _same_status_without('No resource provider with uuid'),
    ),
    ('Sentences said once', _same_status_without('found for delete')),
    ('An inventory twice', _same_status_without('Update conflict')),
    (
        'Generations of reshapes',
        _same_status_without('generation conflict for provider'),
    ),
    ('Empty names', lambda ask, _o, _t: ask.body == {'name': ''}),
    ('Media types', _plain_406),
    ('Slashes', lambda ask, _o, _t: ask.path == '//'),
    ('Always fresh', _only_freshness),
    ('Order', _limited),
)


def of(ask, ours, theirs):
    """Return the name of the reason for a difference, None for none."""
    for name, applies in REASONS:
        if applies(ask, ours, theirs):
            return name
    return None
