#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures Tuwen and its floors, and prints what came out. build-aux/bench runs it.

Every figure stands beside a floor that was measured in the same run, in turns with it, so that a slow
hour of the machine slows down both. Exits 1 when a bar is missed, 2 when something could not be
measured."""

import argparse
import json
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request

top = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(top / 'tests' / 'support'))
sys.dont_write_bytecode = True
from desk import Desk  # noqa: E402

MID = '1001'
POSTS = 10000
SETTINGS = '''[io/github/tuwen/Tuwen/service/sandbox-{port}]
space=('{mid}', 'Bench', '')
spaces=[('{mid}', 'Bench', '')]
'''


class Unmeasured(Exception):
    pass


class Bench:
    def __init__(self, desk, build, renderer):
        self.desk = desk
        self.build = build
        self.programs = build / 'tests' / 'bench'
        self.env = {'GSETTINGS_SCHEMA_DIR': str(build / 'data')}
        if renderer:
            self.env['GSK_RENDERER'] = renderer
        sandbox = desk.spawn([str(build / 'tests/sandbox/tuwen-sandbox'), '--port=0', f'--posts={POSTS}'],
                             'sandbox', stdout=subprocess.PIPE, text=True)
        self.origin = sandbox.stdout.readline().strip()
        if not self.origin:
            raise Unmeasured('the sandbox did not start')

    def run(self, program, *arguments, prefix=()):
        """Runs a program of this folder; returns the objects that it printed, by their names."""
        process = self.desk.spawn([*prefix, str(self.programs / f'bench-{program}'), *arguments], program,
                                  env={**self.env, 'BENCH_START': str(time.monotonic_ns() // 1000)},
                                  stdout=subprocess.PIPE, text=True)
        output = process.communicate(timeout=1800)[0]
        lines = [json.loads(line) for line in output.splitlines() if line.startswith('{')]
        if process.returncode != 0 or not lines:
            log = (self.desk.logs / f'{program}.log').read_text(errors='replace')
            raise Unmeasured(f'bench-{program} ended with {process.returncode}\n{log[-2000:]}')
        return {line['what']: line for line in lines}

    def forget(self):
        """A home as on the first day, but that a space is remembered."""
        for folder in (self.desk.env['XDG_CACHE_HOME'], self.desk.env['XDG_DATA_HOME']):
            shutil.rmtree(pathlib.Path(folder) / 'tuwen', ignore_errors=True)
        keyfile = pathlib.Path(self.desk.env['XDG_CONFIG_HOME']) / 'glib-2.0' / 'settings' / 'keyfile'
        keyfile.parent.mkdir(parents=True, exist_ok=True)
        keyfile.write_text(SETTINGS.format(port=self.origin.rpartition(':')[2], mid=MID))

    def control(self, method, call):
        request = urllib.request.Request(f'{self.origin}/__sandbox/{call}', method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def covers(self):
        """How many covers the stand-in was asked for since it was told to forget"""
        return sum(1 for request in self.control('GET', 'requests')['requests']
                   if re.search(r'\.(?:hdslb|biliimg)\.com$', request['host'])
                   and '/face/' not in request['path'])

    def probe(self, mode):
        self.forget()
        self.control('POST', 'forget')
        found = self.run('probe', mode, f'--service={self.origin}')
        for what in ('first-frame', 'rows'):
            if what not in found:
                raise Unmeasured(f'no {what} of Tuwen')
        found['covers'] = self.covers()
        return found

    def pages(self):
        """Instructions of the main thread for each post, near the beginning and near the end"""
        folder = self.desk.root / 'callgrind'
        folder.mkdir()
        self.run('page', self.origin, MID,
                 prefix=('valgrind', '--quiet', '--tool=callgrind', '--instr-atstart=no',
                         '--separate-threads=yes', f'--callgrind-out-file={folder}/out'))
        costs = []
        for path in folder.glob('out*-01'):
            text = path.read_text()
            name = re.search(r'^desc: Trigger: Client Request: from-(\d+)-to-(\d+)', text, re.MULTILINE)
            total = re.search(r'^(?:totals|summary): (\d+)', text, re.MULTILINE)
            if name and total:
                first, last = map(int, name.groups())
                costs.append((first, int(total.group(1)) / (last - first)))
        if len(costs) != 2:
            raise Unmeasured(f'callgrind counted {len(costs)} times instead of twice')
        return [cost for _, cost in sorted(costs)]


class Table:
    COLUMNS = '{:<44} {:>10} {:>10} {:>10} {:>10}  {}'

    def __init__(self):
        self.missed = 0
        print(self.COLUMNS.format('', 'Tuwen', 'floor', 'is', 'bar', ''))

    def row(self, what, value, floor=None, result=None, bar=None, form='{:.1f}', result_form='{:.2f}×'):
        """Without a bar it is for the record."""
        passed = bar is None or (result if result is not None else value) <= bar
        self.missed += not passed
        print(self.COLUMNS.format(
            what, form.format(value), '' if floor is None else form.format(floor),
            '' if result is None else result_form.format(result),
            '' if bar is None else (result_form if result is not None else form).format(bar),
            '' if bar is None else 'ok' if passed else 'MISSED'), flush=True)

    def ratio(self, what, value, floor, bar=None, form='{:.1f}'):
        self.row(what, value, floor, value / floor, bar, form)


def medians(samples, what, key):
    return statistics.median(sample[what][key] for sample in samples)


def measure(bench, runs, table, counting):
    empty, opened = [], []
    bench.run('empty')  # warms the disk's cache
    bench.probe('start')
    for _ in range(runs):
        empty.append(bench.run('empty'))
        opened.append(bench.probe('start'))

    table.ratio('(a) first frame with posts, ms', medians(opened, 'first-frame', 'ms'),
                medians(empty, 'first-frame', 'ms'), 1.4)
    rows = opened[0]['rows']
    asked = statistics.median(sample['covers'] for sample in opened)
    allowed = rows['seen'] + -(-rows['list-height'] // rows['height'])
    table.row('(e) covers asked for when the window opens', asked, bar=allowed, form='{:.0f}')
    table.row('    rows seen', rows['seen'], form='{:.0f}')

    # Memory that is shared with others is divided among them: who else runs should be the same
    floor, full, empty = [], [], []
    for _ in range(runs):
        empty.append(bench.run('empty'))
        floor.append(bench.run('list', str(rows['height'])))
        full.append(bench.probe('full'))
        if full[-1].get('posts', {}).get('count', 0) < POSTS:
            raise Unmeasured(f'not {POSTS} posts: {full[-1].get("posts")}')
    memory, nothing = (medians(samples, 'memory', 'pss') / 1024 for samples in (full, empty))
    table.row(f'(b) PSS after {POSTS} posts, MiB', memory, nothing, memory - nothing, 96,
              result_form='+{:.1f}')
    memory, nothing = (medians(samples, 'memory', 'anonymous') / 1024 for samples in (full, empty))
    table.row('    of it in no file, MiB', memory, nothing, memory - nothing, result_form='+{:.1f}')
    table.row('    covers asked for on the way', statistics.median(s['covers'] for s in full), form='{:.0f}')
    for key, bar in (('p50', None), ('p95', 1.25), ('p99', None)):
        table.ratio(f'(c) work of a frame at 3000 px/s, {key}, ms', medians(full, 'scroll', key),
                    medians(floor, 'scroll', key), bar, '{:.2f}')
    table.row('    longest of all frames, ms', max(sample['scroll']['max'] for sample in full),
              max(sample['scroll']['max'] for sample in floor), bar=50, form='{:.2f}')
    table.row('    most between two frames, ms', medians(full, 'scroll', 'between-max'),
              medians(floor, 'scroll', 'between-max'), form='{:.2f}')
    table.row('    frames in six seconds', medians(full, 'scroll', 'frames'),
              medians(floor, 'scroll', 'frames'), form='{:.0f}')
    table.row('    longest frame while pages come in, ms', medians(full, 'paging', 'max'), form='{:.2f}')

    if counting:
        first, last = bench.pages()
        table.row('(d) instructions a post, at 10,000 and at 100', last, first, last / first, 1.1, '{:,.0f}')


def main():
    parser = argparse.ArgumentParser(description='Measures Tuwen and its floors; see build-aux/bench.')
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('--runs', type=int, default=7, help='of which the median is taken (7)')
    parser.add_argument('--renderer', action='append', default=[],
                        help='cairo, or default for the one that GTK picks; both when not given')
    options = parser.parse_args()

    missed = 0
    try:
        for renderer in options.renderer or ['cairo', 'default']:
            cairo = renderer == 'cairo'
            runs = options.runs if cairo else 1
            print(f'\nRenderer: {renderer}; medians of {runs}' + ('' if cairo else ', for the record'))
            with Desk(keyring='unlocked') as desk:
                bench = Bench(desk, options.build.resolve(), '' if renderer == 'default' else renderer)
                table = Table()
                measure(bench, runs, table, cairo)
                missed += table.missed if cairo else 0
    except Unmeasured as problem:
        print(f'bench: {problem}', file=sys.stderr)
        sys.exit(2)
    print(f'\n{missed} missed' if missed else '\nNo bar missed')
    sys.exit(1 if missed else 0)


if __name__ == '__main__':
    main()
