"""An Ansible cache plugin that stores the facts of hosts in placement-inv."""

import atexit
import datetime
import json
import os
import re
import time
import urllib.error
import urllib.parse

from ansible.errors import AnsibleError
from ansible.module_utils.urls import open_url
from ansible.plugins.cache import BaseCacheModule
from ansible.utils.display import Display

DOCUMENTATION = """
name: placement_inv
short_description: Store facts in placement-inv
description:
  - Stores facts with the hosts of one inventory of a placement-inv service,
    where C(host_filter) and smart inventories find hosts by them.
  - Hosts are identified by name within that inventory. Facts of a host
    that is not in it are kept for the current run only, with a warning.
  - New facts are merged into the stored facts. Only C(meta=clear_facts) and
    C(--flush-cache) delete facts.
options:
  _uri:
    description: The URL of the service, such as C(https://inventory:8778).
    required: true
    env: [{name: ANSIBLE_CACHE_PLUGIN_CONNECTION}, {name: PLACEMENT_INV_URL}]
    ini:
      - {key: fact_caching_connection, section: defaults}
      - {key: url, section: placement_inv}
  _timeout:
    description: Seconds after which facts expire; 0 for never.
    default: 86400
    type: integer
    env: [{name: ANSIBLE_CACHE_PLUGIN_TIMEOUT}]
    ini: [{key: fact_caching_timeout, section: defaults}]
  inventory:
    description: The name or the id of the inventory with the hosts.
    required: true
    env: [{name: PLACEMENT_INV_INVENTORY}]
    ini: [{key: inventory, section: placement_inv}]
  organization:
    description: The organization of the inventory, if its name is not unique.
    env: [{name: PLACEMENT_INV_ORGANIZATION}]
    ini: [{key: organization, section: placement_inv}]
  username:
    description: The user name for HTTP Basic authentication.
    env: [{name: PLACEMENT_INV_USERNAME}, {name: CONTROLLER_USERNAME}]
    ini: [{key: username, section: placement_inv}]
  password:
    description: The password of O(username).
    env: [{name: PLACEMENT_INV_PASSWORD}, {name: CONTROLLER_PASSWORD}]
    ini: [{key: password, section: placement_inv}]
  token:
    description: A personal access token, as AWX has them.
    env: [{name: PLACEMENT_INV_TOKEN}, {name: CONTROLLER_OAUTH_TOKEN}]
    ini: [{key: token, section: placement_inv}]
  auth_token:
    description: A Keystone token.
    env: [{name: PLACEMENT_INV_AUTH_TOKEN}, {name: OS_TOKEN}]
    ini: [{key: auth_token, section: placement_inv}]
  validate_certs:
    description: Whether to verify the certificate of the service.
    default: true
    type: boolean
    env: [{name: PLACEMENT_INV_VALIDATE_CERTS}]
    ini: [{key: validate_certs, section: placement_inv}]
  request_timeout:
    description: Seconds to wait for a response of the service.
    default: 30
    type: integer
    env: [{name: PLACEMENT_INV_REQUEST_TIMEOUT}]
    ini: [{key: request_timeout, section: placement_inv}]
"""

_VERSION = 'host-inventory 1.8'
#: Hosts and bytes of one request. The service accepts no more hosts.
_MAX_HOSTS = 100
_MAX_BYTES = 1024 * 1024
#: Seconds that facts wait for a batch to fill, and that the plugin sends
#: nothing to a service that did not respond.
_DELAY = 5
#: NUL in JSON, and member names that Ansible reserves for itself.
_REFUSED = re.compile(
    r'(?<!\\)(?:(?:\\\\)*\\u0000|"__ansible_[^"]*"(?:: |\Z))'
)

display = Display()


class _RequestError(Exception):
    """The service refused a request; `status` is the HTTP status."""

    def __init__(self, status, sentence):
        super().__init__(sentence)
        self.status = status


class _Unavailable(Exception):
    """The service did not respond, or responded with a 5xx status."""


