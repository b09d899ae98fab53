# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the program while it publishes, at moments that a seed chooses, under every fault of the stand-in,
starts it again until it is done, and asks the stand-in what it holds.

  kill.py BUILD

Each draft has a text, three pictures and a vote. TUWEN_KILL_POINTS says how often to kill (40), TUWEN_KILL_SEED
what the moments are drawn from (1). A killed run counts as a kill point, one that ended before does not.

What is promised: exactly one post for each draft, with its text, its pictures in their order and one vote. A
vote whose own answer was lost is created again, as no call lists votes: how many of the first ones are left,
which no post shows, is told apart."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.parse
import urllib.request
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'data'))
from tap import Tap  # noqa: E402

MID = '1001'
PATHS = {
    'create': '/x/dynamic/feed/create/dyn',
    'vote': '/vote_svr/v1/vote_svr/create_vote',
    'upload': '/x/dynamic/feed/draw/upload_bfs',
    'feed': '/x/polymer/web-dynamic/v1/opus/feed/space',
}
FAULTS = ['delay:150', 'stall', 'drop', 'lost', 'http:500', 'http:404', 'html', 'truncated', 'empty', 'types',
          'null', 'code:-400', 'code:-101', 'code:-500', 'voucher', 'huge', 'redirect:http://127.0.0.1:1/',
          'deep', 'utf8', 'twice', 'endless']
WORKERS = 3
MAX_KILLS = 4       # of one draft
MAX_LINES = 40      # as many as a run without faults tells, and some
CALL_MS = 12        # what a call takes, and some
LONGEST_RUN = 0.5   # seconds: what a run takes, and some
TOO_LONG = 3        # seconds after which a run that waits is killed in any case
LAST_RUN = 100      # seconds that the run may take that is not killed


def png(width, height):
    """A picture of its own size, so that they can be told apart"""
    def chunk(kind, data):
        body = kind + data
        return len(data).to_bytes(4, 'big') + body + zlib.crc32(body).to_bytes(4, 'big')

    header = width.to_bytes(4, 'big') + height.to_bytes(4, 'big') + bytes([8, 2, 0, 0, 0])
    row = b'\0' + bytes([width % 256, 90, 150]) * width
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header) + chunk(b'IDAT', zlib.compress(row * height))
            + chunk(b'IEND', b''))


class Plan:
    """What happens to one draft"""

    def __init__(self, number, seed, fault):
        chance = random.Random(f'{seed}/{number}')
        self.number = number
        self.text = f'第 {number} 条：一边下雨一边写完的 😀 动态'
        self.vote = f'第 {number} 个投票'
        self.fault = fault
        self.times = chance.randint(1, 3)
        # At a step, shortly after one, while its call is on its way, or some time after the start
        self.kills = [chance.choice((
            (f'--die-at={chance.randint(1, MAX_LINES)}', TOO_LONG),
            (f'--die-at={chance.randint(1, MAX_LINES)} --die-late={chance.randint(1, CALL_MS)}', TOO_LONG),
            ('', round(chance.uniform(0, LONGEST_RUN), 3)),
        )) for _ in range(chance.randint(1, MAX_KILLS))]

    def __str__(self):
        what = f'{self.fault[0]}={self.fault[1]} × {self.times}' if self.fault else 'no fault'
        return f'draft {self.number}: {what}; killed at {self.kills}'


