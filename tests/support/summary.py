# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts single test cases, and shows in full what failed.

  summary.py --suites BUILD             the names of the suites, one a line
  summary.py BUILD RESULTS [SUITE...]   what build-aux/test left in the folder RESULTS

A case counts as failed when it says so, when it was planned and never came, and when the program that
was to run it crashed, timed out, or was never run."""

import json
import re
import subprocess
import sys
from pathlib import Path

# Suites that build-aux/test provides everything for, a screen and a keyring too: no reason to skip
NEED_DESKTOP = {'access', 'core', 'data', 'e2e', 'faults', 'ui'}

LINE = re.compile(r'^( *)(not )?ok\b *(\d*)[ -]*([^#]*)(#.*)?$')
PLAN = re.compile(r'^( *)1\.\.(\d+)\s*(# *SKIP.*)?', re.I)


class Tap:
    """What a program that speaks the Test Anything Protocol said."""

    def __init__(self, text):
        self.passed, self.failed, self.skipped = 0, [], []
        self.planned, self.seen, self.bailed = None, 0, None
        inner = {}  # by depth: whether cases came since the last line of the depth above
        for line in text.splitlines():
            if line.startswith('Bail out!'):
                self.bailed = line
            plan = PLAN.match(line)
            if plan and not plan[1]:
                self.planned = int(plan[2])
                if plan[3]:
                    self.skipped.append(plan[3])
            case = LINE.match(line)
            if case:
                self._case(len(case[1]), bool(case[2]), case[4].strip(), (case[5] or '').strip(), inner)

    def _case(self, depth, bad, name, directive, inner):
        self.seen += depth == 0
        has_inner = any(d > depth and seen for d, seen in inner.items())
        for d in [d for d in inner if d > depth]:
            del inner[d]
        inner[depth] = True
        if has_inner and not bad:
            return  # The sum of cases that were counted already
        if re.match(r'#\s*SKIP', directive, re.I):
            self.skipped.append(f'{name} {directive}'.strip())
        elif bad:
            self.failed.append(f'{name} {directive}'.strip())
        else:
            self.passed += 1

    def finish(self, died):
        """died: how the program ended, when not well"""
        missing = (self.planned or 0) - self.seen
        if self.bailed:
            self.failed.append(self.bailed)
        elif missing > 0:
            self.failed += [f'planned, but never run ({died or "no result"})'] * missing
        elif died and not self.failed:
            self.failed.append(died)
        elif self.planned is None:
            self.failed.append('no plan: did it end too early?')
        elif not self.seen and not self.skipped:
            self.failed.append('without a single case')


def introspect(build):
    """Returns a list of (suites, name, protocol): a name may be in several suites"""
    out = subprocess.run(['meson', 'introspect', '--tests', build], check=True, stdout=subprocess.PIPE,
                         text=True).stdout
    return [(frozenset(s.split(':', 1)[-1] for s in test['suite']), test['name'],
             test.get('protocol', 'exitcode')) for test in json.loads(out)]


def whose(label):
    """Returns (suites, name) of what the log calls PROJECT:SUITE+SUITE / NAME"""
    about, _, name = label.partition(' / ')
    return frozenset(about.split(':', 1)[-1].split('+')), name


def read_meson(build, log, wanted):
    """Yields (name, suites, passed, failed, skipped, report) for every test of the build"""
    tests = [test for test in introspect(build) if not wanted or test[0] & set(wanted)]
    if not tests:
        return
    ran = {}
    if log.exists():
        for line in log.read_text(errors='replace').splitlines():
            entry = json.loads(line)
            ran[whose(entry['name'])] = entry
    for suites, name, protocol in tests:
        entry = ran.get((suites, name))
        if entry is None:
            yield name, suites, 0, ['never run'], [], ''
            continue
        result = entry['result']
        died = None if result in ('OK', 'EXPECTEDFAIL', 'SKIP') else \
            f'{result.lower()}, exit status {entry.get("returncode")}'
        report = entry.get('stdout', '') + entry.get('stderr', '')
        if protocol == 'tap':
            tap = Tap(entry.get('stdout', ''))
            tap.finish(died)
            yield name, suites, tap.passed, tap.failed, tap.skipped, report
        elif died:
            yield name, suites, 0, [died], [], report
        elif result == 'SKIP':
            yield name, suites, 0, [], [name], report
        else:
            yield name, suites, 1, [], [], report


def read_fuzz(results):
    text = (results / 'fuzz.tap').read_text(errors='replace')
    status = int((results / 'fuzz.status').read_text())
    tap = Tap(text)
    tap.finish(f'exit status {status}' if status else None)
    # The log itself was on the screen already
    return 'fuzz', {'fuzz'}, tap.passed, tap.failed, tap.skipped, ''


def main(build, results, *wanted):
    results = Path(results)
    entries = []
    if (results / 'meson.json').exists() or not (results / 'fuzz.tap').exists() or wanted:
        entries += read_meson(build, results / 'meson.json', wanted)
    if (results / 'fuzz.tap').exists():
        entries.append(read_fuzz(results))

    passed = failed = skipped = 0
    missed = False
    for name, suites, good, bad, left_out, report in entries:
        passed, failed, skipped = passed + good, failed + len(bad), skipped + len(left_out)
        missed = missed or bool(left_out and suites & NEED_DESKTOP)
        label = f'{"/".join(sorted(suites))} / {name}'
        if bad:
            print(f'\n──── {label}: failed')
            print(report.rstrip())
        for case in bad:
            print(f'FAILED {label}: {case}')
        for case in left_out:
            print(f'SKIPPED {label}: {case}')
    if missed:
        print('Nothing that needs a screen or a keyring is to be skipped: both are there.')
    if not passed + failed:
        print('Nothing was tested.')
    print(f'{passed} passed, {failed} failed, {skipped} skipped')
    return 1 if failed or missed or not passed else 0


if __name__ == '__main__':
    if sys.argv[1] == '--suites':
        print('\n'.join(sorted(set().union(*(suites for suites, *_ in introspect(sys.argv[2]))))))
    else:
        sys.exit(main(*sys.argv[1:]))
