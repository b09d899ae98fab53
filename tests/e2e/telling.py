# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop tells whoever looks elsewhere what became of a post."""

import sys

from scene import Scene  # first: it knows where the rest is
import sandbox as service
from cases import case, check, equal, run
from desk import wait_for
from driver import press
from notifications import Notifications
from people import feed_shows, look_elsewhere
from writing import (CREATE, CREATE_TEXT, TITLE, UPLOAD, calls, composer_of, discard, field, hurry, make_pictures, new_post,
                     published, space, text_of, uploaded, write)

# Seconds; looking elsewhere takes its time, too
UNDO = 8

BROWSER = '''[Desktop Entry]
Type=Application
Name=Browser
Exec={program} %u
MimeType=x-scheme-handler/https;
'''


def start(scene):
    scene.sandbox.forget()
    app = scene.open()
    feed_shows(app.window())
    return app


def begin(app, scene, text, undo=UNDO):
    """Writes a post and presses Publish, with as much time to undo as the rest of a case needs."""
    hurry(scene, undo)
    write(new_post(app), text)
    app.focus(TITLE)
    press('ctrl+Return')


def close(app, title):
    app.focus(title)
    press('alt+F4')
    wait_for(lambda: not app.window_id(title), f'{title} to close')


def end(app):
    """It may have no window on the screen that could be told so."""
    app.process.terminate()
    equal(app.process.wait(20), 0)


@case('the desktop tells whoever looks elsewhere that it is published, and opens it')
def _(scene):
    with Notifications(scene.desk) as shown:
        app = start(scene)
        before = space(scene)['post_count']
        begin(app, scene, 'While you are away')
        look_elsewhere(app)
        published(app, scene, before + 1)
        told = shown.receive()
        equal((told['title'], told['body']), ('Published', 'While you are away'))
        shown.press(told, 'Open')
        address = opened(scene)
        check(address.startswith('https://www.bilibili.com/opus/'), address)
        end(app)


@case('quitting right after Publish loses nothing: it is published without a window, and the desktop tells')
def _(scene):
    with Notifications(scene.desk) as shown:
        app = start(scene)
        before = space(scene)['post_count']
        begin(app, scene, 'I am off', undo=15)
        press('ctrl+q')
        told = shown.receive()
        equal((told['title'], told['body']), ('Publishing in a moment', 'I am off'))
        equal(space(scene)['post_count'], before, 'posts, as long as it can be taken back')
        told = shown.receive()
        equal((told['title'], told['body']), ('Published', 'I am off'))
        equal(app.process.wait(20), 0)
        equal(space(scene)['post_count'], before + 1, 'posts')


@case('and can be taken back even then, which opens all that was open')
def _(scene):
    with Notifications(scene.desk) as shown:
        app = start(scene)
        hurry(scene, 60)
        write(new_post(app), 'I stay')
        app.focus(TITLE)
        press('ctrl+Return')
        composer_of(app).says('Publishing in a moment')
        press('ctrl+q')
        told = shown.receive()
        wait_for(lambda: not app.window_id(TITLE), 'the composer to close')
        shown.press(told, 'Undo')
        composer = composer_of(app)
        composer.find('Publish', role='button', having=lambda button: button.sensitive)
        equal(text_of(composer), 'I stay')
        equal(calls(scene), {}, 'what was sent')
        discard(app)
        end(app)


@case('quitting while pictures go up ends when it is told what became of the post; all is there the next time')
def _(scene):
    with Notifications(scene.desk) as shown:
        scene.sandbox.forget()
        hurry(scene)
        scene.sandbox.fail(UPLOAD, 'delay:8000', times=1)
        scene.sandbox.fail(CREATE, 'code:4126021', times=1)
        app = scene.open(*map(str, make_pictures(scene.desk.home / 'pictures', 1)))
        composer = composer_of(app)
        app.focus(TITLE)
        press('ctrl+Return')
        composer.says('Uploading 1 picture')
        press('ctrl+q')
        told = shown.receive()
        equal((told['title'], told['body']), ('Uploading 1 picture…', 'Pictures only'))
        told = shown.receive()
        equal(told['title'], '“Pictures only” was not published')
        equal(app.process.wait(20), 0)
        app = scene.open()
        uploaded(composer_of(app), 1)
        equal(calls(scene), {UPLOAD: 1, CREATE: 1})
        discard(app)
        end(app)


@case('and that it was not, and opens its composer, where all is kept')
def _(scene):
    with Notifications(scene.desk) as shown:
        app = start(scene)
        scene.sandbox.fail(CREATE_TEXT, 'code:4126021', times=1)
        begin(app, scene, 'Never arrives')
        close(app, TITLE)
        look_elsewhere(app)
        told = shown.receive()
        equal(told['title'], '“Never arrives” was not published')
        check(told['body'], 'it does not say why')
        shown.press(told, 'Open')
        composer = composer_of(app)
        composer.says('Nothing was published, and everything is kept')
        composer.says('Never arrives')
        end(app)


@case('with no window left it offers to take it back, and opens the composer then')
def _(scene):
    with Notifications(scene.desk) as shown:
        scene.sandbox.forget()
        hurry(scene, 60)
        (picture,) = make_pictures(scene.desk.home / 'pictures', 1)
        app = scene.open(str(picture))
        composer = composer_of(app)
        app.focus(TITLE)
        uploaded(composer, 1)
        field(composer).click()
        write(composer, 'On second thought')
        press('ctrl+Return')
        composer.says('Publishing in a moment')
        close(app, TITLE)
        told = shown.receive()
        equal((told['title'], told['body']), ('Publishing in a moment', 'On second thought'))
        shown.press(told, 'Undo')
        composer = composer_of(app)
        composer.find('Publish', role='button', having=lambda button: button.sensitive)
        equal(text_of(composer), 'On second thought')
        equal(calls(scene), {UPLOAD: 1}, 'what was sent')
        end(app)


def opened(scene):
    """Waits for the browser, and returns the address that it was given."""
    path = scene.desk.home / 'opened'
    address = wait_for(lambda: path.exists() and path.read_text(), 'the browser').strip()
    path.unlink()
    return address


def make_browser(scene):
    data = scene.desk.home / '.local/share/applications'
    data.mkdir(parents=True, exist_ok=True)
    program = scene.desk.home / 'browser'
    program.write_text(f'#!/bin/sh\necho "$1" > {scene.desk.home}/opening\n'
                       f'mv {scene.desk.home}/opening {scene.desk.home}/opened\n')
    program.chmod(0o755)
    (data / 'browser.desktop').write_text(BROWSER.format(program=program))
    (data / 'mimeapps.list').write_text('[Default Applications]\nx-scheme-handler/https=browser.desktop\n')


with Scene(posts=20) as scene:
    make_browser(scene)
    scene.store(service.MID, service.COOKIES)
    status = run(scene, failed=scene.failed)
sys.exit(status)
