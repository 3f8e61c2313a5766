"""`placement-inv serve` with `auth_strategy = keystone`."""

import pathlib

import fixtures
import requests

from placement_inv.tests.fixtures import command
from placement_inv.tests.keystone import cloud as clouds

_CONFIGURATION = """
[api]
auth_strategy = keystone

[host_inventory]
default_microversion = latest
{host_inventory}

[keystone_authtoken]
www_authenticate_uri = {url}
auth_url = {url}
auth_type = password
username = {user}
password = {user}-password
user_domain_name = Default
project_name = service
project_domain_name = Default
service_token_roles_required = true
{authtoken}
"""


class Service(fixtures.Fixture):
    """The service beside the Keystone of a Cloud.

    `authtoken` and `host_inventory` are more lines of these groups.
    """

    def __init__(self, cloud, authtoken='', host_inventory=''):
        super().__init__()
        self._cloud = cloud
        self._more = {
            'authtoken': authtoken,
            'host_inventory': host_inventory,
        }

    def _setUp(self):
        directory = self.useFixture(fixtures.TempDir()).path
        file = pathlib.Path(directory, 'placement-inv.conf')
        file.write_text(
            _CONFIGURATION.format(
                url=self._cloud.keystone.url,
                user=f'{clouds.SERVICE_USER}-user',
                **self._more,
            )
        )
        self.process = command.Service(
            pathlib.Path(directory, 'data'), '--config-file', str(file)
        )
        self.addCleanup(self.process.close)
        self.url = self.process.url

    def ask(self, method, path, token=None, body=None, headers=None):
        """Send a request; return the response of `requests`."""
        headers = dict(headers or {})
        if token is not None:
            headers['X-Auth-Token'] = token
        return requests.request(
            method,
            f'{self.url}{path}',
            json=body,
            headers=headers,
            timeout=60,
        )
