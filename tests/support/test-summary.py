# SPDX-License-Identifier: GPL-3.0-or-later
"""What summary.py makes of programs that behave, and of those that do not."""

import json
import sys
import tempfile
from pathlib import Path

import summary
from cases import case, equal, run
from summary import Tap


def counts(text, died=None):
    tap = Tap(text)
    tap.finish(died)
    return tap.passed, len(tap.failed), len(tap.skipped)


def expect(name, text, expected, died=None):
    case(name)(lambda: equal(counts(text, died), expected))


expect('cases that pass', '1..2\nok 1 /a/b\nok 2 /a/c\n', (2, 0, 0))
expect('a case that fails', '1..2\nok 1 /a/b\nnot ok 2 /a/c - why\n', (1, 1, 0), 'fail, exit status 1')
expect('a case that is left out', '1..2\nok 1 /a\nok 2 /b # SKIP no screen\n', (1, 0, 1))
expect('a failure that is only to be done one day', '1..1\nnot ok 1 /a # TODO later\n', (0, 1, 0))
expect('a crash in the middle', '1..3\nok 1 /a\n', (1, 2, 0), 'fail, exit status -11')
expect('a crash after the last case', '1..1\nok 1 /a\n', (1, 1, 0), 'fail, exit status -6')
expect('a crash before the first', '', (0, 1, 0), 'fail, exit status 127')
expect('an end without a word', '', (0, 1, 0))
expect('an end that leaves a case out', '1..2\nok 1 /a\n', (1, 1, 0))
expect('cases without a plan', 'ok 1 /a\n', (1, 1, 0))
expect('a plan at the end', 'ok 1 /a\nok 2 /b\n1..2\n', (2, 0, 0))
expect('everything skipped', '1..0 # SKIP no screen\n', (0, 0, 1))
expect('a plan for nothing', '1..0\n', (0, 1, 0))
expect('bailing out', '1..9\nok 1 /a\nBail out! CRITICAL\n', (1, 1, 0), 'fail, exit status -5')
expect('cases inside cases count once',
       '# Subtest: a\n    ok 1 /a/b\n    ok 2 /a/c\n    1..2\nok 1 a\nok 2 d\n1..2\n', (3, 0, 0))
expect('a sum that fails by itself', '    ok 1 /a/b\n    1..1\nnot ok 1 a\n1..1\n', (1, 1, 0))
expect('words that only look like results', '1..1\n# ok 2 /b\nokay 3\nok 1 /a\n', (1, 0, 0))


def tests_of_the_same_name(first, second):
    """Returns (suites, passed, failed) of two tests that are called the same"""
    summary.introspect = lambda build: [(frozenset({'bili'}), 'same', 'tap'),
                                        (frozenset({'e2e', 'e2e-sanitized'}), 'same', 'tap')]
    entries = [{'name': 'tuwen:bili / same', 'result': 'OK', 'stdout': first},
               {'name': 'tuwen:e2e+e2e-sanitized / same', 'result': 'OK', 'stdout': second}]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / 'meson.json'
        log.write_text('\n'.join(json.dumps(entry) for entry in entries))
        return [('/'.join(sorted(suites)), passed, len(failed))
                for _, suites, passed, failed, *_ in summary.read_meson('build', log, [])]


@case('of two tests with one name neither hides the other')
def _():
    good, bad = '1..2\nok 1 /a\nok 2 /b\n', '1..1\nnot ok 1 /a\n'
    equal(tests_of_the_same_name(bad, good), [('bili', 0, 1), ('e2e/e2e-sanitized', 2, 0)])
    equal(tests_of_the_same_name(good, bad), [('bili', 2, 0), ('e2e/e2e-sanitized', 0, 1)])


sys.exit(run())
