# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing: the composer's window, its text, and pictures on their way to the service."""

import json
import os
import statistics
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import gi

gi.require_version('GdkPixbuf', '2.0')
from gi.repository import GdkPixbuf, GLib  # noqa: E402

from harness import COOKIES, CSRF, Unmeasured, medians  # noqa: E402

PICTURES = 9
AT_ONCE = 3
MEBIBYTE = 1024 * 1024
# The service takes less than 20 MiB
SMALLEST, LARGEST = 18.5 * MEBIBYTE, 20 * MEBIBYTE - 1
WIDTH = 4000
KEYS = 150


def save_jpeg(path, height):
    noise = GLib.Bytes.new(os.urandom(WIDTH * height * 3))
    pixbuf = GdkPixbuf.Pixbuf.new_from_bytes(noise, GdkPixbuf.Colorspace.RGB, False, 8, WIDTH, height, WIDTH * 3)
    pixbuf.savev(str(path), 'jpeg', ['quality'], ['98'])
    return path.stat().st_size


def make_pictures(folder):
    """Noise, as nothing else makes JPEGs so large with so few pixels for the stand-in to look through"""
    folder.mkdir(exist_ok=True)
    paths = [folder / f'{i}.jpg' for i in range(PICTURES)]
    height = 1000
    height = int(height * (SMALLEST + LARGEST) / 2 / save_jpeg(paths[0], height))
    for path in paths:
        size = save_jpeg(path, height)
        if not SMALLEST <= size <= LARGEST:
            raise Unmeasured(f'a picture of {size} bytes')
    return paths


def upload_by_curl(bench, paths):
    """Seconds for all, as many at once as Tuwen does"""
    def upload(path):
        answer = subprocess.run(
            ['curl', '--silent', '--show-error', '-H', f'Cookie: {COOKIES}', '-H', 'Expect:',
             '-F', f'file_up=@{path};type=image/jpeg', '-F', 'category=daily', '-F', 'biz=new_dyn',
             '-F', f'csrf={CSRF}', f'{bench.origin}/api.bilibili.com/x/dynamic/feed/draw/upload_bfs'],
            stdout=subprocess.PIPE, text=True, timeout=300).stdout
        if '"code":0' not in answer:
            raise Unmeasured(f'curl could not upload: {answer}')

    before = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(upload, paths))
    return time.monotonic() - before


def compose(bench, mode, *arguments):
    bench.forget()
    bench.control('POST', 'reset')
    return bench.run('composer', mode, f'--service={bench.origin}', *map(str, arguments))


def type_into(bench, program, *arguments):
    """Types when the program says that it is ready"""
    bench.forget()
    process = bench.start(program, *arguments)
    for line in process.stdout:
        if line.startswith('{') and json.loads(line)['what'] == 'ready':
            break
    else:
        raise Unmeasured(f'bench-{program} was never ready for keys')
    bench.desk.run(['xdotool', 'type', '--delay', '40', 'ab cd ' * (KEYS // 6)], check=True)
    return bench.finish(program, process, timeout=60)


def measure_opening(bench, runs, table):
    opened = [compose(bench, 'open') for _ in range(runs)]

    def of(name, turns, key='ms'):
        return statistics.median(sample[f'{name}-{turn}'][key] for sample in opened for turn in turns)

    table.ratio('composer opens, first time, ms', of('composer', [0]), of('empty', [0]))
    table.ratio('composer opens, ms', of('composer', range(1, 7)), of('empty', range(1, 7)), 1.3)
    table.ratio('    of work, ms', of('composer', range(1, 7), 'work'), of('empty', range(1, 7), 'work'))
    # What GTK takes for as little as can be written in
    table.ratio('    beside a bare text and buttons, ms', of('composer', range(1, 7)), of('bare', range(1, 7)))


def measure_typing(bench, runs, table):
    floor, full = [], []
    for _ in range(runs):
        floor.append(type_into(bench, 'text'))
        full.append(type_into(bench, 'composer', 'type', f'--service={bench.origin}'))
    for key, bar in (('p50', None), ('p95', 1.5), ('max', None)):
        table.ratio(f'from a key to its glyph, {key}, ms of work', medians(full, 'type', key),
                    medians(floor, 'type', key), bar, '{:.2f}')


def measure_uploads(bench, runs, table):
    paths = make_pictures(bench.desk.root / 'pictures')
    size = sum(path.stat().st_size for path in paths) / MEBIBYTE
    boxes, curl, dropped, peaks, uploaded = [], [], [], [], []
    for _ in range(runs):
        bench.control('POST', 'reset')
        curl.append(upload_by_curl(bench, paths))
        uploaded.append(compose(bench, 'upload', *paths))
        dropped.append(compose(bench, 'drop', *paths))
        boxes.append(bench.run('boxes'))
    # Looking at the memory takes time, so the stalls are not looked at meanwhile
    peaks.append(compose(bench, 'peak', *paths))

    for key, words in (('wall', 'on the clock'), ('work', 'of work')):
        stall = medians(dropped, 'dropped', key)
        idle = max(medians(dropped, 'idle', key), medians(dropped, 'idle-after', key))
        if key == 'wall':
            table.row('nine pictures: longest stall, ms', stall, bar=33)
        table.ratio(f'    {words}, ms; floor: idle', stall, idle, 2 if key == 'wall' else None)
        # What GTK takes for nothing but nine images, of which nothing is read or sent
        table.ratio('    nine bare images come, ms; floor: idle', medians(boxes, 'taken', key),
                    medians(boxes, 'idle', key))
    table.ratio('nine pictures: uploaded, MiB/s; floor: curl',
                size / statistics.median(sample['uploaded']['seconds'] for sample in uploaded),
                size / statistics.median(curl), 0.8, least=True)
    table.row('    from the drop to the last, s', medians(dropped, 'uploaded', 'in-all'))
    peak, idle = medians(peaks, 'peak', 'pss') / 1024, medians(peaks, 'memory', 'pss') / 1024
    table.row('nine pictures: PSS at its peak, MiB; floor: idle', peak, idle, peak - idle, 160,
              result_form='+{:.1f}')


def measure(bench, runs, table, counting):
    bench.sign_in()
    few = -(-runs // 3)
    measure_opening(bench, few, table)
    measure_typing(bench, few, table)
    measure_uploads(bench, few, table)
