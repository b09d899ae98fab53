# SPDX-License-Identifier: GPL-3.0-or-later
"""Starting, scrolling, paging, and the memory of it."""

import re
import statistics

from harness import MID, POSTS, Unmeasured, medians


def count_covers(bench):
    """How many covers the stand-in was asked for since it was told to forget"""
    return sum(1 for request in bench.control('GET', 'requests')['requests']
               if re.search(r'\.(?:hdslb|biliimg)\.com$', request['host'])
               and '/face/' not in request['path'])


def probe(bench, mode):
    bench.forget()
    bench.control('POST', 'forget')
    found = bench.run('probe', mode, f'--service={bench.origin}')
    for what in ('first-frame', 'rows'):
        if what not in found:
            raise Unmeasured(f'no {what} of Tuwen')
    found['covers'] = count_covers(bench)
    return found


def count_instructions(bench):
    """Of the main thread, for each post, near the beginning and near the end"""
    folder = bench.desk.root / 'callgrind'
    folder.mkdir()
    bench.run('page', bench.origin, MID,
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


def measure_start(bench, runs, table):
    empty, opened = [], []
    bench.run('empty')  # warms the disk's cache
    probe(bench, 'start')
    for _ in range(runs):
        empty.append(bench.run('empty'))
        opened.append(probe(bench, 'start'))

    table.ratio('(a) first frame with posts, ms', medians(opened, 'first-frame', 'ms'),
                medians(empty, 'first-frame', 'ms'), 1.4)
    rows = opened[0]['rows']
    asked = statistics.median(sample['covers'] for sample in opened)
    allowed = rows['seen'] + -(-rows['list-height'] // rows['height'])
    table.row('(e) covers asked for when the window opens', asked, bar=allowed, form='{:.0f}')
    table.row('    rows seen', rows['seen'], form='{:.0f}')
    return rows


def measure_scrolling(bench, runs, table, rows):
    # Memory that is shared with others is divided among them: who else runs should be the same
    floor, full, empty = [], [], []
    for _ in range(runs):
        empty.append(bench.run('empty'))
        floor.append(bench.run('list', str(rows['height'])))
        full.append(probe(bench, 'full'))
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


def measure(bench, runs, table, counting):
    rows = measure_start(bench, runs, table)
    # Each takes a minute and a half
    measure_scrolling(bench, -(-runs // 3), table, rows)
    if counting:
        first, last = count_instructions(bench)
        table.row('(d) instructions a post, at 10,000 and at 100', last, first, last / first, 1.1, '{:,.0f}')
