"""Requests that nobody should send, made from our own description.

A run sends many generated requests to the application, in this process, over
a small world. Whatever is asked, the answer is 2xx or 4xx (3xx where that is
meant), in time, and of the family's shape; afterwards the books balance.

    shot      one request, and how it is repeated
    chance    every choice of a run, from one seed
    garbage   values that no schema has in mind
    instances documents that satisfy a JSON schema, more or less
    spoiling  what is done to a request that was fine
    verdict   what is wrong with an answer
    run       shots, verdicts, and what is left afterwards
    families/ what is asked of each family, and its world
"""
