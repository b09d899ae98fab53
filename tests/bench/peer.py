# SPDX-License-Identifier: GPL-3.0-or-later
"""The peer: a browser without a window that shows the same posts and covers as a bare list, from a file on the disk.
No page that does what Tuwen does can be lighter than that."""

import html
import http.server
import os
import pathlib
import re
import shutil
import signal
import statistics
import threading
import time

from feed import count_covers, probe
from harness import MID, Unmeasured, medians

BESIDE = 'Chromium'
PAGE = 20
WIDTH, HEIGHT = 860, 720
COVER = re.compile(r'@\d+w[^/]*$')
# As long as bench-probe waits before it looks at its memory
SETTLE = 2
PATIENCE = 60

DOCUMENT = '''<!DOCTYPE html><meta charset="utf-8"><title>Posts</title><ul>{items}</ul>
<script>
new PerformanceObserver (() => fetch ('http://127.0.0.1:{port}/', {{mode: 'no-cors'}}))
  .observe ({{type: 'paint', buffered: true}});
</script>
'''
ITEM = '<li><img loading="lazy" width="{width}" height="{height}" src="{cover}"><p>{text}<p>{likes}</li>'


class Doorbell(http.server.ThreadingHTTPServer):
    """Rung by the page when its first contents are painted"""

    def __init__(self):
        super().__init__(('127.0.0.1', 0), http.server.BaseHTTPRequestHandler)
        self.rung = threading.Event()
        self.when = None
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def verify_request(self, request, address):
        if not self.rung.is_set():
            self.when = time.monotonic()
            self.rung.set()
        return False


def find_suffix(bench):
    """How Tuwen asks for covers: for the size at which it shows them"""
    for request in bench.control('GET', 'requests')['requests']:
        found = COVER.search(request['path'])
        if found:
            return found[0]
    raise Unmeasured('Tuwen asked for no covers')


def write_page(bench, suffix, port):
    width, height = (int(number) for number in (re.findall(r'\d+', suffix) * 2)[:2])
    posts = bench.control('GET', f'state?mid={MID}')['people'][0]['posts'][:PAGE]
    if len(posts) != PAGE:
        raise Unmeasured(f'{len(posts)} posts for the page')
    items = []
    for post in posts:
        # As --service= has it: the host is the first part of the path. Some addresses come without a scheme
        cover = post['pictures'] and re.sub(r'^(https?:)?//', f'{bench.origin}/', post['pictures'][0]) + suffix
        items.append(ITEM.format(cover=cover or '', text=html.escape(post['text'] or ''), likes=post.get('likes', ''),
                                 width=width, height=height))
    path = bench.desk.root / 'page.html'
    path.write_text(DOCUMENT.format(items='\n'.join(items), port=port))
    return path


def find_family(pid):
    """A process and all that come from it"""
    parents = {}
    for stat in pathlib.Path('/proc').glob('[0-9]*/stat'):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(')')[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            pass
    family = {pid}
    while True:
        more = {child for child, parent in parents.items() if parent in family} - family
        if not more:
            return family
        family |= more


def count_memory(family):
    """PSS of all, in KiB"""
    total = 0
    for pid in family:
        try:
            text = pathlib.Path(f'/proc/{pid}/smaps_rollup').read_text()
            total += int(re.search(r'^Pss: *(\d+)', text, re.MULTILINE)[1])
        except (FileNotFoundError, ProcessLookupError):
            pass
    return total


def browse(bench, program, suffix):
    """Starts it with a profile as on the first day, as Tuwen is started"""
    bell = Doorbell()
    page = write_page(bench, suffix, bell.server_port)
    profile = bench.desk.root / 'profile'
    shutil.rmtree(profile, ignore_errors=True)
    bench.control('POST', 'forget')
    began = time.monotonic()
    process = bench.desk.spawn(
        [program, '--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-extensions',
         '--disable-background-networking', '--disable-component-update', '--disable-sync', '--mute-audio',
         f'--user-data-dir={profile}', f'--window-size={WIDTH},{HEIGHT}', page.as_uri()],
        'chromium', start_new_session=True)
    try:
        if not bell.rung.wait(PATIENCE):
            log = (bench.desk.logs / 'chromium.log').read_text(errors='replace')
            raise Unmeasured(f'Chromium painted nothing\n{log[-2000:]}')
        time.sleep(SETTLE)
        family = find_family(process.pid)
        return {'covers': count_covers(bench),
                'first-frame': {'ms': 1000 * (bell.when - began)},
                'opened': {'pss': count_memory(family), 'processes': len(family)}}
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        bell.shutdown()
        bell.server_close()


def measure(bench, runs, table, counting):
    program = shutil.which('chromium') or shutil.which('chromium-browser')
    if not program:
        raise Unmeasured('there is no Chromium')
    probe(bench, 'start')
    suffix = find_suffix(bench)
    browse(bench, program, suffix)  # warms the disk's cache
    empty, tuwen, chromium = [], [], []
    for _ in range(runs):
        empty.append(bench.run('empty'))
        tuwen.append(probe(bench, 'start'))
        chromium.append(browse(bench, program, suffix))

    # A browser without pictures would be no peer
    ours, theirs = (statistics.median(sample['covers'] for sample in samples) for samples in (tuwen, chromium))
    if theirs < ours:
        raise Unmeasured(f'Chromium asked for {theirs} covers, Tuwen for {ours}')
    ours, theirs = (medians(samples, 'first-frame', 'ms') for samples in (tuwen, chromium))
    table.row('first post on the screen, ms', ours, theirs, theirs / ours, 3, least=True)
    # What GTK and libadwaita take before there is anything to be shown
    ours = medians(empty, 'first-frame', 'ms')
    table.row('    an empty window instead of Tuwen, ms', ours, theirs, theirs / ours)
    ours, theirs = (medians(samples, 'opened', 'pss') / 1024 for samples in (tuwen, chromium))
    table.row('PSS of all processes, MiB', ours, theirs, theirs / ours, 3, least=True)
    table.row('    covers asked for', *(statistics.median(sample['covers'] for sample in samples)
                                        for samples in (tuwen, chromium)), form='{:.0f}')
    table.row('    processes', 1, statistics.median(sample['opened']['processes'] for sample in chromium),
              form='{:.0f}')
