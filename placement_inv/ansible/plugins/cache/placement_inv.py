"""An Ansible cache plugin that keeps the facts of hosts in placement-inv."""

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
short_description: Keep facts in placement-inv
description:
  - Facts are kept with the hosts of one inventory of a placement-inv service,
    where C(host_filter) and smart inventories find hosts by them.
  - Hosts are known by their names within that inventory. Facts of a host
    that is not in it are kept for the run alone, with a warning.
  - Facts are merged into those that are kept. Only C(meta=clear_facts) and
    C(--flush-cache) make facts forgotten.
options:
  _uri:
    description: Where the service is, such as C(https://inventory:8778).
    required: true
    env: [{name: ANSIBLE_CACHE_PLUGIN_CONNECTION}, {name: PLACEMENT_INV_URL}]
    ini:
      - {key: fact_caching_connection, section: defaults}
      - {key: url, section: placement_inv}
  _timeout:
    description: Seconds after which facts count as not kept; 0 for never.
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
    description: The organization of the inventory, where its name needs one.
    env: [{name: PLACEMENT_INV_ORGANIZATION}]
    ini: [{key: organization, section: placement_inv}]
  username:
    description: Who asks, with HTTP Basic authentication.
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
    description: A token of Keystone.
    env: [{name: PLACEMENT_INV_AUTH_TOKEN}, {name: OS_TOKEN}]
    ini: [{key: auth_token, section: placement_inv}]
  validate_certs:
    description: Whether to trust only services with a valid certificate.
    default: true
    type: boolean
    env: [{name: PLACEMENT_INV_VALIDATE_CERTS}]
    ini: [{key: validate_certs, section: placement_inv}]
  request_timeout:
    description: Seconds to wait for an answer of the service.
    default: 30
    type: integer
    env: [{name: PLACEMENT_INV_REQUEST_TIMEOUT}]
    ini: [{key: request_timeout, section: placement_inv}]
"""

_VERSION = 'host-inventory 1.8'
#: Hosts and bytes of one request; the service takes no more hosts.
_MOST_HOSTS = 100
_MOST_BYTES = 1024 * 1024
#: Seconds that facts wait for others to be sent with, and that a service
#: which did not answer is left alone.
_PATIENCE = 5
#: NUL in JSON, and names of members or facts that are Ansible's own.
_UNKEPT = re.compile(r'(?<!\\)(?:(?:\\\\)*\\u0000|"__ansible_[^"]*"(?:: |\Z))')

display = Display()


class _Refused(Exception):
    """The service said no; `status` says how."""

    def __init__(self, status, sentence):
        super().__init__(sentence)
        self.status = status


class _Away(Exception):
    """The service did not answer."""


class _Service:
    """The API, as far as facts need it."""

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

    def choose(self, inventory, organization):
        """Find the inventory that the others speak of."""
        wanted = {'id' if inventory.isdigit() else 'name': inventory}
        if organization:
            wanted['organization__name'] = organization
        found = self._ask('GET', '/api/v2/inventories/', wanted)['results']
        if len(found) != 1:
            how_many = 'several inventories are' if found else 'none is'
            place = f' in {organization!r}' if organization else ''
            raise AnsibleError(f'{how_many} called {inventory!r}{place}')
        self._facts = f'/api/v2/inventories/{found[0]["id"]}/ansible_facts/'

    def read(self, **window):
        """Return what is known of the hosts in a window."""
        return self._ask('GET', self._facts, window)['results']

    def merge(self, body):
        """Send facts; return the answer."""
        return self._ask('PATCH', self._facts, body=body)

    def _ask(self, method, path, query=None, body=None):
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
            ) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            sentence = _sentence(error)
            if error.code >= 500:
                raise _Away(sentence) from error
            raise _Refused(error.code, sentence) from error
        except (OSError, ValueError) as error:
            raise _Away(str(error)) from error


def _sentence(error):
    try:
        said = json.load(error)
        said = said.get('detail', said) if isinstance(said, dict) else said
    except (OSError, ValueError):
        said = error.reason
    return f'{error.code} {said}'


class CacheModule(BaseCacheModule):
    """Reads ahead, and writes what changed, of many hosts at a time."""

    # Ansible would wrap the facts in a text, where no filter finds them.
    _persistent = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._service = _Service(self.get_option)
        try:
            self._service.choose(
                self.get_option('inventory'), self.get_option('organization')
            )
        except (AnsibleError, _Away, _Refused) as error:
            raise AnsibleError(
                f'Facts cannot be kept at {self.get_option("_uri")}: {error}'
            ) from error
        self._timeout = self.get_option('_timeout')
        #: {host: facts, None for none}, as far as anybody asked.
        self._facts = {}
        #: {host: {fact: hash of its JSON}} that the service has or will get.
        self._known = {}
        #: {host: {JSON of a fact's name: its JSON}}, None to forget all.
        self._waiting = {}
        self._since = time.monotonic()
        self._ahead = 1
        self._away_until = 0
        self._strangers = set()
        self._process = os.getpid()
        atexit.register(self._close)

    def get(self, key):
        """Return the facts of a host; KeyError without any."""
        if not self.contains(key):
            raise KeyError(key)
        return self._facts[key]

    def set(self, key, value):
        """Keep the facts of a host."""
        self._facts[key] = value
        known = self._known.setdefault(key, {})
        changed = {}
        for fact, said in value.items():
            name, text = _json(fact), _json(said)
            if name is None or text is None:
                display.warning(
                    f'The fact {fact} of {key} cannot be kept as JSON.'
                )
            elif known.get(fact) != hash(text):
                known[fact] = hash(text)
                changed[name] = text
        if not changed:
            return
        if self._waiting.get(key, {}) is None:
            self._send()
        self._wait_for(key, {**(self._waiting.get(key) or {}), **changed})

    def keys(self):
        """Return the names of all hosts of the inventory with facts."""
        rows = self._rows(page_size=_MOST_HOSTS)
        while rows:
            rows = self._rows(name__gt=rows[-1]['name'], page_size=_MOST_HOSTS)
        return [name for name, facts in self._facts.items() if facts]

    def copy(self):
        """Return the facts of all hosts; ansible-core before 2.19 asks."""
        return {name: self.get(name) for name in self.keys()}

    def contains(self, key):
        """Tell whether there are facts of a host."""
        if key not in self._facts:
            self._read_from(key)
        return self._facts.get(key) is not None

    def delete(self, key):
        """Forget the facts of a host."""
        self._facts[key] = None
        self._known.pop(key, None)
        self._wait_for(key, None)

    def flush(self):
        """Forget the facts of all hosts."""
        for key in self.keys():
            self.delete(key)

    def _read_from(self, name):
        """Read about a host, and about those that follow it.

        Who asks for one host will often ask for the next.
        """
        if self._rows(name__gte=name, page_size=self._ahead) is not None:
            self._ahead = min(self._ahead * 10, _MOST_HOSTS)
            self._facts.setdefault(name, None)

    def _rows(self, **window):
        """Read about some hosts; None while the service is away."""
        if time.monotonic() < self._away_until:
            return None
        try:
            rows = self._service.read(**window)
        except (_Away, _Refused) as error:
            self._leave_alone(f'Facts cannot be read: {error}')
            return None
        for row in rows:
            if row['name'] not in self._facts:
                self._learn(row)
        return rows

    def _learn(self, row):
        facts = row['ansible_facts']
        if facts is None or self._is_old(row['ansible_facts_modified']):
            self._facts[row['name']] = None
            return
        self._facts[row['name']] = facts
        self._known[row['name']] = {
            fact: hash(_json(said)) for fact, said in facts.items()
        }

    def _is_old(self, moment):
        written = datetime.datetime.fromisoformat(moment)
        age = datetime.datetime.now(datetime.UTC) - written
        return 0 < self._timeout < age.total_seconds()

    def _wait_for(self, key, facts):
        """Let facts wait until enough are there or time has passed."""
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting[key] = facts
        waited = time.monotonic() - self._since
        enough = len(self._waiting) >= _MOST_HOSTS or waited > _PATIENCE
        if enough and time.monotonic() >= self._away_until:
            self._send()

    def _send(self):
        """Send what waits; keep what the service did not answer to."""
        most = _MOST_HOSTS
        while self._waiting:
            hosts, body = self._batch(most)
            try:
                answer = self._service.merge(body)
            except _Away as error:
                self._leave_alone(f'Facts cannot be written: {error}')
                return
            except _Refused as error:
                if error.status == 413 and len(hosts) > 1:
                    most = len(hosts) // 2
                    continue
                answer = {'refused': {f'{len(hosts)} hosts': error}}
            self._report(answer)
            for host in hosts:
                del self._waiting[host]

    def _batch(self, most):
        """Return (hosts, body) of what is sent next."""
        parts, size = {}, 0
        for host, facts in self._waiting.items():
            part = _object(facts)
            size += len(part)
            if parts and (size > _MOST_BYTES or len(parts) == most):
                break
            parts[host] = part
        named = {_json(host): part for host, part in parts.items()}
        return list(parts), b'{"hosts":%b}' % _object(named)

    def _report(self, answer):
        for host, reason in answer.get('refused', {}).items():
            display.warning(f'The facts of {host} are not kept: {reason}')
        strangers = {
            host
            for host in answer.get('unknown', ())
            if self._waiting[host] is not None and host not in self._strangers
        }
        if strangers:
            self._strangers |= strangers
            display.warning(
                'Facts are not kept of hosts that are not in the inventory '
                f'{self.get_option("inventory")}: '
                + ', '.join(sorted(strangers))
            )

    def _leave_alone(self, complaint):
        display.warning(complaint)
        self._away_until = time.monotonic() + _PATIENCE

    def _close(self):
        """Send what still waits when Ansible ends, not when a fork does."""
        if os.getpid() != self._process:
            return
        self._send()
        if self._waiting:
            display.error(f'Lost: the facts of {len(self._waiting)} hosts')


def _json(value):
    """Return the JSON of a value, None where it has none."""
    try:
        text = json.dumps(
            value, ensure_ascii=False, allow_nan=False, default=_plain
        )
    except (TypeError, ValueError):
        return None
    # Ansible keeps bytes that are no text as halves of surrogate pairs; no
    # database keeps those, or NUL.
    return None if _UNKEPT.search(text) else text.encode('utf-8', 'replace')


def _plain(value):
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    raise TypeError(value)


def _object(members):
    """Join the JSON of names and of values, or say null."""
    if members is None:
        return b'null'
    return b'{%b}' % b','.join(
        b'%b:%b' % (name, value) for name, value in members.items()
    )