class _Service:
    """A client of the endpoints that read and write facts."""

    def __init__(self, option):
        self._base = option('_uri').rstrip('/').removesuffix('/api/v2')
        self._options = {
            'timeout': option('request_timeout'),
            'validate_certs': option('validate_certs'),
        }
        self._headers = {
            'Content-Type': 'application/json',
            'OpenStack-API-Version': _VERSION,
        }
        if option('token'):
            self._headers['Authorization'] = f'Bearer {option("token")}'
        if option('auth_token'):
            self._headers['X-Auth-Token'] = option('auth_token')
        if option('username'):
            self._options['url_username'] = option('username')
            self._options['url_password'] = option('password') or ''
            self._options['force_basic_auth'] = True
        self._facts = None

    def find_inventory(self, inventory, organization):
        """Find the inventory for `read` and `merge`; AnsibleError if none."""
        query = {'id' if inventory.isdigit() else 'name': inventory}
        if organization:
            query['organization__name'] = organization
        rows = self._request('GET', '/api/v2/inventories/', query)['results']
        if len(rows) != 1:
            how_many = 'several inventories are' if rows else 'none is'
            place = f' in {organization!r}' if organization else ''
            raise AnsibleError(f'{how_many} called {inventory!r}{place}')
        self._facts = f'/api/v2/inventories/{rows[0]["id"]}/ansible_facts/'

    def read(self, **query):
        """Return the facts of the hosts that the query parameters select."""
        return self._request('GET', self._facts, query)['results']

    def merge(self, body):
        """Send facts; return the response."""
        return self._request('PATCH', self._facts, body=body)

    def _request(self, method, path, query=None, body=None):
        url = self._base + path
        if query:
            url += '?' + urllib.parse.urlencode(query)
        try:
            with open_url(
                url,
                method=method,
                data=body,
                headers=self._headers,
                **self._options,
            ) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            text = _error_text(error)
            if error.code >= 500:
                raise _Unavailable(text) from error
            raise _RequestError(error.code, text) from error
        except (OSError, ValueError) as error:
            raise _Unavailable(str(error)) from error


def _error_text(error):
    try:
        body = json.load(error)
        body = body.get('detail', body) if isinstance(body, dict) else body
    except (OSError, ValueError):
        body = error.reason
    return f'{error.code} {body}'


