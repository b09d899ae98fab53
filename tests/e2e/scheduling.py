# SPDX-License-Identifier: GPL-3.0-or-later
"""Planning a post, seeing it among those that are planned, publishing it now, changing and deleting it. What counts
is what the stand-in has: one planned post or one in the feed, and never both."""

import json
import re

from writing import (CREATE, PUBLISH_NOW, REMOVE, TITLE, UPLOAD, VOTE, add_vote, calls, choose, composer_of, field,
                     hurry, main, make_pictures, plan, plan_elsewhere, planned, row, space, text_of, uploaded, view,
                     widths, write)  # first: it knows where the rest is
import sandbox as service
from cases import case, check, equal
from desk import wait_for
from driver import press
from people import feed_shows


@case('a post with two pictures and a vote is planned, and does not go out at once')
def _(scene):
    app = scene.open(*map(str, make_pictures(scene.desk.home / 'pictures', 2)))
    composer = composer_of(app)
    app.focus(TITLE)
    uploaded(composer, 2)
    field(composer).click()
    write(composer, 'Later today')
    add_vote(composer, 'Which one?', 'Left', 'Right')
    before, posts = planned(scene), space(scene)['post_count']
    plan(composer)
    press('ctrl+Return')
    wait_for(lambda: len(planned(scene)) == len(before) + 1, 'it to be planned', 20)
    (new,) = [draft for draft in planned(scene) if draft not in before]
    equal(space(scene)['post_count'], posts, 'posts')
    equal(new['text'], 'Later todayWhich one?')
    ahead = new['time'] - scene.sandbox.ask('state')['now']
    check(3300 < ahead <= 3660, f'{ahead} seconds ahead')
    equal(calls(scene), {UPLOAD: 2, VOTE: 1, CREATE: 1})
    sent = json.loads(new['request'])
    equal(widths(scene, [picture['img_src'] for picture in sent['pics']]), [641, 642], 'the pictures')
    # With no other window the program ends
    wait_for(lambda: not app.running(), 'the program to end')


@case('it is listed, is published now by one press, and is in the feed once')
def _(scene):
    app = scene.open()
    window = app.window()
    feed_shows(window)
    before, posts = planned(scene), space(scene)['post_count']
    view(app, 'Scheduled')
    mine = row(app, re.compile('^Later today'))
    scene.sandbox.forget()
    mine.find('Publish Now', role='button').click()
    wait_for(lambda: space(scene)['post_count'] == posts + 1, 'it to be published', 20)
    equal(len(planned(scene)), len(before) - 1, 'planned')
    equal(calls(scene), {PUBLISH_NOW: 1})
    window.gone(re.compile('^Later today'))

    def once(names):
        # Where the feed is at its beginning it comes by itself, elsewhere on demand
        offer = window.maybe('1 New Post', role='button')
        if offer:
            offer.click()
        return sum(name.startswith('Later today') for name in names) == 1
    view(app, 'Feed')
    feed_shows(window, once)
    app.focus()
    asked = len(scene.sandbox.requests(service.FEED))
    press('F5')
    scene.sandbox.received(service.FEED, asked + 1)
    feed_shows(window, once)
    equal(space(scene)['post_count'], posts + 1, 'posts')
    equal(app.quit(), 0)


@case('what another client plans appears, whole as far as it can be known')
def _(scene):
    app = scene.open()
    view(app, 'Scheduled')
    row(app, re.compile('^早安'))
    plan_elsewhere(scene, 'Planned on a phone', 7200)
    app.focus()
    press('F5')
    other = row(app, 'Planned on a phone')
    wait_for(lambda: 'Made elsewhere' in other.description, 'what is not known to be said')
    other.find('Publish Now', role='button')
    equal(app.quit(), 0)


@case('the keys for that move through it, wherever the focus is')
def _(scene):
    app = scene.open()
    window = app.window()
    size = window.extents[2:]
    app.resize(size[0], 480)
    view(app, 'Scheduled')
    first = re.compile('^Needs Attention')
    window.find(first)
    app.focus()
    press('End')
    window.gone(first)
    app.focus()
    press('Home')
    window.find(first)
    app.resize(*size)
    equal(app.quit(), 0)


