# SPDX-License-Identifier: GPL-3.0-or-later
"""Planning a post, seeing it among those that are planned, publishing it now, and deleting one. What counts
is what the stand-in has: one planned post or one in the feed, and never both."""

import json
import re
import sys

from scene import Scene  # first: it knows where the rest is
import sandbox as service
from cases import case, check, equal, run
from desk import wait_for
from driver import press
from writing import (CREATE, TITLE, UPLOAD, VOTE, add_vote, calls, composer_of, field, hurry,
                     make_pictures, plan, planned, row, space, uploaded, view,
                     widths, write)

PUBLISH_NOW = '/dynamic_draft/v1/dynamic_draft/publish_now'
REMOVE = '/dynamic_draft/v1/dynamic_draft/rm_draft'


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


@case('it is listed, is published now by one press, once')
def _(scene):
    app = scene.open()
    before, posts = planned(scene), space(scene)['post_count']
    view(app, 'Scheduled')
    mine = row(app, re.compile('^Later today'))
    scene.sandbox.forget()
    mine.find('Publish Now', role='button').click()
    wait_for(lambda: space(scene)['post_count'] == posts + 1, 'it to be published', 20)
    equal(len(planned(scene)), len(before) - 1, 'planned')
    equal(calls(scene), {PUBLISH_NOW: 1})
    app.window().gone(re.compile('^Later today'))
    equal(space(scene)['post_count'], posts + 1, 'posts')
    equal(app.quit(), 0)


@case('one is deleted, and stays when that is taken back')
def _(scene):
    hurry(scene, 20)
    app = scene.open()
    before = planned(scene)
    scene.sandbox.forget()
    view(app, 'Scheduled')
    other = row(app, re.compile('^早安'))
    other.click(3)
    app.window().find('Delete', role='menu item').click()
    other.find('Undo', role='button').click()
    other.find('Publish Now', role='button')
    equal(calls(scene), {}, 'what was sent')
    hurry(scene)
    other.click(3)
    app.window().find('Delete', role='menu item').click()
    wait_for(lambda: len(planned(scene)) == len(before) - 1, 'it to be deleted')
    check(not any('早安' in draft['text'] for draft in planned(scene)), 'another one was deleted')
    equal(calls(scene), {REMOVE: 1})
    equal(app.quit(), 0)


@case('nothing was done that must never be done')
def _(scene):
    equal(scene.sandbox.violations(), [])


with Scene(posts=20) as scene:
    scene.store(service.MID, service.COOKIES)
    hurry(scene)
    status = run(scene, failed=scene.failed)
sys.exit(status)
