"""Chooses the application by the prefix of the path."""


class Mount:
    """Sends a request to the application with the longest matching prefix.

    The prefix stays in the path: the routes of a family are the paths that
    clients use. `applications` maps prefixes ('/api', '' for the rest).
    """

    def __init__(self, applications):
        self._applications = sorted(
            applications.items(), key=lambda item: -len(item[0])
        )

    def __call__(self, environ, start_response):
        path = environ.get('PATH_INFO', '')
        for prefix, application in self._applications:
            if path.startswith(prefix) and path[len(prefix) :][:1] in (
                '',
                '/',
            ):
                return application(environ, start_response)
        # The prefix '' matches all paths that begin with a slash.
        return self._applications[-1][1](environ, start_response)
