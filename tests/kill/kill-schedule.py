# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the program while it looks after scheduled posts, under every fault of every call.

  kill-schedule.py BUILD

Each post is scheduled, and then left alone, published at once, deleted, or moved to another time. What is
promised: exactly the post that was meant, and no other, in the feed or in the list; of what was deleted the content
is in the trash. TUWEN_KILL_SCHEDULE_POINTS says how often to kill (30)."""

import os
import random
import time

from killing import TOO_LONG, Worker, kill, seed

DRAFTS = '/dynamic_draft/v1/dynamic_draft/'
PATHS = ['/x/dynamic/feed/create/dyn', DRAFTS + 'get_drafts', DRAFTS + 'publish_now', DRAFTS + 'rm_draft',
         '/x/polymer/web-dynamic/v1/opus/feed/space']
FAULTS = ['delay:100', 'drop', 'lost', 'http:500', 'http:404', 'html', 'truncated', 'empty', 'types', 'null',
          'code:-400', 'code:-101', 'code:-500', 'code:4120015', 'voucher', 'utf8']
KINDS = ['nothing', 'publish-now', 'remove', 'reschedule']
MAX_LINES = 30


class Plan:
    """What happens to one post"""

    def __init__(self, number, kind, fault):
        chance = random.Random(f'{seed()}/{number}')
        self.number = number
        self.kind = kind
        self.fault = fault
        self.times = chance.randint(1, 3)
        self.text = f'第 {number} 条定时动态'
        self.at = int(time.time()) + 3600
        self.to = self.at + 3600
        self.kills = [([f'--die-at={chance.randint(1, MAX_LINES)}', f'--die-late={chance.choice((0, 0, 3, 8))}'],
                       TOO_LONG) for _ in range(chance.randint(1, 3))]

    def __str__(self):
        what = f'{self.fault[1]} of {self.fault[0]} × {self.times}' if self.fault else 'no fault'
        return f'post {self.number}, {self.kind}: {what}; killed at {self.kills}'


class Scheduler(Worker):
    program = 'kill-schedule'
    latency = 3

    def make(self, plan):
        return [f'--make={plan.text}', f'--at={plan.at}']

    def words(self, plan):
        return [f'--then={plan.kind}', f'--to={plan.to}']

    def kills(self, plan):
        return plan.kills

    def judge(self, plan, state, home):
        posts = ['now' for post in state['people'][0]['posts'] if post['text'] == plan.text]
        found = posts + [draft['time'] for draft in state['drafts'] if draft['text'] == plan.text]
        meant = {'nothing': [plan.at], 'publish-now': ['now'], 'remove': [], 'reschedule': [plan.to]}[plan.kind]
        kept = [path for path in home.glob('data/tuwen/*/drafts/*/draft.json')
                if plan.text in path.read_text(encoding='utf-8')]

        if len(found) < len(meant) or plan.kind == 'remove' and not found and len(kept) != 1:
            self.lost.append(f'{plan}: it is at {found}, not at {meant}; kept: {len(kept)}')
        elif len(found) > max(1, len(meant)):
            self.doubled.append(f'{plan}: it is at {found}, not at {meant}')
        elif found != meant:
            self.wrong.append(f'{plan}: it is at {found}, not at {meant}')


def main():
    cases = [(kind, fault) for kind in KINDS for fault in [None] + [(path, fault) for path in PATHS for fault in FAULTS]]
    random.Random(seed()).shuffle(cases)

    kill('schedule', Scheduler, int(os.environ.get('TUWEN_KILL_SCHEDULE_POINTS') or 30),
         lambda number: Plan(number, *cases[(number - 1) % len(cases)]))


main()
