"""What Apache's mod_wsgi loads; touching this file loads all of it anew."""

from placement_inv.wsgi import application

__all__ = ('application',)
