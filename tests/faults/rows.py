#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the matrix has a row for every call of the client, whether every row has all its cells, and whether the
part of it that is for every day leaves out no call and no fault.

  rows.py HEADERS TESTS PROGRAM...      the folders of the headers and of the tests, and what runs the cells"""

import os
import re
import subprocess
import sys
from pathlib import Path

CALL = re.compile(r'\bbili_client_(\w+)_async \(')
ADDRESS = re.compile(r'#define BILI_ADDRESS_(\w+)\s+(?:\\\s+)?"https://[^/]+(/[^"]*)"')
# No calls of their own: one is a header of all of them, the other is what a code follows
NO_PATHS = {'REFERER', 'SHORT_LINK'}


def list_cells(programs, which):
    """Returns {(call, way): {fault, ...}}; nothing without a display"""
    cells = {}
    for program in programs:
        run = subprocess.run([program, '-l'], stdout=subprocess.PIPE, text=True, check=False,
                             env=os.environ | {'TUWEN_FAULTS': which})
        if run.returncode == 77:
            return {}
        for path in run.stdout.splitlines():
            if path.startswith('/faults/'):
                _, _, call, way, fault = path.split('/')
                cells.setdefault((call, way), set()).add(fault)
    return cells


def main(headers, tests, *programs):
    cells, part = list_cells(programs, 'all'), list_cells(programs, 'part')
    if not cells:
        print('1..0 # SKIP there is no display')
        return
    headers = ''.join(path.read_text() for path in sorted(Path(headers).glob('*.h')))
    sources = ''.join(path.read_text() for path in sorted(Path(tests).glob('test-*.c')))
    results = [(f'a row for {call}', any(row[0] == call for row in cells))
               for call in sorted(set(CALL.findall(headers)))]
    results += [(f'a row for the address {name}', f'"{path}' in sources)
                for name, path in ADDRESS.findall(headers) if name not in NO_PATHS]
    columns = set().union(*cells.values())
    results += [(f'all {len(columns)} cells of {call}, {way}', faults == columns)
                for (call, way), faults in cells.items()]
    results += [('of every day: all rows', part.keys() == cells.keys()),
                (f'of every day: all {len(columns)} faults', set().union(*part.values()) == columns)]
    for number, (name, good) in enumerate(results, 1):
        print(f'{"ok" if good else "not ok"} {number} - {name}')
    print(f'1..{len(results)}')


main(*sys.argv[1:])
