#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many of the lines of each room without a screen the tests got to, in a build with -Db_coverage=true.

  coverage.py BUILD      exit status 1 when it is less than nine in ten"""

import collections
import json
import os
import subprocess
import sys
from pathlib import Path

ROOMS = ('bili', 'core')
WANTED = 90.0


def count(build, top):
    """Returns {room: {file: (covered, lines)}}"""
    filters = [word for room in ROOMS for word in ('--filter', f'{top}/src/{room}/')]
    report = subprocess.run(['gcovr', '--root', top, *filters, '--json-summary', '-', '-j', str(os.cpu_count()),
                             build], check=True, stdout=subprocess.PIPE)
    rooms = collections.defaultdict(dict)
    for file in json.loads(report.stdout)['files']:
        path = Path(file['filename'])
        if path.suffix == '.c':
            rooms[path.parts[1]][path.name] = (file['line_covered'], file['line_total'])
    return rooms


def main(build):
    rooms = count(Path(build).resolve(), Path(__file__).resolve().parents[2])
    rates = {}
    for room in ROOMS:
        files = rooms[room]
        for name, (covered, lines) in sorted(files.items(), key=lambda item: item[1][0] - item[1][1]):
            if covered < lines:
                print(f'{room}/{name}: {lines - covered} of {lines} lines not reached')
        rates[room] = 100 * sum(c for c, _ in files.values()) / max(1, sum(n for _, n in files.values()))
    for room, rate in rates.items():
        print(f'{room} {rate:.1f}%')
    return 0 if min(rates.values()) >= WANTED else 1


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
