# SPDX-License-Identifier: GPL-3.0-or-later
"""What every part of the measuring needs: a desktop, the stand-in, the programs of this folder, and a
table of what came out."""

import json
import pathlib
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

APP_ID = 'io.github.tuwen.Tuwen'
MID = '1001'
CSRF = '0123456789abcdef0123456789abcdef'
COOKIES = f'SESSDATA=a1b2c3d4%2C1893456000%2Cf00d1%2A11; bili_jct={CSRF}; DedeUserID={MID}'
POSTS = 10000
SETTINGS = '''[io/github/tuwen/Tuwen/service/sandbox-{port}]
space=('{mid}', 'Bench', '')
spaces=[('{mid}', 'Bench', '')]
'''


class Unmeasured(Exception):
    """A part could not be measured: neither held nor missed."""


class Bench:
    """A private desktop with the stand-in on it; to be used with `with`."""

    def __init__(self, build, renderer, mappings=None):
        self.build = build
        self.programs = build / 'tests' / 'bench'
        self.env = {'GSETTINGS_SCHEMA_DIR': str(build / 'data')}
        if renderer:
            self.env['GSK_RENDERER'] = renderer
        if mappings:
            self.env['BENCH_MAPPINGS'] = str(mappings)
        self.desk = Desk(keyring='unlocked')

    def __enter__(self):
        self.desk.__enter__()
        try:
            sandbox = self.desk.spawn(
                [str(self.build / 'tests/sandbox/tuwen-sandbox'), '--port=0', f'--posts={POSTS}'],
                'sandbox', stdout=subprocess.PIPE, text=True)
            self.origin = sandbox.stdout.readline().strip()
            if not self.origin:
                raise Unmeasured('the sandbox did not start')
        except BaseException:
            self.desk.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(self, *problem):
        return self.desk.__exit__(*problem)

    def start(self, program, *arguments, prefix=()):
        """Starts a program of this folder, which may then be talked to; see finish()."""
        return self.desk.spawn([*prefix, str(self.programs / f'bench-{program}'), *arguments], program,
                               env={**self.env, 'BENCH_START': str(time.monotonic_ns() // 1000)},
                               stdout=subprocess.PIPE, text=True)

    def finish(self, program, process, timeout=600):
        """Returns the objects that it printed, by their names."""
        try:
            output = process.communicate(timeout=timeout)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            raise Unmeasured(f'bench-{program} did not end within {timeout} s') from None
        lines = [json.loads(line) for line in output.splitlines() if line.startswith('{')]
        if process.returncode != 0 or not lines:
            log = (self.desk.logs / f'{program}.log').read_text(errors='replace')
            raise Unmeasured(f'bench-{program} ended with {process.returncode}\n{log[-2000:]}')
        return {line['what']: line for line in lines}

    def run(self, program, *arguments, prefix=()):
        return self.finish(program, self.start(program, *arguments, prefix=prefix))

    def forget(self):
        """A home as on the first day, but that a space is remembered."""
        for folder in (self.desk.env['XDG_CACHE_HOME'], self.desk.env['XDG_DATA_HOME']):
            shutil.rmtree(pathlib.Path(folder) / 'tuwen', ignore_errors=True)
        keyfile = pathlib.Path(self.desk.env['XDG_CONFIG_HOME']) / 'glib-2.0' / 'settings' / 'keyfile'
        keyfile.parent.mkdir(parents=True, exist_ok=True)
        keyfile.write_text(SETTINGS.format(port=self.origin.rpartition(':')[2], mid=MID))

    def sign_in(self):
        self.desk.run(['secret-tool', 'store', '--label=x', 'application', APP_ID,
                       'service', self.origin, 'mid', MID], input=COOKIES.encode(), check=True)

    def control(self, method, call):
        request = urllib.request.Request(f'{self.origin}/__sandbox/{call}', method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


class Table:
    COLUMNS = '{:<48} {:>10} {:>10} {:>10} {:>10}  {}'

    def __init__(self, beside):
        self.missed = 0
        print(self.COLUMNS.format('', 'Tuwen', beside, 'is', 'bar', ''))

    def row(self, what, value, floor=None, result=None, bar=None, form='{:.1f}', result_form='{:.2f}×',
            least=False):
        """Without a bar it is for the record. least: the bar is what must be reached."""
        is_ = result if result is not None else value
        passed = bar is None or (is_ >= bar if least else is_ <= bar)
        self.missed += not passed
        print(self.COLUMNS.format(
            what, form.format(value), '' if floor is None else form.format(floor),
            '' if result is None else result_form.format(result),
            '' if bar is None else ('≥ ' if least else '') +
            (result_form if result is not None else form).format(bar),
            '' if bar is None else 'ok' if passed else 'MISSED'), flush=True)

    def ratio(self, what, value, floor, bar=None, form='{:.1f}', least=False):
        self.row(what, value, floor, value / floor, bar, form, least=least)


def medians(samples, what, key):
    return statistics.median(sample[what][key] for sample in samples)
