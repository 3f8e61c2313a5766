"""Repeat one request of a run, or run and print statistics.

python -m placement_inv.tests.fuzz FAMILY [REQUEST]

REQUEST is the text that a failed run printed. Without it the command does a
whole run, as the environment variables say, and counts the responses.
"""

import argparse

from placement_inv.tests.fuzz import run
from placement_inv.tests.fuzz import service
from placement_inv.tests.fuzz import settings
from placement_inv.tests.fuzz import verdict
from placement_inv.tests.fuzz.families import FAMILIES
from placement_inv.tests.fuzz.fuzz_request import FuzzRequest


def main():
    parser = argparse.ArgumentParser(prog='python -m placement_inv.tests.fuzz')
    parser.add_argument('family', choices=FAMILIES)
    parser.add_argument('request', nargs='?', help='as a failed run printed')
    options = parser.parse_args()
    with service.run(settings.backend()) as (services, application):
        family = FAMILIES[options.family](services)
        if options.request:
            return _repeat(family, application, options.request)
        return _run(family, application)


def _repeat(family, application, text):
    """Send one request to new rows and print the response."""
    req = FuzzRequest.from_text(text)
    with run.Client(application, settings.SECONDS) as client:
        family.begin(client)
        response = client.send(req)
    reason = verdict.find_fault(
        req, response, settings.SECONDS, family.check_error
    )
    print(req)
    print(response.status, f'{response.seconds:.3f} s')
    for name, value in response.headers:
        print(f'{name}: {value}')
    print(response.body.decode('utf-8', 'replace')[:4000])
    print('fault:', reason)
    return 1 if reason else 0


def _run(family, application):
    seed = settings.seed()
    outcome = run.fuzz(
        family, application, seed, settings.request_count(), settings.SECONDS
    )
    print(f'seed {seed}, {outcome.request_count} requests')
    for status, number_of_responses in sorted(outcome.statuses.items()):
        print(f'{status}: {number_of_responses}')
    for operation, (attempts, successes) in sorted(outcome.operations.items()):
        print(f'{successes:5} of {attempts:5} succeeded: {operation}')
    print(f'slowest: {outcome.slowest[0]:.3f} s {outcome.slowest[1]}'[:400])
    for failure in outcome.failures:
        print(f'\n{failure.number}: {failure.reason}\n{failure.request or ""}')
        if failure.request:
            print(failure.request.to_text())
    return 1 if outcome.failures else 0


if __name__ == '__main__':
    raise SystemExit(main())
