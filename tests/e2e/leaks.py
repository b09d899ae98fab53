# SPDX-License-Identifier: GPL-3.0-or-later
"""A visit that ends as it should. Built with sanitizers, Tuwen tells then what it did not give back."""

import sys

from scene import Scene  # first: it knows where the rest is
import sandbox as service
from cases import case, equal, run
from driver import press
from people import choose_filter, close_settings, feed_shows, open_settings, posts


@case('a visit from the first to the last moment leaves nothing behind')
def _(scene):
    app = scene.open()
    window = app.window()
    app.focus()
    press('ctrl+l')
    app.window('Open a Space').find('UID or Link', role='text').type(service.MID)
    press('Return')
    feed_shows(window)
    posts(window)[0].scroll(20)
    choose_filter(app, window, 'Articles')
    feed_shows(window)
    settings = open_settings(app, 'Storage')
    settings.says('Space Used')
    close_settings(app)
    equal(app.quit(60), 0)


with Scene(posts=60, leaks=True) as scene:
    status = run(scene, failed=scene.failed)
sys.exit(status)
