# SPDX-License-Identifier: GPL-3.0-or-later
"""What is planned: how soon the view of it is there, and how it scrolls, with very much in it."""

import json
import statistics
import urllib.request

import gi

gi.require_version('GdkPixbuf', '2.0')
from gi.repository import GdkPixbuf  # noqa: E402

from harness import COOKIES, CSRF, Unmeasured, medians  # noqa: E402

COUNT = 500
CREATE = 'api.bilibili.com/x/dynamic/feed/create/dyn'


def make_pictures(folder):
    folder.mkdir(exist_ok=True)
    paths = [folder / f'{i}.png' for i in range(4)]
    for i, path in enumerate(paths):
        pixbuf = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, 320, 240)
        pixbuf.fill(0x4060a0ff + (i * 0x30200000))
        pixbuf.savev(str(path), 'png', [], [])
    return paths


def plan(bench):
    """As another client, one minute after the other"""
    now = bench.control('GET', 'state')['now']
    for number in range(COUNT):
        content = {'contents': [{'raw_text': f'{number}. 周末的计划：带上相机去湖边走一走。', 'type': 1, 'biz_id': ''}]}
        body = {'dyn_req': {'content': content, 'scene': 1,
                            'option': {'timer_pub_time': now + 3600 + 60 * number}}}
        request = urllib.request.Request(f'{bench.origin}/{CREATE}?platform=web&csrf={CSRF}',
                                         json.dumps(body).encode(),
                                         {'Cookie': COOKIES, 'Content-Type': 'application/json'})
        with urllib.request.urlopen(request, timeout=20) as answer:
            code = json.load(answer)['code']
        if code != 0:
            raise Unmeasured(f'a post could not be planned: {code}')


def measure(bench, runs, table, counting):
    def view(mode):
        return bench.run('scheduled', mode, str(2 * COUNT), f'--service={bench.origin}')

    few = -(-runs // 3)
    bench.forget()
    empty = [view('open') for _ in range(few)]
    bench.sign_in()
    plan(bench)
    bench.run('scheduled', 'fill', str(COUNT), *map(str, make_pictures(bench.desk.root / 'pictures')),
              f'--service={bench.origin}')
    full = [view('open') for _ in range(few)]
    scrolled = [view('scroll') for _ in range(few)]

    count = statistics.median(sample['planned']['count'] for sample in scrolled)
    if count < 2 * COUNT:
        raise Unmeasured(f'{count} rows instead of {2 * COUNT}')
    for turn, words in ((0, 'first time'), (1, 'again')):
        bar = 1.5 if turn == 0 else None
        table.ratio(f'{2 * COUNT} planned: opens, {words}, ms; floor: nothing planned',
                    medians(full, f'open-{turn}', 'ms'), medians(empty, f'open-{turn}', 'ms'), bar)
        table.ratio('    of work, ms', medians(full, f'open-{turn}', 'work'), medians(empty, f'open-{turn}', 'work'))
    for key, bar in (('p50', None), ('p95', 1.25), ('p99', None), ('max', None)):
        table.ratio(f'work of a frame at 3000 px/s, {key}, ms; floor: feed', medians(scrolled, 'scroll-planned', key),
                    medians(scrolled, 'scroll-feed', key), bar, '{:.2f}')
