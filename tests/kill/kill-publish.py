# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the program while it publishes, under every fault of every call.

  kill-publish.py BUILD

Each draft has a text, three pictures and a vote. TUWEN_KILL_POINTS says how often to kill (40). A killed run counts
as a kill point, one that ended before does not.

What is promised: exactly one post for each draft, with its text, its pictures in their order and one vote. A
vote whose own answer was lost is created again, as no call lists votes: how many of the first ones are left,
which no post shows, is told apart."""

import os
import random
import urllib.parse
import zlib

from killing import TOO_LONG, Worker, kill, seed

PATHS = {
    'create': '/x/dynamic/feed/create/dyn',
    'vote': '/vote_svr/v1/vote_svr/create_vote',
    'upload': '/x/dynamic/feed/draw/upload_bfs',
    'feed': '/x/polymer/web-dynamic/v1/opus/feed/space',
}
FAULTS = ['delay:150', 'stall', 'drop', 'lost', 'http:500', 'http:404', 'html', 'truncated', 'empty', 'types',
          'null', 'code:-400', 'code:-101', 'code:-500', 'voucher', 'huge', 'redirect:http://127.0.0.1:1/',
          'deep', 'utf8', 'twice', 'endless']
MAX_KILLS = 4       # of one draft
MAX_LINES = 40      # as many as a run without faults tells, and some
CALL_MS = 12        # what a call takes, and some
LONGEST_RUN = 0.5   # seconds: what a run takes, and some


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

    def __init__(self, number, fault):
        chance = random.Random(f'{seed()}/{number}')
        self.number = number
        self.text = f'第 {number} 条：一边下雨一边写完的 😀 动态'
        self.vote = f'第 {number} 个投票'
        self.fault = fault
        self.times = chance.randint(1, 3)
        # At a step, shortly after one, while its call is on its way, or some time after the start
        self.kills = [chance.choice((
            ([f'--die-at={chance.randint(1, MAX_LINES)}'], TOO_LONG),
            ([f'--die-at={chance.randint(1, MAX_LINES)}', f'--die-late={chance.randint(1, CALL_MS)}'], TOO_LONG),
            ([], round(chance.uniform(0, LONGEST_RUN), 3)),
        )) for _ in range(chance.randint(1, MAX_KILLS))]

    def __str__(self):
        what = f'{self.fault[1]} of {self.fault[0]} × {self.times}' if self.fault else 'no fault'
        return f'draft {self.number}: {what}; killed at {self.kills}'


class Publisher(Worker):
    program = 'kill-publish'

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.orphans = 0

    def prepare(self, folder):
        self._pictures = [folder / f'{i}.png' for i in range(3)]
        for i, path in enumerate(self._pictures):
            path.write_bytes(png(101 + i, 60))

    def make(self, plan):
        return ['--make', plan.text, plan.vote, *map(str, self._pictures)]

    def kills(self, plan):
        return plan.kills

    def judge(self, plan, state, home):
        posts = [post for post in state['people'][0]['posts'] if post['text'].startswith(plan.text)]
        votes = {vote['vote_id']: vote for vote in state['votes'] if vote['title'] == plan.vote}
        uploads = {upload['path']: upload['width'] for upload in state['uploads']}

        if not posts:
            self.lost.append(str(plan))
        if len(posts) > 1:
            self.doubled.append(str(plan))
        for post in posts:
            widths = [uploads.get(urllib.parse.urlsplit(url).path) for url in post['pictures']]
            if post['text'] != plan.text + plan.vote or widths != [101, 102, 103] or post['vote'] not in votes:
                self.wrong.append(f'{plan}: {post}')
        self.orphans += len(votes) - len({post['vote'] for post in posts if post['vote'] in votes})
        left = list(home.glob('data/tuwen/*/drafts/*'))
        if left:
            self.wrong.append(f'{plan}: a draft is left: {left}')


def main():
    # Every fault of every call, in an order of the seed's, over and over
    faults = [None] + [(path, fault) for path in PATHS.values() for fault in FAULTS]
    random.Random(seed()).shuffle(faults)
    # What is worth the most first: answers that are lost after the service acted
    faults.sort(key=lambda fault: fault != (PATHS['create'], 'lost'))

    kill('publishing', Publisher, int(os.environ.get('TUWEN_KILL_POINTS') or 40),
         lambda number: Plan(number, faults[(number - 1) % len(faults)]),
         lambda workers: f', {sum(worker.orphans for worker in workers)} votes that no post shows')


main()
