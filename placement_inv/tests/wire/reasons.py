"""Why some answers differ; each reason is told in compatibility.rst."""

#: (name of the reason in doc/source/compatibility.rst, whether it applies)
REASONS = ()


def of(ask, ours, theirs):
    """Return the name of the reason for a difference, None for none."""
    for name, applies in REASONS:
        if applies(ask, ours, theirs):
            return name
    return None