class Worker(threading.Thread):
    def __init__(self, build, take_plan, count_point):
        super().__init__()
        self._app = build / 'tests/kill/kill-app'
        self._sandbox_program = build / 'tests/sandbox/tuwen-sandbox'
        self._take_plan = take_plan
        self._count_point = count_point
        self.lost, self.doubled, self.spoilt, self.left, self.stuck = [], [], [], [], []
        self.orphans = 0
        self.drafts = 0
        self.error = None

    def run(self):
        try:
            with tempfile.TemporaryDirectory(prefix='tuwen-kill-') as folder:
                self._work(Path(folder))
        except Exception as error:  # told by the main thread
            self.error = error

    def _work(self, folder):
        sandbox = subprocess.Popen([self._sandbox_program, '--posts=30', '--latency=5'], stdout=subprocess.PIPE,
                                   text=True)
        try:
            self._origin = sandbox.stdout.readline().strip()
            self._pictures = []
            for i in range(3):
                self._pictures.append(folder / f'{i}.png')
                self._pictures[i].write_bytes(png(101 + i, 60))
            while (plan := self._take_plan()) is not None:
                self._try(plan, folder / str(plan.number))
        finally:
            sandbox.terminate()
            sandbox.wait()

    def _control(self, what, **words):
        data = json.dumps(words).encode() if words else None
        with urllib.request.urlopen(f'{self._origin}/__sandbox/{what}', data, timeout=60) as answer:
            return json.load(answer)

    def _set_fault(self, plan, times):
        if plan.fault:
            self._control('fault', path=PATHS[plan.fault[0]], fault=plan.fault[1], times=times)

    def _run_app(self, home, *arguments, seconds, log=None):
        """Returns the exit status; negative when it was killed"""
        environment = {**os.environ, 'HOME': str(home), 'XDG_DATA_HOME': str(home / 'data'),
                       'XDG_CACHE_HOME': str(home / 'cache'), 'XDG_CONFIG_HOME': str(home / 'config')}
        app = subprocess.Popen([self._app, f'--service={self._origin}', *arguments], env=environment,
                               stdin=subprocess.DEVNULL, stdout=log or subprocess.DEVNULL,
                               stderr=subprocess.STDOUT)
        try:
            return app.wait(seconds)
        except subprocess.TimeoutExpired:
            app.kill()
            return app.wait()

    def _try(self, plan, home):
        home.mkdir()
        made = self._run_app(home, '--make', plan.text, plan.vote, *map(str, self._pictures), seconds=LAST_RUN)
        if made != 0:
            raise RuntimeError(f'{plan}: the draft could not be written: {made}')

        self._set_fault(plan, plan.times)
        done = False
        with open(home / 'log', 'wb') as log:
            for options, seconds in plan.kills:
                status = self._run_app(home, *options.split(), seconds=seconds, log=log)
                log.write(f'──── {options} {seconds} s: {status}\n'.encode())
                log.flush()
                if status == -signal.SIGKILL:
                    self._count_point()
                elif status == 0:
                    done = True
                    break
                else:
                    self.stuck.append(f'{plan}: ended with {status}')
            if plan.fault and plan.fault[1] == 'stall':
                self._set_fault(plan, 0)
            # What was done is done: another start finds nothing
            status = self._run_app(home, seconds=LAST_RUN, log=log)
            log.write(f'──── last: {status}{" (was done)" if done else ""}\n'.encode())
        self._set_fault(plan, 0)
        if status != 0:
            self.stuck.append(f'{plan}: the last run ended with {status}')
        self._judge(plan, home)
        shutil.rmtree(home)

    def _judge(self, plan, home):
        state = self._control(f'state?mid={MID}')
        posts = [post for post in state['people'][0]['posts'] if post['text'].startswith(plan.text)]
        votes = {vote['vote_id']: vote for vote in state['votes'] if vote['title'] == plan.vote}
        uploads = {upload['path']: upload['width'] for upload in state['uploads']}
        before = len(self.lost) + len(self.doubled) + len(self.spoilt) + len(self.left)

        self.drafts += 1
        if not posts:
            self.lost.append(str(plan))
        if len(posts) > 1:
            self.doubled.append(str(plan))
        for post in posts:
            widths = [uploads.get(urllib.parse.urlsplit(url).path) for url in post['pictures']]
            if post['text'] != plan.text + plan.vote or widths != [101, 102, 103] or post['vote'] not in votes:
                self.spoilt.append(f'{plan}: {post}')
        self.orphans += len(votes) - len({post['vote'] for post in posts if post['vote'] in votes})
        left = list(home.glob('data/tuwen/*/drafts/*'))
        if left:
            self.left.append(f'{plan}: {left}')
        if len(self.lost) + len(self.doubled) + len(self.spoilt) + len(self.left) > before:
            print('\n'.join(f'# {line}' for line in (home / 'log').read_text(errors='replace').splitlines()))


def main():
    build = Path(sys.argv[1])
    points = int(os.environ.get('TUWEN_KILL_POINTS') or 40)
    seed = int(os.environ.get('TUWEN_KILL_SEED') or 1)

    # Every fault of every call, in an order of the seed's, over and over
    faults = [None] + [(path, fault) for path in PATHS for fault in FAULTS]
    random.Random(seed).shuffle(faults)
    # What is worth the most first: answers that are lost after the service acted
    faults.sort(key=lambda fault: fault != ('create', 'lost'))

    lock = threading.Lock()
    counted = {'points': 0, 'plans': 0}

    def take_plan():
        with lock:
            if counted['points'] >= points or counted['plans'] > points * 4 + len(faults):
                return None
            counted['plans'] += 1
            return Plan(counted['plans'], seed, faults[(counted['plans'] - 1) % len(faults)])

    def count_point():
        with lock:
            counted['points'] += 1

    workers = [Worker(build, take_plan, count_point) for _ in range(min(WORKERS, points))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    def all_of(name):
        return [line for worker in workers for line in getattr(worker, name)]

    tap = Tap()
    tap.empty([worker.error for worker in workers if worker.error], 'every draft could be tried')
    tap.ok(counted['points'] >= points, 'killed often enough', f'{counted["points"]} of {points} times')
    tap.empty(all_of('stuck'), 'every run ended well')
    tap.empty(all_of('lost'), 'nothing was lost')
    tap.empty(all_of('doubled'), 'nothing was posted twice')
    tap.empty(all_of('spoilt'), 'every post has its text, its pictures and one vote')
    tap.empty(all_of('left'), 'no draft of a published post is left')

    drafts = sum(worker.drafts for worker in workers)
    orphans = sum(worker.orphans for worker in workers)
    figures = (f'{drafts} drafts under {min(drafts, len(faults))} faults, seed {seed}; '
               f'{orphans} votes that no post shows\n'
               f'{counted["points"]} kill points, {len(all_of("lost"))} lost, {len(all_of("doubled"))} doubled\n')
    for line in figures.splitlines():
        print(f'# {line}')
    if os.environ.get('TUWEN_KILL_FIGURES'):
        Path(os.environ['TUWEN_KILL_FIGURES']).write_text(figures, encoding='utf-8')
    tap.done()


main()
