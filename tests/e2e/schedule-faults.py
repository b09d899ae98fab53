# SPDX-License-Identifier: GPL-3.0-or-later
"""What is planned, where the service fails: each time a sentence says so, the row can be used again, and the
stand-in has what it had, or what was meant, once."""

import re

from writing import (CREATE, PLANNED, PUBLISH_NOW, REMOVE, TITLE, calls, choose, composer_of, field, main, new_post,
                     plan, plan_elsewhere, planned, row, space, text_of, view,
                     write)  # first: it knows where the rest is
from cases import case, equal
from desk import wait_for
from driver import press

# What the list's call may answer → what is said while what is known stays
LIST_FAULTS = {
    'drop': 'This may not be up to date',
    'http:500': 'This may not be up to date. .*bilibili',
    'html': 'This may not be up to date. .*cannot read',
    'types': None,  # whatever can be read of it counts
    'code:-352:风控校验失败': 'This may not be up to date. .*风控校验失败',
    'voucher': 'This may not be up to date. .*refused',
}

# What publishing or deleting may answer at once → what is said of it
REFUSALS = {
    'code:-352:风控校验失败': '“Steadfast”: .*风控校验失败',
    'http:412': '“Steadfast”: .*refused',
}


def start(scene):
    app = scene.open()
    view(app, 'Scheduled')
    row(app, re.compile('^早安'))
    scene.sandbox.forget()
    return app


def times(scene, text):
    """(how often it is planned, how often it is in the feed)"""
    return (sum(draft['text'] == text for draft in planned(scene)),
            sum(post['text'] == text for post in space(scene)['posts']))


def at_rest(app, text, timeout=10, button='Publish Now'):
    """Waits until nothing is under way for it, wherever it is listed then; returns its button."""
    def look():
        found = app.window().maybe(text, role='panel')
        return found and found.maybe(button, role='button')
    return wait_for(look, f'{text!r} to be at rest', timeout)


@case('the list cannot be had: what is known stays, a sentence says so, and Retry goes on')
def _(scene):
    app = start(scene)
    window = app.window()
    for fault, sentence in LIST_FAULTS.items():
        scene.sandbox.fail(PLANNED, fault)
        app.focus()
        press('F5')
        if sentence:
            window.says(sentence, timeout=20)
        row(app, re.compile('^早安'))
        scene.sandbox.heal(PLANNED)
        if sentence:
            window.find('Retry', role='button').click()
            window.gone(re.compile('This may not be up to date'))
        window.find('Refresh', role='button')  # and no spinner in its place
    equal(app.quit(), 0)


@case('a program that starts without the list says so instead of that there is nothing')
def _(scene):
    scene.sandbox.fail(PLANNED, 'http:500')
    app = scene.open()
    view(app, 'Scheduled')
    window = app.window()
    retry = window.find('Retry', role='button', timeout=20)
    equal(window.maybe('Nothing Planned'), None)
    scene.sandbox.heal(PLANNED)
    retry.click()
    row(app, re.compile('^早安'))
    equal(app.quit(), 0)


@case('publishing and deleting that are refused leave it planned, say why where it is, and one press tries again')
def _(scene):
    plan_elsewhere(scene, 'Steadfast', 14400)
    app = start(scene)
    window = app.window()
    for fault, sentence in REFUSALS.items():
        for path, choice, done, button in ((PUBLISH_NOW, 'Publish Now', 'Not published', 'Publish Now'),
                                           (REMOVE, 'Delete', 'Not deleted', 'Delete')):
            scene.sandbox.fail(path, fault)
            choose(app, row(app, 'Steadfast'), choice)
            window.says(sentence)
            at_rest(app, 'Steadfast', button=button)
            equal(times(scene, 'Steadfast'), (1, 0), f'{fault} of {path}')
            kept = f'{done}. .*{sentence.partition("*")[2]}'
            wait_for(lambda: re.search(kept, row(app, 'Steadfast').description), f'the row to say {kept!r}')
            scene.sandbox.heal(path)
    equal(calls(scene), {PUBLISH_NOW: len(REFUSALS), REMOVE: len(REFUSALS)})
    at_rest(app, 'Steadfast', button='Delete').click()
    wait_for(lambda: times(scene, 'Steadfast') == (0, 0), 'it to be deleted', 20)
    window.gone('Steadfast')
    equal(app.quit(), 0)


