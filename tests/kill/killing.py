# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programs of this folder share: they kill a program at moments that a seed chooses, under faults of the
stand-in, start it again until it is done, and ask the stand-in what it holds.

Environment: TUWEN_KILL_SEED is what the moments are drawn from (1), TUWEN_KILL_FIGURES a file to add the figures to."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'data'))
from tap import Tap  # noqa: E402

MID = '1001'
TOO_LONG = 3        # seconds after which a run that waits is killed in any case
LAST_RUN = 100      # seconds that the run may take that is not killed
WORKERS = 3


def seed():
    return int(os.environ.get('TUWEN_KILL_SEED') or 1)


class Worker(threading.Thread):
    """Tries plans until there are none, with a stand-in of its own. A plan has a number, says what it is as text,
    and its fault is (path, name) or None, `times` how often it is met.

    What a worker finds wrong goes into a list of that name: lost, doubled, wrong, stuck."""

    program = None         # the program's name
    latency = 5            # of the stand-in, in milliseconds

    def __init__(self, build, take_plan, count_point):
        super().__init__()
        self._app = build / 'tests/kill' / self.program
        self._sandbox_program = build / 'tests/sandbox/tuwen-sandbox'
        self._take_plan = take_plan
        self._count_point = count_point
        self.lost, self.doubled, self.wrong, self.stuck = [], [], [], []
        self.plans = 0
        self.error = None

    def prepare(self, folder):
        """Once, in a folder for whatever is needed"""

    def make(self, plan):
        """The words that have the program write what the plan is about"""
        raise NotImplementedError

    def words(self, plan):
        """The words for every other run"""
        return []

    def kills(self, plan):
        """(words, seconds) of each run that is to be killed"""
        raise NotImplementedError

    def judge(self, plan, state, home):
        """Looks at what the stand-in and the home folder hold."""
        raise NotImplementedError

    def run(self):
        try:
            with tempfile.TemporaryDirectory(prefix='tuwen-kill-') as folder:
                self._work(Path(folder))
        except Exception as error:  # told by the main thread
            self.error = error

    def _work(self, folder):
        sandbox = subprocess.Popen([self._sandbox_program, '--posts=30', f'--latency={self.latency}'],
                                   stdout=subprocess.PIPE, text=True)
        try:
            self._origin = sandbox.stdout.readline().strip()
            self.prepare(folder)
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
            self._control('fault', path=plan.fault[0], fault=plan.fault[1], times=times)

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
        made = self._run_app(home, *self.make(plan), seconds=LAST_RUN)
        if made != 0:
            raise RuntimeError(f'{plan}: the draft could not be written: {made}')

        self._set_fault(plan, plan.times)
        with open(home / 'log', 'wb') as log:
            for words, seconds in self.kills(plan):
                status = self._run_app(home, *self.words(plan), *words, seconds=seconds, log=log)
                log.write(f'──── {words} {seconds} s: {status}\n'.encode())
                log.flush()
                if status == -signal.SIGKILL:
                    self._count_point()
                elif status == 0:
                    break
                else:
                    self.stuck.append(f'{plan}: ended with {status}')
            if plan.fault and plan.fault[1] == 'stall':
                self._set_fault(plan, 0)
            # What was done is done: another start finds nothing
            status = self._run_app(home, *self.words(plan), seconds=LAST_RUN, log=log)
            log.write(f'──── last: {status}\n'.encode())
        self._set_fault(plan, 0)
        if status != 0:
            self.stuck.append(f'{plan}: the last run ended with {status}')
        self._judge(plan, home)
        shutil.rmtree(home)

    def _judge(self, plan, home):
        lists = (self.lost, self.doubled, self.wrong)
        before = sum(map(len, lists))
        self.plans += 1
        self.judge(plan, self._control(f'state?mid={MID}'), home)
        if sum(map(len, lists)) > before:
            print('\n'.join(f'# {line}' for line in (home / 'log').read_text(errors='replace').splitlines()))


def kill(what, worker_class, points, make_plan, tell_more=lambda workers: ''):
    """Kills `points` times; make_plan(number) makes each plan. what: the figures' name"""
    build = Path(sys.argv[1])
    lock = threading.Lock()
    counted = {'points': 0, 'plans': 0}

    def take_plan():
        with lock:
            if counted['points'] >= points or counted['plans'] > points * 4 + 100:
                return None
            counted['plans'] += 1
            return make_plan(counted['plans'])

    def count_point():
        with lock:
            counted['points'] += 1

    workers = [worker_class(build, take_plan, count_point) for _ in range(min(WORKERS, points))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    def all_of(name):
        return [line for worker in workers for line in getattr(worker, name)]

    tap = Tap()
    tap.empty([worker.error for worker in workers if worker.error], 'every plan could be tried')
    tap.ok(counted['points'] >= points, 'killed often enough', f'{counted["points"]} of {points} times')
    tap.empty(all_of('stuck'), 'every run ended well')
    tap.empty(all_of('lost'), 'nothing was lost')
    tap.empty(all_of('doubled'), 'nothing is there twice')
    tap.empty(all_of('wrong'), 'all is as it was meant')

    figures = (f'{what}: {sum(worker.plans for worker in workers)} posts, seed {seed()}{tell_more(workers)}: '
               f'{counted["points"]} kill points, {len(all_of("lost"))} lost, {len(all_of("doubled"))} doubled')
    print(f'# {figures}')
    if os.environ.get('TUWEN_KILL_FIGURES'):
        with open(os.environ['TUWEN_KILL_FIGURES'], 'a', encoding='utf-8') as file:
            file.write(figures + '\n')
    tap.done()
