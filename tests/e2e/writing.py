# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do in a composer, by pointer and keyboard."""

import contextlib
import fcntl
import json
import os
import re
import signal
import struct
import sys
import urllib.request
import zlib

from scene import APP_ID, Scene  # first: it knows where the rest is
from cases import case, equal, run
from sandbox import COOKIES, CSRF, MID
from desk import wait_for
from driver import EVERYTHING, press, type_text, xdotool

CREATE = '/x/dynamic/feed/create/dyn'
CREATE_TEXT = '/dynamic_svr/v1/dynamic_svr/create'
UPLOAD = '/x/dynamic/feed/draw/upload_bfs'
VOTE = '/vote_svr/v1/vote_svr/create_vote'
PLANNED = '/dynamic_draft/v1/dynamic_draft/get_drafts'
PUBLISH_NOW = '/dynamic_draft/v1/dynamic_draft/publish_now'
REMOVE = '/dynamic_draft/v1/dynamic_draft/rm_draft'

TITLE = 'New Post'
TILE = re.compile(r'^Picture (\d+) of (\d+), ')


def png(width, height, colour):
    """One colour, from full to none, as the bytes of a file"""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = [b'\0' + bytes(part * (height - y) // height for part in colour) * width for y in range(height)]
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>2I5B', width, height, 8, 2, 0, 0, 0)) +
            chunk(b'IDAT', zlib.compress(b''.join(rows))) + chunk(b'IEND', b''))


def make_pictures(folder, count, first=1):
    """Pictures that are told apart by their widths: 641 pixels, 642 and so on"""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f'{number}.png' for number in range(first, first + count)]
    for number, path in enumerate(paths, first):
        path.write_bytes(png(640 + number, 430, (250, 40 * number % 256, 90)))
    return paths


@contextlib.contextmanager
def frozen(path):
    """As on a disk that does not answer: whoever opens this file waits, for longer than any test (fcntl(2),
    leases)."""
    before = signal.signal(signal.SIGIO, signal.SIG_IGN)  # Would say that somebody wants to open it
    handle = os.open(path, os.O_WRONLY)
    try:
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        yield
    finally:
        os.close(handle)
        signal.signal(signal.SIGIO, before)


def new_post(app):
    app.focus()
    press('ctrl+n')
    return composer_of(app)


def hurry(scene, seconds=1):
    """How long publishing can be taken back"""
    scene.desk.run(['gsettings', 'set', APP_ID, 'undo-seconds', str(seconds)], check=True)


def discard(app):
    composer_of(app).find('More', role='button').click()
    composer_of(app).find('Discard Draft', role='menu item').click()
    wait_for(lambda: not app.window_id(TITLE), 'the composer to close')


def view(app, name):
    """Feed or Scheduled"""
    app.focus()
    app.window().find(name, role='page tab').click()


def row(app, text):
    """What is planned or a draft, in the view of these; waits until it is there"""
    return app.window().find(text, role='panel')


def open_draft(app, summary):
    """From among what is planned and drafted, however far below"""
    view(app, 'Scheduled')

    def scrolled_to():
        found = app.window().maybe(summary, role='panel')
        if not found:
            app.window().find(role='list').scroll(3)
        return found

    wait_for(scrolled_to, f'{summary} among the drafts').click()
    press('Return')
    return composer_of(app)


def composer_of(app):
    composer = app.window(TITLE)
    composer.find('Close', role='button')
    return composer


def field(composer):
    return composer.find('Text of the post', role='text')


def text_of(composer):
    node = next(composer.all('Text of the post', role='text'))
    return '' if node.text == node.name else node.text


def write(composer, text):
    """Where the cursor is"""
    before = text_of(composer)
    type_text(text)
    wait_for(lambda: text_of(composer) == before + text, f'{text!r} to be written')


def tiles(composer):
    """What is spoken of each picture, in their order; also of those that only scrolling would show"""
    names = (node.name for node in composer.all(TILE, clip=EVERYTHING))
    return sorted(filter(TILE.match, names), key=lambda name: int(TILE.match(name)[1]))


def uploaded(composer, count, timeout=20):
    """Waits until there are so many pictures, and all are uploaded."""
    def look():
        found = tiles(composer)
        return found if len(found) == count and all(t.endswith('Uploaded') for t in found) else None
    return wait_for(look, f'{count} pictures to be uploaded', timeout)


def covered(composer):
    """The words on what covers a composer while something is dragged over it"""
    cover = next(composer.all(re.compile(r'^(Add \d|Drop pictures|No more pictures|Picture for option)'), role='label',
                              having=lambda label: label.extents[2]), None)
    return cover.name if cover else None