@case('published but not answered, it is found, and is not published again')
def _(scene):
    plan_elsewhere(scene, 'Did it go out?', 14400)
    app = start(scene)
    scene.sandbox.fail(PUBLISH_NOW, 'lost')
    at_rest(app, 'Did it go out?').click()
    app.window().gone('Did it go out?', timeout=30)
    scene.sandbox.heal(PUBLISH_NOW)
    equal(times(scene, 'Did it go out?'), (0, 1))
    equal(calls(scene), {PUBLISH_NOW: 1})
    equal(app.quit(), 0)


@case('planned but not answered, it is found among what is planned, and is not planned again')
def _(scene):
    app = start(scene)
    composer = new_post(app)
    write(composer, 'Was it heard?')
    plan(composer)
    scene.sandbox.fail(CREATE, 'lost')
    press('ctrl+Return')
    at_rest(app, 'Was it heard?', 30)
    wait_for(lambda: not app.window_id(TITLE), 'the composer to close', 30)
    scene.sandbox.heal(CREATE)
    equal(times(scene, 'Was it heard?'), (1, 0))
    equal(calls(scene), {CREATE: 1})
    equal(app.quit(), 0)


@case('planning that is refused keeps everything, says why, and one press tries again')
def _(scene):
    app = start(scene)
    composer = new_post(app)
    write(composer, 'Not just yet')
    plan(composer)
    scene.sandbox.fail(CREATE, 'code:4126021:请先绑定手机', times=1)
    press('ctrl+Return')
    composer.says('请先绑定手机')
    equal(text_of(composer), 'Not just yet', 'the text')
    equal(times(scene, 'Not just yet'), (0, 0))
    composer.find('Try Again', role='button').click()
    wait_for(lambda: times(scene, 'Not just yet') == (1, 0), 'it to be planned', 20)
    equal(calls(scene), {CREATE: 2})
    equal(app.quit(), 0)


@case('a change whose planning is refused leaves the old one as it was')
def _(scene):
    app = start(scene)
    choose(app, row(app, 'Was it heard?'), 'Edit')
    composer = composer_of(app)
    wait_for(lambda: text_of(composer) == 'Was it heard?', 'the text')
    app.focus(TITLE)
    field(composer).click()
    press('ctrl+End')
    write(composer, ' Yes.')
    scene.sandbox.fail(CREATE, 'http:412', times=1)
    composer.find('Schedule', role='button').click()
    composer.says('refused')
    equal(times(scene, 'Was it heard?'), (1, 0))
    composer.find('Try Again', role='button').click()
    wait_for(lambda: (times(scene, 'Was it heard?'), times(scene, 'Was it heard? Yes.')) == ((0, 0), (1, 0)),
             'the new one to take its place', 30)
    equal(calls(scene), {CREATE: 2, REMOVE: 1})
    equal(app.quit(), 0)


@case('a change whose old one cannot be removed says that both are there, and one press settles it')
def _(scene):
    app = start(scene)
    scene.sandbox.fail(REMOVE, 'code:-352:风控校验失败')
    choose(app, row(app, 'Was it heard? Yes.'), 'Reschedule…')
    window = app.window()
    window.find('Tomorrow 12:00', role='button').click()
    window.find('Reschedule', role='button').click()
    window.says('2 need attention', timeout=30)
    # They may be above what was looked at: what is seen of the rest depends on the time of the day
    window.find('Publish Now', role='button').scroll(-15)
    window.find('Settle', role='button')
    equal(times(scene, 'Was it heard? Yes.'), (2, 0))
    scene.sandbox.heal(REMOVE)
    window.find('Settle', role='button').click()
    wait_for(lambda: times(scene, 'Was it heard? Yes.') == (1, 0), 'the old one to go', 30)
    window.says('1 needs attention')
    equal(app.quit(), 0)


main()
