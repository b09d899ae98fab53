# SPDX-License-Identifier: GPL-3.0-or-later
"""A keyring that is missing or locked. A locked one is never taken for being signed out."""

import sys

from scene import Scene  # first: it knows where the rest is
import sandbox as service
from cases import case, check, equal, run
from people import answer_prompter, close_settings, feed_shows, open_settings, paste_cookies


def keep_account(scene):
    scene.desk.keyring('unlocked')
    scene.store(service.MID, service.COOKIES)


@case('dismissed, it is said to be locked; Retry asks again, and the password signs in')
def _(scene):
    keep_account(scene)
    scene.desk.keyring('locked')
    app = scene.open()
    answer_prompter(scene.desk, None)
    window = app.window()
    window.says('Keyring Is Locked')
    check(not window.maybe('Welcome to Tuwen'), 'it is taken for signed out')
    window.find('Retry', role='button').click()
    answer_prompter(scene.desk)
    feed_shows(window)
    open_settings(app, 'Accounts').find(service.NAME)
    close_settings(app)
    equal(app.quit(), 0)
    check(scene.stored(service.MID), 'the account is gone')


@case('unlocked at the first question, nothing is said about it')
def _(scene):
    scene.desk.keyring('locked')
    app = scene.open()
    answer_prompter(scene.desk)
    feed_shows(app.window())
    equal(app.quit(), 0)


@case('Settings say it, too, and offer Retry')
def _(scene):
    scene.desk.keyring('locked')
    app = scene.open()
    answer_prompter(scene.desk, None)
    settings = open_settings(app, 'Accounts')
    settings.says('Keyring Is Locked')
    check(not settings.maybe('No Accounts Yet'), 'it is taken for signed out')
    settings.find('Retry', role='button').click()
    answer_prompter(scene.desk)
    settings.find(service.NAME)
    close_settings(app)
    equal(app.quit(), 0)


@case('without a keyring it says so, and one goes on for this session only')
def _(scene):
    scene.desk.keyring('none')
    app = scene.open()
    window = app.window()
    window.says('No program on this computer offers to keep passwords')
    window.find('Go On Without', role='button').click()
    settings = paste_cookies(app, service.COOKIES)
    settings.says(f'UID {service.MID}')
    settings.says('For this session only')
    close_settings(app)
    feed_shows(window)
    equal(app.quit(), 0)
    # Nothing was kept anywhere: the next time one is signed out
    scene.desk.keyring('unlocked')
    scene.desk.run(['secret-tool', 'clear', 'application', 'io.github.tuwen.Tuwen'])
    app = scene.open()
    app.window().says('Welcome to Tuwen')
    equal(app.quit(), 0)


@case('a keyring that comes later is found by Retry')
def _(scene):
    keep_account(scene)
    scene.desk.keyring('none')
    app = scene.open()
    window = app.window()
    window.says('No program on this computer offers to keep passwords')
    scene.desk.keyring('unlocked')
    window.find('Retry', role='button').click()
    feed_shows(window)
    equal(app.quit(), 0)


@case('locked while signing in, nothing is lost: Retry keeps the account')
def _(scene):
    scene.desk.keyring('unlocked')
    scene.desk.run(['secret-tool', 'clear', 'application', 'io.github.tuwen.Tuwen'])
    app = scene.open()
    app.window().says('Welcome to Tuwen')
    scene.desk.keyring('locked')
    settings = paste_cookies(app, service.COOKIES)
    answer_prompter(scene.desk, None)
    settings.says('Keyring Is Locked')
    settings.find('Retry', role='button').click()
    answer_prompter(scene.desk)
    settings.says(f'UID {service.MID}')
    check(f'SESSDATA={service.SESSDATA}' in scene.stored(service.MID), 'not kept')
    close_settings(app)
    equal(app.quit(), 0)


with Scene(sandbox=['--qr-manual']) as scene:
    status = run(scene, failed=scene.failed)
sys.exit(status)
