# SPDX-License-Identifier: GPL-3.0-or-later
"""The feed: opened, filtered, scrolled to its end, refreshed, and through everything that can go wrong."""

import itertools
import re
import sys
import urllib.parse

from scene import Scene  # first: it knows where the rest is
import sandbox as service
from cases import case, check, equal, run
from desk import wait_for
from driver import clipboard, press
from people import choose_filter, feed_shows, open_space, posts

POSTS = 130

# Faults → what is said. One of each kind: the suite "faults" meets every call with all of them. Delays are
# awaited, doubles are dropped.
FAULTS = {
    'drop': 'You Are Offline|No Answer|bilibili Has a Problem',
    'http:500': 'bilibili Has a Problem',
    'http:429': 'Too Many Requests|bilibili Has a Problem',
    'html': 'Answer Not Understood',
    'huge': 'Answer Too Large',
    'redirect:https://example.com/': 'Answer Not Understood|bilibili Has a Problem|Refused',
    'voucher': 'Refused by bilibili',
    'code:-500:服务器开小差了': 'bilibili Reported an Error',
}


def start(scene):
    """A program that shows the space with the most posts, as nobody"""
    app = scene.open()
    open_space(app, f'https://space.bilibili.com/{service.MID}')
    feed_shows(app.window())
    return app


def at_rest(window):
    """What is shown once the wheel has done its work"""
    looks = [feed_shows(window)]

    def look():
        looks.append(feed_shows(window))
        return looks[-1] == looks[-2]
    wait_for(look, 'the posts to stand still', step=0.5)
    return looks[-1]


def offsets(scene):
    """Of the pages that were asked for, in order"""
    found = []
    for request in scene.sandbox.requests(service.FEED):
        query = urllib.parse.parse_qs(request['query'] or '', keep_blank_values=True)
        found.append(query.get('offset', [''])[0])
    return found


@case('what is no space is said under the field, and nothing is sent')
def _(scene):
    app = scene.open()
    app.window().find('Welcome to Tuwen')
    scene.sandbox.forget()
    entered = {
        'hello there': 'neither a UID nor a link',
        '0': 'No space has this number',
        '999999999999999999': 'post’s number|too long',
        '12345678901234567': 'too long|post’s number',
        'https://www.example.com/1001': 'another website',
        'https://www.bilibili.com/video/BV1xx411c7mD': 'video',
        '   ': 'Type a UID',
    }
    for text, sentence in entered.items():
        dialog = open_space(app, text, expect=False)
        dialog.says(sentence)
        press('Escape')
        wait_for(lambda: not app.window_id('Open a Space'), 'the little window to close')
    equal([r['path'] for r in scene.sandbox.requests() if 'space' in r['path']], [], 'requests')
    dialog = open_space(app, service.MID_UNKNOWN, expect=False)
    dialog.says('does not exist|Nothing|deleted')
    press('Escape')
    equal(app.quit(), 0)


@case('a space is opened by number, by link, by the link of a post, and by full-width digits')
def _(scene):
    app = scene.open()
    window = app.window()
    last = None
    for text in (service.MID, f'https://space.bilibili.com/{service.MID_2}/dynamic', '１００４',
                 f'space.bilibili.com/{service.MID}'):
        open_space(app, text)
        last = feed_shows(window, lambda names: names != last)
    equal(app.quit(), 0)


@case('opened spaces are remembered')
def _(scene):
    app = scene.open()
    window = app.window()
    feed_shows(window)
    window.find(re.compile('^Choose a Space'), role='button').click()
    for mid in (service.MID, service.MID_2, '1004'):
        window.says(f'UID {mid}')
    press('Escape')
    equal(app.quit(), 0)


@case('scrolling loads page after page, each once, down to the end')
def _(scene):
    app = start(scene)
    window = app.window()
    scene.sandbox.forget()
    open_space(app, service.MID)
    first = feed_shows(window)
    posts(window)[0].point()
    for _ in range(60):
        posts(window)[-1].scroll(15)
        if window.maybe('That is everything'):
            break
    window.find('That is everything')
    check(feed_shows(window) != first, 'nothing moved')
    asked = offsets(scene)
    check(len(asked) >= 4, f'{len(asked)} pages')
    equal(len(set(asked)), len(asked), f'a page was asked for twice: {asked}; pages')
    equal(app.quit(), 0)


@case('keys page through the posts, wherever the focus is')
def _(scene):
    app = start(scene)
    window = app.window()
    first = feed_shows(window)
    app.focus()
    press('End')
    feed_shows(window, lambda names: names and names != first)
    press('Home')
    feed_shows(window, lambda names: names == first)
    equal(app.quit(), 0)


