"""The text that `placement-inv serve` prints when it is ready."""

_EXAMPLES = """
Both APIs accept one token; a header selects the version:
  curl -H 'X-Auth-Token: admin' \\
       -H 'OpenStack-API-Version: placement latest' \\
       {url}/resource_providers
  curl -H 'X-Auth-Token: admin' \\
       -H 'OpenStack-API-Version: host-inventory latest' \\
       {url}/api/v2/hosts/
Stop with Ctrl-C.
"""

_HOW_TO_CALL = {
    'noauth2': "-H 'X-Auth-Token: admin'",
    'http_basic': '-u USER',
    'keystone': "-H 'X-Auth-Token: TOKEN'",
}


def text(url, auth_strategy):
    """Return the lines; programs may read the first one."""
    examples = _EXAMPLES.format(url=url).replace(
        _HOW_TO_CALL['noauth2'], _HOW_TO_CALL[auth_strategy]
    )
    return f'placement-inv listens on {url}\n{examples}'


def show(url, conf):
    """Print the lines on stdout."""
    print(text(url, conf.api.auth_strategy), flush=True)
