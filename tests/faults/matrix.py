#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the matrix of calls and faults, a row for each way to a call.

  matrix.py LOG      the log of a test run that meson wrote as JSON, one test a line"""

import json
import re
import sys
from pathlib import Path

CASE = re.compile(r'^(not )?ok \d+ /faults/([^/]+)/([^/]+)/(.+?)(?: - .*| # .*)?$')
MARKS = {True: '+', False: 'F', None: '.'}


def read(log):
    """Returns {(call, way): {fault: good}} and the faults, in the order in which they came"""
    rows, columns = {}, {}
    for line in log.read_text(errors='replace').splitlines():
        for said in json.loads(line).get('stdout', '').splitlines():
            case = CASE.match(said)
            if case:
                bad, call, way, fault = case.groups()
                row = rows.setdefault((call, way), {})
                row[fault] = row.get(fault, True) and not bad
                columns.setdefault(fault)
    return rows, sort(columns)


def sort(columns):
    """Codes last, by number"""
    def key(fault):
        code = re.match(r'code (-?\d+)$', fault)
        return (1, abs(int(code[1]))) if code else (0, 0)
    return sorted(columns, key=key)


def show(rows, columns):
    labels = {row: f'{row[0]}, {row[1]}' for row in rows}
    width = max(map(len, labels.values()))
    height = max(map(len, columns))
    for line in range(height):
        print(' ' * (width + 1) + ' '.join(name.rjust(height)[line] for name in columns))
    for row, cells in rows.items():
        print(labels[row].ljust(width) + ' ' + ' '.join(MARKS[cells.get(name)] for name in columns))
    ran = [good for cells in rows.values() for good in cells.values()]
    print(f'{len(rows)} ways to the calls of the service, {len(columns)} faults: {sum(ran)} cells ok (+), '
          f'{len(ran) - sum(ran)} FAILED (F), {len(rows) * len(columns) - len(ran)} not run (.)')


def main(log):
    rows, columns = read(Path(log))
    if rows:
        show(rows, columns)


main(*sys.argv[1:])
