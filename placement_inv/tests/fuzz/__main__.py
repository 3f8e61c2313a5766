"""Repeat one request of a run, or run and tell what was reached.

python -m placement_inv.tests.fuzz FAMILY [REQUEST]

REQUEST is the word that a failed run printed. Without one, a whole run is
made as the environment says, and the answers are counted.
"""

import argparse

from placement_inv.tests.fuzz import run
from placement_inv.tests.fuzz import service
from placement_inv.tests.fuzz import settings
from placement_inv.tests.fuzz import shot as shots
from placement_inv.tests.fuzz import verdict
from placement_inv.tests.fuzz.families import FAMILIES


def main():
    parser = argparse.ArgumentParser(prog='python -m placement_inv.tests.fuzz')
    parser.add_argument('family', choices=FAMILIES)
    parser.add_argument('request', nargs='?', help='as a failed run printed')
    options = parser.parse_args()
    with service.running(settings.backend()) as (services, application):
        family = FAMILIES[options.family](services)
        if options.request:
            return _repeat(family, application, options.request)
        return _run(family, application)


def _repeat(family, application, text):
    """Fire one shot at a fresh world and show what comes back."""
    shot = shots.Shot.of_text(text)
    with run.Gun(application, settings.SECONDS) as gun:
        family.begin(gun)
        answer = gun.fire(shot)
    reason = verdict.fault(shot, answer, settings.SECONDS, family.error_fault)
    print(shot)
    print(answer.status, f'{answer.seconds:.3f} s')
    for name, value in answer.headers:
        print(f'{name}: {value}')
    print(answer.body.decode('utf-8', 'replace')[:4000])
    print('fault:', reason)
    return 1 if reason else 0


def _run(family, application):
    seed = settings.seed()
    outcome = run.fuzz(
        family, application, seed, settings.shots(), settings.SECONDS
    )
    print(f'seed {seed}, {outcome.shots} requests')
    for status, count in sorted(outcome.statuses.items()):
        print(f'{status}: {count}')
    for aim, (asked, met) in sorted(outcome.aims.items()):
        print(f'{met:5} of {asked:5} succeeded: {aim}')
    print(f'slowest: {outcome.slowest[0]:.3f} s {outcome.slowest[1]}'[:400])
    for failure in outcome.failures:
        print(f'\n{failure.number}: {failure.reason}\n{failure.shot or ""}')
        if failure.shot:
            print(failure.shot.to_text())
    return 1 if outcome.failures else 0


if __name__ == '__main__':
    raise SystemExit(main())