@case('what is changed is planned anew before the old one goes, and is there once')
def _(scene):
    plan_elsewhere(scene, 'A first thought', 10800)
    before = planned(scene)
    (old,) = [draft for draft in before if draft['text'] == 'A first thought']
    app = scene.open()
    view(app, 'Scheduled')
    choose(app, row(app, 'A first thought'), 'Edit')
    composer = composer_of(app)
    wait_for(lambda: text_of(composer) == 'A first thought', 'the text')
    app.focus(TITLE)
    field(composer).click()
    press('ctrl+End')
    write(composer, ', and a second')
    scene.sandbox.forget()
    composer.find('Schedule', role='button').click()
    wait_for(lambda: old['draft_id'] not in [draft['draft_id'] for draft in planned(scene)], 'the old one to go', 30)
    (new,) = [draft for draft in planned(scene) if draft['text'].startswith('A first thought')]
    equal((new['text'], new['time']), ('A first thought, and a second', old['time']))
    equal(len(planned(scene)), len(before), 'planned')
    order = [request['path'] for request in scene.sandbox.requests(method='POST')]
    equal(order, [CREATE, REMOVE], 'what was sent')
    row(app, 'A first thought, and a second').find('Publish Now', role='button')
    app.window().gone('A first thought')
    equal(app.quit(), 0)


@case('what gets another time is there once, at that time')
def _(scene):
    before = planned(scene)
    app = scene.open()
    view(app, 'Scheduled')
    scene.sandbox.forget()
    choose(app, row(app, 'A first thought, and a second'), 'Reschedule…')
    window = app.window()
    window.find('In 1 Hour', role='button').click()
    window.find('Reschedule', role='button').click()

    def moved():
        mine = [draft for draft in planned(scene) if draft['text'].startswith('A first thought')]
        return len(mine) == 1 and mine[0]['time'] - scene.sandbox.ask('state')['now'] <= 3660
    wait_for(moved, 'the other time', 30)
    equal(len(planned(scene)), len(before), 'planned')
    equal(calls(scene), {CREATE: 1, REMOVE: 1})
    row(app, 'A first thought, and a second').find('Publish Now', role='button')
    equal(app.quit(), 0)


@case('what is asked for can be taken back, for as long as one likes')
def _(scene):
    hurry(scene, 30)
    app = scene.open()
    before, posts = planned(scene), space(scene)['post_count']
    view(app, 'Scheduled')
    other = row(app, re.compile('^早安'))
    scene.sandbox.forget()
    other.find('Publish Now', role='button').click()
    other.find('Undo', role='button').click()
    other.find('Publish Now', role='button')
    choose(app, other, 'Delete')
    other.find('Undo', role='button').click()
    other.find('Publish Now', role='button')
    equal(calls(scene), {}, 'what was sent')
    equal((planned(scene), space(scene)['post_count']), (before, posts))
    equal(app.quit(), 0)
    hurry(scene)


@case('what is deleted goes, waits among what was deleted, and comes back as a draft')
def _(scene):
    app = scene.open()
    before = planned(scene)
    view(app, 'Scheduled')
    scene.sandbox.forget()
    choose(app, row(app, re.compile('^早安')), 'Delete')
    wait_for(lambda: len(planned(scene)) == len(before) - 1, 'it to be deleted')
    check(not any('早安' in draft['text'] for draft in planned(scene)), 'another one was deleted')
    equal(calls(scene), {REMOVE: 1})
    window = app.window()
    window.gone(re.compile('^早安'))
    # What was deleted is below all else, and the focus is where it was
    app.focus()
    press('End')
    window.find('Show', role='button').click()
    app.focus()
    press('End')
    row(app, re.compile('^早安')).find('Restore', role='button').click()
    window.find('Drafts (1)')
    row(app, re.compile('^早安')).find('Edit', role='button')
    equal(calls(scene), {REMOVE: 1})
    equal(app.quit(), 0)


main()
