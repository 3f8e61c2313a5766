"""The module that Apache's mod_wsgi loads; touch it to reload the service."""

from placement_inv.wsgi import application

__all__ = ('application',)