class CacheModule(BaseCacheModule):
    """Reads ahead, and writes changed facts in batches."""

    # A persistent plugin gets facts as one text, which no filter can match.
    _persistent = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._service = _Service(self.get_option)
        try:
            self._service.find_inventory(
                self.get_option('inventory'), self.get_option('organization')
            )
        except (AnsibleError, _Unavailable, _RequestError) as error:
            raise AnsibleError(
                f'Cannot store facts at {self.get_option("_uri")}: {error}'
            ) from error
        self._timeout = self.get_option('_timeout')
        #: {host: facts, or None} of each host that was read.
        self._facts = {}
        #: {host: {fact: hash of its JSON}} as stored or about to be sent.
        self._sent_hashes = {}
        #: {host: {JSON of a fact's name: JSON of the fact}}; None deletes.
        self._pending = {}
        self._pending_since = time.monotonic()
        self._page_size = 1
        self._silent_until = 0
        self._unknown = set()
        self._pid = os.getpid()
        atexit.register(self._close)

    def get(self, key):
        """Return the facts of a host; KeyError if it has none."""
        if not self.contains(key):
            raise KeyError(key)
        return self._facts[key]

    def set(self, key, value):
        """Store the facts of a host."""
        self._facts[key] = value
        hashes = self._sent_hashes.setdefault(key, {})
        changes = {}
        for fact, fact_value in value.items():
            name, text = _json(fact), _json(fact_value)
            if name is None or text is None:
                display.warning(
                    f'The fact {fact} of {key} cannot be stored as JSON.'
                )
            elif hashes.get(fact) != hash(text):
                hashes[fact] = hash(text)
                changes[name] = text
        if not changes:
            return
        if self._pending.get(key, {}) is None:
            self._send()
        self._add_pending(key, {**(self._pending.get(key) or {}), **changes})

    def keys(self):
        """Return the names of all hosts of the inventory that have facts."""
        rows = self._fetch(page_size=_MAX_HOSTS)
        while rows:
            rows = self._fetch(name__gt=rows[-1]['name'], page_size=_MAX_HOSTS)
        return [name for name, facts in self._facts.items() if facts]

    def copy(self):
        """Return the facts of all hosts; ansible-core before 2.19 calls it."""
        return {name: self.get(name) for name in self.keys()}

    def contains(self, key):
        """Tell whether a host has facts."""
        if key not in self._facts:
            self._read_from(key)
        return self._facts.get(key) is not None

    def delete(self, key):
        """Delete the facts of a host."""
        self._facts[key] = None
        self._sent_hashes.pop(key, None)
        self._add_pending(key, None)

    def flush(self):
        """Delete the facts of all hosts."""
        for key in self.keys():
            self.delete(key)

    def _read_from(self, name):
        """Read the facts of a host and, ahead, of the next ones by name."""
        if self._fetch(name__gte=name, page_size=self._page_size) is not None:
            self._page_size = min(self._page_size * 10, _MAX_HOSTS)
            self._facts.setdefault(name, None)

    def _fetch(self, **query):
        """Read the facts of some hosts; None if the service is unavailable."""
        if time.monotonic() < self._silent_until:
            return None
        try:
            rows = self._service.read(**query)
        except (_Unavailable, _RequestError) as error:
            self._pause(f'Cannot read facts: {error}')
            return None
        for row in rows:
            if row['name'] not in self._facts:
                self._remember(row)
        return rows

    def _remember(self, row):
        facts = row['ansible_facts']
        if facts is None or self._is_expired(row['ansible_facts_modified']):
            self._facts[row['name']] = None
            return
        self._facts[row['name']] = facts
        self._sent_hashes[row['name']] = {
            fact: hash(_json(fact_value)) for fact, fact_value in facts.items()
        }

    def _is_expired(self, moment):
        modified_at = datetime.datetime.fromisoformat(moment)
        age = datetime.datetime.now(datetime.UTC) - modified_at
        return 0 < self._timeout < age.total_seconds()

    def _add_pending(self, key, facts):
        """Add facts to the next batch; send it if it is full or due."""
        if not self._pending:
            self._pending_since = time.monotonic()
        self._pending[key] = facts
        seconds = time.monotonic() - self._pending_since
        is_due = len(self._pending) >= _MAX_HOSTS or seconds > _DELAY
        if is_due and time.monotonic() >= self._silent_until:
            self._send()

    def _send(self):
        """Send all pending facts; keep those the service did not receive."""
        max_hosts = _MAX_HOSTS
        while self._pending:
            hosts, body = self._batch(max_hosts)
            try:
                response = self._service.merge(body)
            except _Unavailable as error:
                self._pause(f'Cannot write facts: {error}')
                return
            except _RequestError as error:
                # One host's facts must not lose those of the others.
                if error.status in (400, 413) and len(hosts) > 1:
                    max_hosts = len(hosts) // 2
                    continue
                response = {'refused': {f'{len(hosts)} hosts': error}}
            self._report(response)
            for host in hosts:
                del self._pending[host]

    def _batch(self, max_hosts):
        """Return (hosts, body) of the next request."""
        parts, size = {}, 0
        for host, facts in self._pending.items():
            part = _join_members(facts)
            size += len(part)
            if parts and (size > _MAX_BYTES or len(parts) == max_hosts):
                break
            parts[host] = part
        body = {_json(host): part for host, part in parts.items()}
        return list(parts), b'{"hosts":%b}' % _join_members(body)

    def _report(self, response):
        for host, reason in response.get('refused', {}).items():
            display.warning(f'The facts of {host} are not stored: {reason}')
        unknown_hosts = {
            host
            for host in response.get('unknown', ())
            if self._pending[host] is not None and host not in self._unknown
        }
        if unknown_hosts:
            self._unknown |= unknown_hosts
            display.warning(
                'Facts are not stored for hosts that are not in the inventory '
                f'{self.get_option("inventory")}: '
                + ', '.join(sorted(unknown_hosts))
            )

    def _pause(self, message):
        display.warning(message)
        self._silent_until = time.monotonic() + _DELAY

    def _close(self):
        """Send pending facts when Ansible ends, but not when a fork ends."""
        if os.getpid() != self._pid:
            return
        self._send()
        if self._pending:
            display.error(f'The facts of {len(self._pending)} hosts are lost')


def _json(value):
    """Return the JSON of a value as bytes, or None if there is none."""
    try:
        text = json.dumps(
            value, ensure_ascii=False, allow_nan=False, default=_to_plain
        )
    except (TypeError, ValueError):
        return None
    # Ansible represents undecodable bytes as lone surrogates; no database
    # stores those, or NUL.
    return None if _REFUSED.search(text) else text.encode('utf-8', 'replace')


def _to_plain(value):
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    raise TypeError(value)


def _join_members(members):
    """Return a JSON object of encoded names and values, or null."""
    if members is None:
        return b'null'
    return b'{%b}' % b','.join(
        b'%b:%b' % (name, value) for name, value in members.items()
    )
