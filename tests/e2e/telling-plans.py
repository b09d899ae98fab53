# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop tells whoever looks elsewhere that a scheduled post failed, and what can be done about it at once."""

import sys

from scene import Scene  # first: it knows where the rest is
import sandbox as service
from cases import case, check, equal, run
from desk import wait_for
from driver import press, xdotool
from notifications import Notifications
from people import feed_shows, look_elsewhere
from writing import (PLANNED, PUBLISH_NOW, REMOVE, TITLE, calls, choose, composer_of, discard, hurry, plan_elsewhere,
                     planned, row, space, text_of, view)

# Seconds in which publishing can be taken back, while all of it is looked at
UNDO = 15
# Milliseconds until the list is answered, in which whoever asks for it can look elsewhere
ANSWER = 8000


def fail_unseen(scene, shown, text):
    """What is planned, and was seen to wait, cannot be published while nobody looks; returns the program and what the
    desktop was told."""
    hurry(scene)
    scene.sandbox.forget()
    plan_elsewhere(scene, text, 7200)
    app = scene.open()
    feed_shows(app.window())
    view(app, 'Scheduled')
    row(app, text)
    (draft,) = [draft for draft in planned(scene) if draft['text'] == text]
    scene.sandbox.tell('fail-draft', draft_id=draft['draft_id'])
    scene.sandbox.fail(PLANNED, f'delay:{ANSWER}', times=1)
    app.focus()
    press('F5')
    look_elsewhere(app)
    told = shown.receive()
    equal(told['title'], f'“{text}” was not published')
    check(told['body'].startswith('The service could not publish it'), told['body'])
    equal(set(told['buttons']) - {''}, {'Edit', 'Publish Now', 'Reschedule'})
    scene.sandbox.forget()
    return app, told


def seen(app, title='Tuwen'):
    """Waits for the window on the screen, where the focus is, too."""
    wait_for(lambda: xdotool('getactivewindow') == app.window_id(title), f'{title} to have the focus', 20)
    return app.window(title)


@case('what was planned and failed can be changed from there')
def _(scene):
    with Notifications(scene.desk) as shown:
        app, told = fail_unseen(scene, shown, 'To be changed')
        shown.press(told, 'Edit')
        composer = composer_of(app)
        seen(app, TITLE)
        equal(text_of(composer), 'To be changed')
        equal(calls(scene), {}, 'what was sent')
        discard(app)
        # It has no window on the screen that could be told so
        app.process.terminate()
        equal(app.process.wait(20), 0)


@case('it can be published now from there, with a way back in the window')
def _(scene):
    with Notifications(scene.desk) as shown:
        app, told = fail_unseen(scene, shown, 'To be published')
        posts, before = space(scene)['post_count'], len(planned(scene))
        hurry(scene, UNDO)
        shown.press(told, 'Publish Now')
        row(app, 'To be published').find('Undo', role='button')
        seen(app)
        wait_for(lambda: space(scene)['post_count'] == posts + 1, 'it to be published', 20)
        app.window().gone('To be published')
        equal(len(planned(scene)), before - 1, 'planned')
        equal(calls(scene), {PUBLISH_NOW: 1})
        equal(app.quit(), 0)


@case('and it can be given another time from there')
def _(scene):
    with Notifications(scene.desk) as shown:
        app, told = fail_unseen(scene, shown, 'To be put off')
        shown.press(told, 'Reschedule')
        window = app.window()
        window.find('Tomorrow 12:00', role='button').click()
        seen(app)
        window.find('Reschedule', role='button').click()
        wait_for(lambda: [draft['status'] for draft in planned(scene)
                          if draft['text'] == 'To be put off'] == [0], 'the other time', 30)
        # Keys are the popover's as long as it is there
        window.gone('Tomorrow 12:00', role='button')
        row(app, 'To be put off').find('Publish Now', role='button')
        equal(app.quit(), 0)


def plan_and_look(scene, *texts):
    """A program that shows what is planned, in a minute that can be taken back"""
    hurry(scene, 60)
    scene.sandbox.forget()
    for text in texts:
        plan_elsewhere(scene, text, 7200)
    app = scene.open()
    view(app, 'Scheduled')
    for text in texts:
        row(app, text)
    scene.sandbox.forget()
    return app


@case('quitting right after Publish Now loses nothing: the desktop offers to take it back')
def _(scene):
    with Notifications(scene.desk) as shown:
        app = plan_and_look(scene, 'Now or later')
        posts, before = space(scene)['post_count'], len(planned(scene))
        row(app, 'Now or later').find('Publish Now', role='button').click()
        row(app, 'Now or later').find('Undo', role='button')
        app.focus()
        press('ctrl+q')
        told = shown.receive()
        equal((told['title'], told['body']), ('Publishing in a moment', 'Now or later'))
        wait_for(lambda: not app.window_id('Tuwen'), 'the window to close')
        shown.press(told, 'Undo')
        row(app, 'Now or later').find('Publish Now', role='button')
        equal((space(scene)['post_count'], len(planned(scene)), calls(scene)), (posts, before, {}))
        equal(app.quit(), 0)


@case('and publishes it without a window when nobody does, which it tells')
def _(scene):
    with Notifications(scene.desk) as shown:
        app = plan_and_look(scene)
        posts, before = space(scene)['post_count'], len(planned(scene))
        hurry(scene, UNDO)
        row(app, 'Now or later').find('Publish Now', role='button').click()
        row(app, 'Now or later').find('Undo', role='button')
        app.focus()
        press('ctrl+q')
        equal(shown.receive()['title'], 'Publishing in a moment')
        equal(calls(scene), {}, 'what was sent, as long as it can be taken back')
        told = shown.receive()
        equal((told['title'], told['body']), ('Published', 'Now or later'))
        equal(app.process.wait(20), 0)
        equal((space(scene)['post_count'], len(planned(scene))), (posts + 1, before - 1))
        equal(calls(scene), {PUBLISH_NOW: 1})


@case('what is deleted when somebody closes the window goes with the time to take it back, and no sooner')
def _(scene):
    with Notifications(scene.desk) as shown:
        app = plan_and_look(scene, 'Not wanted')
        before = len(planned(scene))
        choose(app, row(app, 'Not wanted'), 'Delete')
        row(app, 'Not wanted').find('Undo', role='button')
        app.focus()
        press('alt+F4')
        told = shown.receive()
        equal((told['title'], told['body']), ('Deleting in a moment', 'Not wanted'))
        shown.press(told, 'Undo')
        row(app, 'Not wanted').find('Publish Now', role='button')
        hurry(scene, UNDO)
        choose(app, row(app, 'Not wanted'), 'Delete')
        row(app, 'Not wanted').find('Undo', role='button')
        app.focus()
        press('ctrl+q')
        equal(shown.receive()['title'], 'Deleting in a moment')
        equal(calls(scene), {}, 'what was sent, as long as it can be taken back')
        equal(app.process.wait(40), 0)
        equal(len(planned(scene)), before - 1, 'planned')
        equal(calls(scene), {REMOVE: 1})


with Scene(posts=20) as scene:
    scene.store(service.MID, service.COOKIES)
    status = run(scene, failed=scene.failed)
sys.exit(status)
