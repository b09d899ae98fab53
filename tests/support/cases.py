# SPDX-License-Identifier: GPL-3.0-or-later
"""Test cases in Python that tell their results by the Test Anything Protocol.

  @case('what is expected to hold')
  def function(): ...            an exception is a failure; skip('reason') leaves it out

  run(before, after)             at the end of the file"""

import os
import sys
import time
import traceback

_cases = []


class Skip(Exception):
    pass


def case(name):
    def keep(function):
        _cases.append((name, function))
        return function
    return keep


def skip(reason):
    raise Skip(reason)


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def equal(actual, expected, what=''):
    check(actual == expected, f'{what}: got {actual!r}, expected {expected!r}'.lstrip(': '))


def run(*arguments, failed=None):
    """Runs the cases in the order they were written; failed(number) is called after each failure.
    Named on the command line, only some: those whose name contains a word that was given."""
    words = sys.argv[1:] if os.environ.get('TUWEN_TEST_SOME') else []
    chosen = [c for c in _cases if not words or any(w in c[0] for w in words)]
    print(f'1..{len(chosen)}', flush=True)
    bad = 0
    for number, (name, function) in enumerate(chosen, 1):
        began = time.monotonic()
        try:
            function(*arguments)
            print(f'ok {number} {name}', flush=True)
        except Skip as reason:
            print(f'ok {number} {name} # SKIP {reason}', flush=True)
        except Exception:  # whatever it is, the next case is to run
            bad += 1
            for line in traceback.format_exc().splitlines():
                print(f'# {line}')
            if failed:
                failed(number)
            print(f'not ok {number} {name}', flush=True)
        print(f'# {time.monotonic() - began:.1f} s', flush=True)
    return 1 if bad else 0
