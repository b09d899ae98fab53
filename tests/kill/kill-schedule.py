# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the program while it looks after scheduled posts, at moments that a seed chooses, under every fault.

  kill-schedule.py BUILD

Each post is scheduled, and then left alone, published at once, deleted, or moved to another time. What is
promised: exactly the post that was meant, and no other, in the feed or in the list. TUWEN_KILL_SCHEDULE_POINTS says
how often to kill (30), TUWEN_KILL_SEED what the moments are drawn from (1)."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'data'))
from tap import Tap  # noqa: E402

MID = '1001'
DRAFTS = '/dynamic_draft/v1/dynamic_draft/'
PATHS = ['/x/dynamic/feed/create/dyn', DRAFTS + 'get_drafts', DRAFTS + 'publish_now', DRAFTS + 'rm_draft',
         '/x/polymer/web-dynamic/v1/opus/feed/space']
FAULTS = ['delay:100', 'drop', 'lost', 'http:500', 'http:404', 'html', 'truncated', 'empty', 'types', 'null',
          'code:-400', 'code:-101', 'code:-500', 'code:4120015', 'voucher', 'utf8']
KINDS = ['nothing', 'publish-now', 'remove', 'reschedule']
MAX_LINES = 30
TOO_LONG = 3
LAST_RUN = 60


class Killer:
    def __init__(self, build, folder):
        self._app = build / 'tests/kill/kill-schedule-app'
        self._folder = folder
        self._sandbox = subprocess.Popen([build / 'tests/sandbox/tuwen-sandbox', '--posts=3', '--latency=3'],
                                         stdout=subprocess.PIPE, text=True)
        self._origin = self._sandbox.stdout.readline().strip()
        self.points = 0
        self.wrong, self.stuck = [], []

    def close(self):
        self._sandbox.terminate()
        self._sandbox.wait()

    def _control(self, what, **words):
        data = json.dumps(words).encode() if words else None
        with urllib.request.urlopen(f'{self._origin}/__sandbox/{what}', data, timeout=60) as answer:
            return json.load(answer)

    def _run(self, home, *arguments, seconds, log):
        environment = {**os.environ, 'HOME': str(home), 'XDG_DATA_HOME': str(home / 'data'),
                       'XDG_CACHE_HOME': str(home / 'cache'), 'XDG_CONFIG_HOME': str(home / 'config')}
        app = subprocess.Popen([self._app, f'--service={self._origin}', *arguments], env=environment,
                               stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        try:
            return app.wait(seconds)
        except subprocess.TimeoutExpired:
            app.kill()
            return app.wait()

    def try_one(self, number, seed, kind, fault):
        chance = random.Random(f'{seed}/{number}')
        text = f'第 {number} 条定时动态'
        at = int(time.time()) + 3600
        to = at + 3600
        plan = f'{number}: {kind} under {fault}'
        home = self._folder / str(number)
        home.mkdir()
        with open(home / 'log', 'wb') as log:
            if self._run(home, f'--make={text}', f'--at={at}', seconds=LAST_RUN, log=log) != 0:
                raise RuntimeError(f'{plan}: the draft could not be written')
            if fault:
                self._control('fault', path=fault[0], fault=fault[1], times=chance.randint(1, 3))
            words = [f'--then={kind}', f'--to={to}']
            for _ in range(chance.randint(1, 3)):
                death = [f'--die-at={chance.randint(1, MAX_LINES)}', f'--die-late={chance.choice((0, 0, 3, 8))}']
                status = self._run(home, *words, *death, seconds=TOO_LONG, log=log)
                log.write(f'──── {death}: {status}\n'.encode())
                log.flush()
                self.points += status == -signal.SIGKILL
            status = self._run(home, *words, seconds=LAST_RUN, log=log)
        if fault:
            self._control('fault', path=fault[0], fault=fault[1], times=0)
        if status != 0:
            self.stuck.append(f'{plan}: ended with {status}')
        self._judge(plan, kind, text, at, to, home)
        shutil.rmtree(home)

    def _judge(self, plan, kind, text, at, to, home):
        state = self._control(f'state?mid={MID}')
        posts = sum(post['text'] == text for post in state['people'][0]['posts'])
        times = [draft['time'] for draft in state['drafts'] if draft['text'] == text]
        meant = {'nothing': (0, [at]), 'publish-now': (1, []), 'remove': (0, []), 'reschedule': (0, [to])}[kind]
        if (posts, times) != meant:
            self.wrong.append(f'{plan}: {posts} posts, scheduled for {times}, at {at}, to {to}')
            print('\n'.join(f'# {line}' for line in (home / 'log').read_text(errors='replace').splitlines()))


def main():
    build = Path(sys.argv[1])
    points = int(os.environ.get('TUWEN_KILL_SCHEDULE_POINTS') or 30)
    seed = int(os.environ.get('TUWEN_KILL_SEED') or 1)
    cases = [(kind, fault) for kind in KINDS for fault in [None] + [(path, fault) for path in PATHS for fault in FAULTS]]
    random.Random(seed).shuffle(cases)
    tap = Tap()

    with tempfile.TemporaryDirectory(prefix='tuwen-kill-') as folder:
        killer = Killer(build, Path(folder))
        try:
            number = 0
            while killer.points < points and number < points * 4:
                kind, fault = cases[number % len(cases)]
                number += 1
                killer.try_one(number, seed, kind, fault)
        finally:
            killer.close()

    tap.ok(killer.points >= points, 'killed often enough', f'{killer.points} of {points} times')
    tap.empty(killer.stuck, 'every run ended well')
    tap.empty(killer.wrong, 'exactly what was meant is posted and scheduled')
    print(f'# {number} posts, {killer.points} kill points, seed {seed}')
    tap.done()


main()
