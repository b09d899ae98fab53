#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures Tuwen and its floors, and prints what came out. build-aux/bench runs it.

Every figure stands beside a floor that was measured in the same run, in turns with it, so that a slow
hour of the machine slows down both. Exits 1 when a bar is missed, 2 when something could not be
measured."""

import argparse
import pathlib
import sys

sys.dont_write_bytecode = True
import composer  # noqa: E402
import feed  # noqa: E402
import peer  # noqa: E402
import scheduled  # noqa: E402
from harness import Bench, Table, Unmeasured  # noqa: E402

# Also with the renderer that GTK picks, for the record, when nothing is chosen
RECORDED = ['feed']

# Each has measure(bench, runs, table, counting), which adds rows to the table, and may say what it is BESIDE
PARTS = {'feed': feed, 'composer': composer, 'scheduled': scheduled, 'peer': peer}


def main():
    parser = argparse.ArgumentParser(description='Measures Tuwen and its floors; see build-aux/bench.')
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('parts', nargs='*', metavar='PART', help=f'of {", ".join(PARTS)}; all when not given')
    parser.add_argument('--runs', type=int, default=7,
                        help='of which the median is taken (7); a third of it for what takes long')
    parser.add_argument('--renderer', action='append', default=[],
                        help='cairo, or default for the one that GTK picks, for the record')
    parser.add_argument('--mappings', type=pathlib.Path, help='a folder to keep what memory consists of')
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f'no such part: {", ".join(sorted(unknown))}')
    if options.mappings:
        options.mappings.mkdir(parents=True, exist_ok=True)

    missed, unmeasured = 0, 0
    for renderer in options.renderer or ['cairo', 'default']:
        cairo = renderer == 'cairo'
        runs = options.runs if cairo else 1
        for name in options.parts or PARTS:
            if not cairo and not options.renderer and name not in RECORDED:
                continue
            print(f'\n{name}, renderer: {renderer}; medians of {runs}' + ('' if cairo else ', for the record'))
            try:
                with Bench(options.build.resolve(), '' if renderer == 'default' else renderer,
                           options.mappings) as bench:
                    table = Table(getattr(PARTS[name], 'BESIDE', 'floor'))
                    try:
                        PARTS[name].measure(bench, runs, table, cairo)
                    finally:
                        missed += table.missed if cairo else 0
            except Unmeasured as problem:
                unmeasured += 1
                print(f'bench: {name}: {problem}', file=sys.stderr)

    print(f'\n{missed} missed' if missed else '\nNo bar missed')
    if unmeasured:
        print(f'{unmeasured} could not be measured')
    sys.exit(2 if unmeasured else 1 if missed else 0)


if __name__ == '__main__':
    main()
