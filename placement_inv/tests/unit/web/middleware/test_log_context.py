"""Log lines have the ids and the user of their own request."""

import base64
import logging

from oslo_log import formatters
import testtools
import webob

from placement_inv import conf
from placement_inv import deploy

_GLOBAL_ID = 'req-11111111-2222-3333-4444-555555555555'


class _Lines(logging.Handler):
    """Keeps lines in the format of oslo.log."""

    def __init__(self, settings):
        super().__init__()
        self.setFormatter(formatters.ContextFormatter(config=settings))
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


class TestLogContext(testtools.TestCase):
    def setUp(self):
        super().setUp()
        settings = conf.load(config_files=[])
        settings.set_override('auth_strategy', 'http_basic', 'api')
        settings.set_override(
            'http_basic_auth_user_file', '/nowhere/htpasswd', 'api'
        )
        self.application = deploy.loadapp(settings)
        self.handler = _Lines(settings)
        root = logging.getLogger()
        root.addHandler(self.handler)
        self.addCleanup(root.removeHandler, self.handler)
        self.addCleanup(root.setLevel, root.level)
        root.setLevel(logging.INFO)

    def ask(self, **options):
        request = webob.Request.blank('/', **options)
        return request.get_response(self.application)

    def test_request_is_logged_with_both_its_ids(self):
        answer = self.ask(headers={'X-OpenStack-Request-ID': _GLOBAL_ID})
        (line,) = [line for line in self.handler.lines if '"GET /"' in line]
        self.assertIn(
            f'[{_GLOBAL_ID} {answer.headers["X-OpenStack-Request-ID"]} ', line
        )

    def test_authentication_logs_the_ids_of_the_request_it_refuses(self):
        first = self.ask()
        credentials = base64.b64encode(b'somebody:secret').decode()
        answer = self.ask(headers={'Authorization': f'Basic {credentials}'})
        lines = [line for line in self.handler.lines if 'htpasswd' in line]
        self.assertNotEqual([], lines, self.handler.lines)
        for line in lines:
            self.assertIn(answer.headers['X-OpenStack-Request-ID'], line)
            self.assertNotIn(first.headers['X-OpenStack-Request-ID'], line)
            self.assertNotIn('secret', line)
