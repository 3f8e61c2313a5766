"""Fuzz tests: generated requests, most of them invalid.

A run sends many generated requests to the application, in this process, with
a small set of rows. Each response must be 2xx or 4xx (3xx only for redirects),
in time, and in the family's format. At the end the rows must be consistent.

    fuzz_request  one request, and its text form
    chance        the random choices of a run, from one seed
    garbage       values that no schema expects
    instances     documents that satisfy a JSON schema, mostly
    spoiling      mutations of valid requests
    verdict       checks of a response
    run           the client, and the loop of a run
    families/     the requests and rows of each family
"""
