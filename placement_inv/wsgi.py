"""The application for uWSGI, mod_wsgi and other WSGI servers."""

import os

from oslo_log import log

from placement_inv import conf
from placement_inv import deploy


def _application():
    settings = conf.load(environ=os.environ)
    log.setup(settings, conf.PROJECT)
    services = deploy.services(settings)
    deploy.prepare(services)
    return deploy.loadapp(settings, services)


application = _application()