def composers(app):
    return [window for window in app.windows() if window.name == TITLE]


def saved(composer):
    """Waits until what was written is on disk."""
    composer.says('^Draft saved$')


def add_vote(composer, question, *options):
    """By keyboard: GTK 4.8 shows nobody the entries"""
    composer.find('Vote', role='button').click()
    wait_for(lambda: focused(composer) is None, 'the question to have the focus')
    type_text(question)
    tab_to(composer, 'Add Option')
    press('Tab')
    for option in options[:-1]:
        type_text(option)
        press('Return')
    type_text(options[-1])


def over(composer, words):
    """For DragSource.drag_to(): until this is what the cover says"""
    return lambda: covered(composer) == words


def focused(window):
    """GTK 4.8 shows nobody the inside of an AdwEntryRow: there it is None."""
    return next(window.all(state='focused', clip=EVERYTHING), None)


def tab_to(window, name, steps=20):
    """By Tab alone, as with no pointer"""
    for _ in range(steps):
        before = focused(window)
        press('Tab')
        try:
            # A step taken before the program took the last one would lead past it
            wait_for(lambda: focused(window) != before, 'the focus to move', 2)
        except TimeoutError:
            pass  # From the inside of one row into that of another, which look the same
        node = focused(window)
        if node and node.name == name:
            return node
    raise AssertionError(f'Tab never leads to {name!r}')


def published(app, scene, count):
    """Waits until the space has so many posts and the composer has closed; returns the newest."""
    try:
        wait_for(lambda: space(scene)['post_count'] == count, f'{count} posts in the space', 25)
    except TimeoutError as reason:
        raise AssertionError(f'{reason}; there is {[window.texts() for window in composers(app)]}') from reason
    # With no other window the program ends, too
    wait_for(lambda: not xdotool('search', '--onlyvisible', '--all', '--pid', app.pid,
                                 '--name', f'^{TITLE}$'),
             'the composer to close')
    own = space(scene)
    equal(own['post_count'], count, 'posts')
    return own['posts'][0]


def space(scene):
    """The own space as the stand-in has it"""
    return scene.sandbox.ask('state', mid=MID)['people'][0]


def widths(scene, urls):
    """Of pictures, in pixels: make_pictures() made each another one"""
    found = {upload['path']: upload['width'] for upload in scene.sandbox.ask('state')['uploads']}
    return [found['/bfs/' + url.split('/bfs/')[1]] for url in urls]


def calls(scene):
    """What was written: how often each path was called"""
    paths = [request['path'] for request in scene.sandbox.requests(method='POST')]
    return {path: paths.count(path) for path in paths}


def plan(composer):
    """For in an hour, by the popover; Publish is for that time then."""
    composer.find('Schedule…', role='button').click()
    composer.find('In 1 Hour', role='button').click()
    composer.find('Set Time', role='button').click()
    composer.find('Remove Time', role='button')
    composer.find('Schedule', role='button')


def planned(scene):
    """What of the own account is planned, as the stand-in has it"""
    return [draft for draft in scene.sandbox.ask('state')['drafts'] if draft['mid'] == MID]


def plan_elsewhere(scene, text, ahead):
    """As another client does: a text alone, for so many seconds from now"""
    time = scene.sandbox.ask('state')['now'] + ahead
    body = {'dyn_req': {'content': {'contents': [{'raw_text': text, 'type': 1, 'biz_id': ''}]}, 'scene': 1,
                        'option': {'timer_pub_time': time},
                        'upload_id': f'{MID}_{time}_4321', 'meta': {'app_meta': {'from': 'create.dynamic.web',
                                                                              'mobi_app': 'web'}}}}
    request = urllib.request.Request(
        f'{scene.sandbox.origin}/api.bilibili.com{CREATE}?platform=web&csrf={CSRF}', json.dumps(body).encode(),
        {'Cookie': COOKIES, 'Content-Type': 'application/json'})
    with urllib.request.urlopen(request, timeout=20) as answer:
        equal(json.load(answer)['code'], 0)


def choose(app, row, words):
    """From the menu of what is planned, which goes when the list changes below it"""
    def offered():
        row.click(3)
        try:
            return app.window().find(words, role='menu item', timeout=4)
        except TimeoutError:
            press('Escape')

    wait_for(offered, f'{words} in the menu', 20).click()


def main():
    """At the end of a file: runs its cases for somebody who is signed in."""
    @case('nothing was done that must never be done')
    def _(scene):
        equal(scene.sandbox.violations(), [])

    with Scene(posts=20) as scene:
        scene.store(MID, COOKIES)
        hurry(scene)
        status = run(scene, failed=scene.failed)
    sys.exit(status)
