# SPDX-License-Identifier: GPL-3.0-or-later
"""A guided tour through Tuwen, on a screen that nobody sees. Every step is made with real clicks and
keys, and is taken as made only when the accessibility tree, the screen or the stand-in shows it.

  tour.py BUILD PREFIX [--shots DIR]    one line a step, pictures in BUILD/tour; for build-aux/demo
  tour.py BUILD PREFIX --tap            the same as a test

--shots: also the few pictures that the README shows."""

import gettext
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from scene import Scene  # first: it knows where the rest is
import sandbox as service
from cases import check, equal
from desk import slowness, wait_for
from driver import DragSource, clipboard, press, screenshot, type_text, xdotool
from people import choose_filter, close_settings, feed_shows, open_space, posts, toast_says
from writing import (CREATE, TITLE, UPLOAD, VOTE, add_vote, calls, choose, composer_of, field, hurry, over,
                     planned, published, row, space, text_of, uploaded, view, write)

POSTS = 600
SIZE = (1000, 780)
NARROW = (360, 640)
COMPOSER = (560, 760)
PATIENCE = 6  # Seconds in which publishing can be taken back, times how slow the machine is said to be


class Tour:
    def __init__(self, scene, shots=None, tap=False):
        self.scene = scene
        self.sandbox = scene.sandbox
        self.folder = scene.build / 'tour'
        self.shots = shots
        self.tap = tap
        self.number = 0
        self.app = None
        self.title = 'Tuwen'
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()

    @property
    def window(self):
        return self.app.window(self.title)

    def start(self, title='Tuwen', **env):
        self.title = title
        self.app = self.scene.open(**env)
        self.app.window(title)
        self.app.resize(*SIZE, title=title)

    def picture(self, name):
        """Of the main window, or of a composer, and what lies over it, without the border that its shadow has"""
        xdotool('mousemove', 2, 2)  # No tooltip, and nothing lit up
        time.sleep(0.5)  # Let fading and sliding come to an end: this is for people's eyes
        path = self.folder / f'{self.number:02}-{name}.png'
        window = next((w for w in self.app.windows() if w.name == TITLE), self.window)
        x, y, w, h = self.app.window_geometry(window)
        width, height = window.extents[2:]
        screenshot(path, crop=(x + (w - width) // 2, y + (h - height) // 2, width, height))
        return path

    def save_pictures(self, *names):
        """Some that the stand-in has painted, for they are pretty, as files"""
        folder = self.scene.desk.home / 'Pictures'
        folder.mkdir(exist_ok=True)
        addresses = [post['pictures'][0] for post in space(self.scene)['posts'] if post['pictures']]
        for name, address in zip(names, addresses):
            path = address.split('://')[1].split('@')[0]
            urllib.request.urlretrieve(f'{self.sandbox.origin}/{path}', folder / f'{name}.jpg')
        return [folder / f'{name}.jpg' for name in names]

    def brightness(self):
        path = self.folder / 'brightness.png'
        screenshot(path, self.app.window_id(self.title))
        mean = subprocess.run(['convert', path, '-format', '%[fx:mean]', 'info:'], check=True,
                              stdout=subprocess.PIPE, text=True).stdout
        path.unlink()
        return float(mean)

    def run(self):
        if self.tap:
            print(f'1..{len(STEPS)}', flush=True)
        for self.number, (name, words, step, shot) in enumerate(STEPS, 1):
            try:
                step(self)
                check(self.app.running(), 'Tuwen has ended')
                path = None if self.tap else self.picture(name)
                if shot and self.shots:
                    self.shots.mkdir(parents=True, exist_ok=True)
                    shutil.copy(path, self.shots / f'{shot}.png')
            except Exception as reason:  # what follows would only fail for the same reason
                self.tell(False, words, reason)
                return 1
            self.tell(True, words)
        return 0

    def tell(self, happened, words, reason=''):
        if self.tap:
            for line in str(reason).splitlines():
                print(f'# {line}')
            if not happened:
                self.scene.failed(self.number)
            print(f'{"ok" if happened else "not ok"} {self.number} {words}', flush=True)
        else:
            print(f'{self.number:2}  {"✓" if happened else "✗"} {words}', flush=True)
            if not happened:
                print(f'      {reason}')
                path = self.folder / f'{self.number:02}-failed.png'
                screenshot(path)
                print(f'      the screen then: {path}')
                print(self.app.output()[-2000:] if self.app else '')


STEPS = []


def step(name, words, shot=None):
    def keep(function):
        STEPS.append((name, words, function, shot))
        return function
    return keep


@step('welcome', 'Tuwen welcomes somebody who is not signed in, and says that this is a sandbox', 'welcome')
def _(tour):
    hurry(tour.scene, min(60, int(PATIENCE * slowness())))
    tour.start()
    tour.window.find('Welcome to Tuwen')
    tour.window.find('Sandbox')
    tour.window.find('Sign In', role='button')


@step('open-a-space', 'Open a Space asks for a number or a link; what is neither is refused in words')
def _(tour):
    tour.window.find('Open a Space…', role='button').click()
    dialog = tour.app.window('Open a Space')
    dialog.find('UID or Link', role='text').type('https://www.bilibili.com/video/BV1xx411c7mD')
    press('Return')
    dialog.says('This link leads to a video')
    equal(tour.sandbox.requests(service.FEED), [], 'requests for a feed')


@step('space', 'a pasted link opens the space, and its posts come', 'space')
def _(tour):
    dialog = tour.app.window('Open a Space')
    dialog.find('UID or Link', role='text').paste(f'https://space.bilibili.com/{service.MID}/dynamic')
    dialog.gone(re.compile('This link leads to a video'))
    press('Return')
    wait_for(lambda: not tour.app.window_id('Open a Space'), 'the little window to close')
    feed_shows(tour.window)
    tour.sandbox.received(service.FEED, having=lambda r: f'host_mid={service.MID}&' in r['query'] + '&')


@step('covers', 'covers come at the size that they are shown at')
def _(tour):
    pictures = wait_for(lambda: [r for r in tour.sandbox.requests() if r['host'].endswith('hdslb.com')
                                 and r['status'] == 200], 'pictures')
    sized = [r for r in pictures if re.search(r'@\d+w', r['path'])]
    check(len(sized) >= 3, f'{len(sized)} of {len(pictures)} pictures with a size')


@step('scrolled', 'scrolling down loads hundreds of posts, page after page')
def _(tour):
    first = {(p.name, p.description) for p in posts(tour.window)}
    pages = len(tour.sandbox.requests(service.FEED))
    posts(tour.window)[0].point()
    for _ in range(200):
        xdotool('click', '--repeat', 12, '--delay', 12, 5)
        if len(tour.sandbox.requests(service.FEED)) - pages >= 12:
            break
    check(len(tour.sandbox.requests(service.FEED)) - pages >= 12, 'too few pages came')
    feed_shows(tour.window)
    check(not first & {(p.name, p.description) for p in posts(tour.window)}, 'the first posts are still there')


@step('articles', 'the filter Articles shows articles alone')
def _(tour):
    before = feed_shows(tour.window)
    choose_filter(tour.app, tour.window, 'Articles')
    tour.sandbox.received(service.FEED, having=lambda r: 'type=article' in r['query'])
    feed_shows(tour.window, lambda names: names != before)


@step('menu', 'a right click on a post opens its menu')
def _(tour):
    posts(tour.window)[1].click(3)
    for words in ('Open in Browser', 'Copy Link', 'Copy Text'):
        tour.window.find(words, role='menu item')


@step('copied', 'Copy Link puts its address into the clipboard')
def _(tour):
    tour.window.find('Copy Link', role='menu item').click()
    wait_for(lambda: re.fullmatch(r'https://[a-z.]+bilibili\.com/[a-z/]*\d{17,}', clipboard()),
             lambda: f'a link in the clipboard, not {clipboard()!r}')
    toast_says(tour.window, 'Link copied')


@step('sign-in', 'Sign In shows a code for the phone', 'sign-in')
def _(tour):
    tour.window.find('Sign In', role='button').click()
    settings = tour.app.window('Settings')
    settings.says('Waiting for your phone')
    tour.sandbox.received('/x/passport-login/web/qrcode/generate')


@step('accounts', 'the phone confirms, and the account is in the keyring', 'accounts')
def _(tour):
    settings = tour.app.window('Settings')
    tour.sandbox.tell('qr', what='scan')
    settings.says('Confirm on your phone')
    tour.sandbox.tell('qr', what='confirm')
    settings.says(f'UID {service.MID}', timeout=20)
    settings.find(service.NAME)
    check(f'SESSDATA={service.SESSDATA}' in tour.scene.stored(service.MID), 'not in the keyring')


@step('storage', 'Settings tell how much is kept on disk')
def _(tour):
    settings = tour.app.window('Settings')

    def turn():
        # The page for signing in slides away still, and what slides takes no clicks
        settings.find('Storage', role='page tab').click()
        return settings.maybe('Space Used')
    wait_for(turn, 'the page Storage', step=0.5)
    settings.says(r'\d+(\.\d+)?.(kB|MB|KiB|MiB|bytes)')


@step('own-feed', 'the own feed tells how often each post was viewed', 'feed')
def _(tour):
    close_settings(tour.app)
    tour.window.find('All', role='button').click()
    tour.window.find(re.compile('^Choose a Space'), role='button').click()
    tour.window.find(service.NAME, role='list item').click()
    wait_for(lambda: any('views' in p.description for p in posts(tour.window)), 'views on a post')


@step('drop', 'pictures are dropped from another program, and are uploaded at once', 'drop')
def _(tour):
    tour.window.find('New Post', role='button').click()
    composer = composer_of(tour.app)
    tour.app.resize(*COMPOSER, title=TITLE)
    pictures = tour.save_pictures('lake', 'hills', 'home')
    with DragSource(tour.scene.desk, tour.scene.build, 'files', pictures) as source:
        source.drag_to(field(composer), over(composer, 'Add 3 pictures'))
        check(source.drop(), 'they were refused')
    uploaded(composer, 3)
    tour.sandbox.received(UPLOAD, 3)


@step('write', 'a text, with somebody mentioned and an emote, each completed from a few letters')
def _(tour):
    composer = composer_of(tour.app)
    field(composer).click()
    write(composer, 'A walk with ')
    type_text('@paper')
    composer.find('Paper Lantern Diary')
    press('Return')
    type_text('[dog')
    composer.find('doge')
    press('Return')
    wait_for(lambda: text_of(composer) == 'A walk with @Paper Lantern Diary [doge]', 'the text')


@step('topic', 'a topic is found and put on the post', 'composer')
def _(tour):
    composer = composer_of(tour.app)
    composer.find('Topic', role='button').click()
    composer.find('Find a topic', role='entry', having=lambda entry: entry.has_state('focused'))
    type_text('linux')
    composer.find('#Linux 桌面')
    composer.gone('#今天的云')  # and with it the other topics that were recommended
    composer.find('#Linux 桌面').click()
    composer.find('Remove Topic', role='button')


@step('vote', 'a vote with three options is added')
def _(tour):
    composer = composer_of(tour.app)
    add_vote(composer, 'Where to next?', 'The lake', 'The hills', 'Home')
    wait_for(lambda: 'Where to next?' in text_of(composer), 'the vote in the text')


@step('publish', 'Publish leaves a moment to take it back')
def _(tour):
    composer = composer_of(tour.app)
    tour.posts_before = space(tour.scene)['post_count']
    composer.find('Publish', role='button').click()
    composer.says('Publishing in a moment')
    composer.find('Undo', role='button')


def comes_on_top(tour, text):
    """Where the feed is at its beginning a new post comes by itself, elsewhere on demand"""
    def is_on_top(names):
        offer = tour.window.maybe('1 New Post', role='button')
        if offer:
            offer.click()
        return text in names[0]
    feed_shows(tour.window, is_on_top)


@step('published', 'and there it is in the feed: once, with all that it was given')
def _(tour):
    post = published(tour.app, tour.scene, tour.posts_before + 1)

    comes_on_top(tour, 'A walk with @Paper Lantern Diary')
    done = calls(tour.scene)
    equal([done.get(path) for path in (UPLOAD, VOTE, CREATE)], [3, 1, 1], 'calls')
    equal(len(post['pictures']), 3, 'pictures')
    check(post['vote'] and post['topic'], 'no vote or no topic')


@step('plan', 'a post is planned: Schedule… tells the time in two clocks, and how long that still is', 'plan')
def _(tour):
    tour.window.find('New Post', role='button').click()
    composer = composer_of(tour.app)
    tour.app.resize(*COMPOSER, title=TITLE)
    field(composer).click()
    write(composer, 'Sunrise tomorrow, from the pier')
    composer.find('Schedule…', role='button').click()
    composer.find('Tomorrow 12:00', role='button').click()
    composer.find('Set Time', role='button').click()
    composer.says('Beijing')
    composer.find('Remove Time', role='button')
    tour.planned_before, tour.posts_before = planned(tour.scene), space(tour.scene)['post_count']


@step('planned', 'Scheduled lists what is planned by its time, and on top what needs attention', 'scheduled')
def _(tour):
    composer_of(tour.app).find('Schedule', role='button').click()
    wait_for(lambda: len(planned(tour.scene)) == len(tour.planned_before) + 1, 'it to be planned', 20)
    equal(space(tour.scene)['post_count'], tour.posts_before, 'posts')
    wait_for(lambda: not tour.app.window_id(TITLE), 'the composer to close')
    view(tour.app, 'Scheduled')
    tour.window.find('Needs Attention (1)')
    row(tour.app, re.compile('^Sunrise tomorrow')).find('Publish Now', role='button')


@step('edited', 'Edit: the changed one is planned before the old one goes, and there is one')
def _(tour):
    choose(tour.app, row(tour.app, re.compile('^Sunrise tomorrow')), 'Edit')
    composer = composer_of(tour.app)
    wait_for(lambda: text_of(composer) == 'Sunrise tomorrow, from the pier', 'the text')
    tour.app.focus(TITLE)
    field(composer).click()
    press('ctrl+End')
    write(composer, ' again')
    composer.find('Schedule', role='button').click()

    def mine():
        return [draft['text'] for draft in planned(tour.scene) if draft['text'].startswith('Sunrise')]
    wait_for(lambda: mine() == ['Sunrise tomorrow, from the pier again'], 'the new one alone', 30)
    row(tour.app, 'Sunrise tomorrow, from the pier again').find('Publish Now', role='button')


@step('publish-now', 'Publish Now leaves a moment to take it back, too', 'publish-now')
def _(tour):
    row(tour.app, 'Sunrise tomorrow, from the pier again').find('Publish Now', role='button').click()
    row(tour.app, 'Sunrise tomorrow, from the pier again').find('Undo', role='button')


@step('out', 'and then it is in the feed, once, and planned no more')
def _(tour):
    wait_for(lambda: space(tour.scene)['post_count'] == tour.posts_before + 1, 'it to be published', 30)
    equal(len(planned(tour.scene)), len(tour.planned_before), 'planned')
    tour.window.gone('Sunrise tomorrow, from the pier again')
    equal(space(tour.scene)['posts'][0]['text'], 'Sunrise tomorrow, from the pier again')


@step('deleted', 'Delete keeps what was deleted for thirty days', 'trash')
def _(tour):
    choose(tour.app, row(tour.app, re.compile('^早安')), 'Delete')
    row(tour.app, re.compile('^早安')).find('Undo', role='button')
    wait_for(lambda: not any('早安' in draft['text'] for draft in planned(tour.scene)), 'it to be deleted', 20)
    tour.window.gone(re.compile('^早安'))
    tour.window.find('Show', role='button').click()
    row(tour.app, re.compile('^Slow Sunday')).scroll(15)
    row(tour.app, re.compile('^早安')).find('Restore', role='button')


@step('restored', 'Restore makes a draft of it')
def _(tour):
    row(tour.app, re.compile('^早安')).find('Restore', role='button').click()
    tour.window.find('Drafts (1)')
    row(tour.app, re.compile('^早安')).find('Edit', role='button')
    view(tour.app, 'Feed')
    comes_on_top(tour, 'Sunrise tomorrow, from the pier again')


@step('dark', 'where the desktop is dark, Tuwen is', 'dark')
def _(tour):
    light = tour.brightness()
    tour.scene.desk.run(['gsettings', 'set', 'org.gnome.desktop.interface', 'color-scheme', 'prefer-dark'],
                        check=True)
    wait_for(lambda: tour.brightness() < light - 0.2, 'the window to get dark')


@step('narrow', 'a window of 360 pixels shows everything', 'narrow')
def _(tour):
    tour.scene.desk.run(['gsettings', 'set', 'org.gnome.desktop.interface', 'color-scheme', 'default'],
                        check=True)
    tour.app.resize(*NARROW)
    feed_shows(tour.window)
    for words in ('All', 'Dynamics', 'Articles'):
        tour.window.find(words, role='button')
    for post in posts(tour.window):
        x, _, width, _ = post.extents
        check(x >= 0 and x + width <= NARROW[0], f'a post from {x} to {x + width}')


@step('fault', 'where the service fails, its words are there, and Retry')
def _(tour):
    tour.app.resize(*SIZE)
    tour.sandbox.fail(service.FEED, 'code:-500:服务器开小差了')
    open_space(tour.app, service.MID_2)
    tour.window.says('服务器开小差了')
    tour.window.find('Retry', role='button')


@step('retried', 'Retry goes on when the service is back')
def _(tour):
    tour.sandbox.heal(service.FEED)
    tour.window.find('Retry', role='button').click()
    feed_shows(tour.window)


@step('shortcuts', 'every key is listed')
def _(tour):
    tour.app.focus()
    press('ctrl+question')
    shortcuts = wait_for(lambda: next((w for w in tour.app.windows() if w.maybe('Shortcuts')), None),
                         'the list of keys')
    equal(len(tour.app.windows()), 2, 'windows')
    check(shortcuts.extents[3] > 300, 'the list is empty')


@step('chinese', 'started again in Chinese, it speaks Chinese and is still signed in', 'chinese')
def _(tour):
    press('Escape')
    wait_for(lambda: len(tour.app.windows()) == 1, 'the list of keys to close')
    equal(tour.app.quit(), 0, 'exit status')
    chinese = gettext.translation('tuwen', tour.scene.prefix / 'share/locale', ['zh_CN'])
    tour.start(chinese.gettext('Tuwen'), LANGUAGE='zh_CN')
    feed_shows(tour.window)
    words = chinese.pgettext('filter', 'Articles')
    check(words != 'Articles', 'it is not translated')
    tour.window.find(words, role='button')


@step('clean', 'the stand-in saw nothing that must never happen')
def _(tour):
    equal(tour.sandbox.violations(), [])


def main():
    shots = Path(sys.argv[sys.argv.index('--shots') + 1]) if '--shots' in sys.argv else None
    # Nobody knows how long the pictures of the code take: the phone waits for its step
    with Scene(posts=POSTS, sandbox=['--qr-manual']) as scene:
        tour = Tour(scene, shots, '--tap' in sys.argv)
        status = tour.run()
        if not tour.tap and not status:
            print(f'Everything happened. The pictures are in {tour.folder}')
    return status


sys.exit(main())
