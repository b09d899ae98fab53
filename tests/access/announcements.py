# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said to somebody who does not look: uploads, errors, publication. A screen reader speaks when what has the
focus gets another description or name; this listens to the same events, and like it to nothing else.

  announcements.py BUILD PREFIX"""

import re
import sys
from pathlib import Path

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'e2e'))

from scene import Scene  # noqa: E402  first: it knows where the rest is
import sandbox as service  # noqa: E402
from cases import case, check, run  # noqa: E402
from desk import wait_for  # noqa: E402
from driver import press  # noqa: E402
from people import feed_shows  # noqa: E402
from writing import CREATE_TEXT, PLANNED, TITLE, UPLOAD, composer_of, hurry, make_pictures, new_post, write  # noqa: E402

EVENTS = ['object:property-change:accessible-description', 'object:property-change:accessible-name']


class Ears:
    """with Ears() as ears: ears.hears('words')"""

    def __init__(self):
        Atspi.init()  # Only now: it looks for the session bus of this environment
        self.heard = []
        self._listener = Atspi.EventListener.new(self._event)

    def __enter__(self):
        for event in EVENTS:
            self._listener.register(event)
        return self

    def __exit__(self, *_):
        for event in EVENTS:
            self._listener.deregister(event)

    def _event(self, event):
        try:
            states = event.source.get_state_set()
            focused = states.contains(Atspi.StateType.FOCUSED) or states.contains(Atspi.StateType.ACTIVE)
        except GLib.Error:
            return  # Gone meanwhile
        if focused and event.any_data:
            self.heard.append(str(event.any_data))

    def hears(self, pattern, timeout=10):
        def listen():
            while GLib.MainContext.default().pending():
                GLib.MainContext.default().iteration(False)
            return next((words for words in self.heard if re.search(pattern, words)), None)
        return wait_for(listen, lambda: f'{pattern!r} to be said; there was {self.heard}', timeout)


@case('a post that is published')
def _(scene):
    app = scene.open()
    feed_shows(app.window())
    write(new_post(app), 'Said aloud')
    with Ears() as ears:
        app.focus(TITLE)
        press('ctrl+Return')
        ears.hears('^Published', 25)


@case('a post that is not published, and why')
def _(scene):
    app = scene.apps[-1]
    scene.sandbox.fail(CREATE_TEXT, 'code:4126021:先绑定手机', times=1)
    write(new_post(app), 'Never arrives')
    with Ears() as ears:
        app.focus(TITLE)
        press('ctrl+Return')
        ears.hears('Nothing was published, and everything is kept.*先绑定手机', 25)
    app.kill()


@case('a feed that cannot be looked at anew')
def _(scene):
    app = scene.open()
    feed_shows(app.window())
    scene.sandbox.fail(service.FEED, 'http:500', times=1)
    with Ears() as ears:
        app.focus()
        press('F5')
        ears.hears('^bilibili Has a Problem')
    app.kill()


@case('a feed that cannot be read at all')
def _(scene):
    app = scene.open()
    feed_shows(app.window())
    scene.sandbox.fail(service.FEED, 'code:-352')
    with Ears() as ears:
        app.focus()
        press('alt+3')
        ears.hears('risk control')
    scene.sandbox.heal(service.FEED)
    app.kill()


@case('a program that starts with nothing but an error')
def _(scene):
    scene.sandbox.stop()
    try:
        with Ears() as ears:
            app = scene.open()
            ears.hears('^bilibili could not be reached', 25)
    finally:
        scene.sandbox.start_again()
    app.kill()


@case('what is scheduled, when the service does not say')
def _(scene):
    scene.sandbox.fail(PLANNED, 'http:500')
    app = scene.open()
    feed_shows(app.window())
    with Ears() as ears:
        app.focus()
        press('ctrl+2')
        ears.hears('HTTP status 500')
    scene.sandbox.heal(PLANNED)
    app.kill()


@case('pictures that are uploaded')
def _(scene):
    with Ears() as ears:
        app = scene.open(*map(str, make_pictures(scene.desk.home / 'pictures', 3)))
        composer_of(app)
        app.focus(TITLE)
        ears.hears('^All 3 pictures are uploaded$', 25)
    app.kill()


@case('a picture that is not, and why')
def _(scene):
    scene.sandbox.fail(UPLOAD, 'code:-617:太大了')
    with Ears() as ears:
        app = scene.open(*map(str, make_pictures(scene.desk.home / 'more', 1, first=7)))
        composer_of(app)
        app.focus(TITLE)
        ears.hears(r'^7\.png: .*太大了', 25)
    check(not [words for words in ears.heard if 'uploaded' in words], ears.heard)
    scene.sandbox.heal(UPLOAD)
    app.kill()


with Scene(keyring='unlocked', posts=20) as stage:
    stage.store(service.MID, service.COOKIES)
    hurry(stage, 1)
    run(stage, failed=stage.failed)