@case('a filter asks for its kind alone')
def _(scene):
    app = start(scene)
    window = app.window()
    everything = feed_shows(window)
    scene.sandbox.forget()
    choose_filter(app, window, 'Articles')
    articles = feed_shows(window, lambda names: names != everything)
    asked = scene.sandbox.received(service.FEED)
    check(all('type=article' in r['query'] for r in asked), [r['query'] for r in asked])
    app.focus()
    press('alt+1')
    feed_shows(window, lambda names: names != articles)
    equal(app.quit(), 0)


@case('a refresh puts new posts on top, without moving what is read')
def _(scene):
    app = start(scene)
    window = app.window()
    posts(window)[0].scroll(5)
    before = at_rest(window)
    scene.sandbox.tell('post', mid=service.MID, text='Fresh from the garden')
    app.focus()
    press('F5')
    window.find('1 New Post', role='button')
    # The button covers what little of the first one may be left
    equal(feed_shows(window)[-4:], before[-4:])
    window.find('1 New Post', role='button').click()
    feed_shows(window, lambda names: 'Fresh from the garden' in names[0])
    equal(app.quit(), 0)


@case('links and words are copied, from the menu and by key')
def _(scene):
    app = start(scene)
    window = app.window()
    posts(window)[0].click(3)
    window.find('Copy Link', role='menu item').click()
    wait_for(lambda: re.fullmatch(r'https://(www\.bilibili\.com/opus|t\.bilibili\.com)/\d+', clipboard()),
             'a link in the clipboard')
    posts(window)[0].click(3)
    window.find('Copy Text', role='menu item').click()
    wait_for(lambda: not clipboard().startswith('http') and clipboard().strip(), 'words in the clipboard')
    equal(app.quit(), 0)


@case('an empty space says so')
def _(scene):
    app = scene.open()
    open_space(app, service.MID_EMPTY)
    app.window().says('No Posts Yet')
    equal(app.quit(), 0)


@case('whatever goes wrong is said in a sentence, and Retry goes on')
def _(scene):
    app = start(scene)
    window = app.window()
    spaces = itertools.cycle([service.MID_2, service.MID])
    for fault, sentence in FAULTS.items():
        scene.sandbox.fail(service.FEED, fault)
        try:
            open_space(app, next(spaces))
            window.find(re.compile(sentence), timeout=25)
            scene.sandbox.heal(service.FEED)
            again = window.maybe('Retry', role='button')
            if again:
                again.click()
            else:
                app.focus()
                press('F5')
            feed_shows(window)
        except Exception as reason:
            raise AssertionError(f'{fault}: {reason}; there is: {window.texts()}') from reason
        finally:
            scene.sandbox.heal(service.FEED)
    equal(app.quit(), 0)


@case('risk control leads to the browser')
def _(scene):
    app = start(scene)
    window = app.window()
    scene.sandbox.fail(service.FEED, 'code:-352')
    open_space(app, service.MID_2)
    window.says('Refused by bilibili')
    window.find('Open in Browser', role='button')
    scene.sandbox.heal(service.FEED)
    equal(app.quit(), 0)


@case('an error while scrolling keeps the posts, and Retry loads the next page')
def _(scene):
    app = start(scene)
    window = app.window()
    open_space(app, service.MID_2)
    open_space(app, service.MID)
    feed_shows(window)
    scene.sandbox.fail(service.FEED, 'http:500')
    for _ in range(20):
        posts(window)[-1].scroll(15)
        if window.maybe('Retry', role='button'):
            break
    check(posts(window), 'the posts are gone')
    scene.sandbox.heal(service.FEED)
    before = len(scene.sandbox.requests(service.FEED))
    window.find('Retry', role='button').click()
    wait_for(lambda: len(scene.sandbox.requests(service.FEED)) > before, 'another request')
    wait_for(lambda: not window.maybe('Retry', role='button'), 'Retry to go')
    equal(app.quit(), 0)


@case('offline it says so, and goes on when the network is back')
def _(scene):
    app = start(scene)
    window = app.window()
    scene.sandbox.stop()
    app.focus()
    choose_filter(app, window, 'Dynamics')
    window.says('You Are Offline')
    scene.sandbox.start_again()
    window.find('Retry', role='button').click()
    feed_shows(window)
    equal(app.quit(), 0)


@case('nothing was done that must never be done')
def _(scene):
    equal(scene.sandbox.violations(), [])


with Scene(posts=POSTS) as scene:
    status = run(scene, failed=scene.failed)
sys.exit(status)
