# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in and out, with a keyring that works."""

import subprocess
import sys

from scene import Scene  # first: it knows where the rest is
import sandbox as service
from cases import case, check, equal, run
from desk import wait_for
from driver import press, screenshot
from people import ask_to_sign_out, close_settings, feed_shows, open_settings, paste_cookies, sign_in_page

LOGOUT = '/login/exit/v2'


def signed_out(scene):
    scene.desk.run(['secret-tool', 'clear', 'application', 'io.github.tuwen.Tuwen'])


@case('a code that is scanned and confirmed on the phone signs in, and is kept')
def _(scene):
    app = scene.open()
    window = app.window()
    window.find('Welcome to Tuwen')
    window.find('Sign In', role='button').click()
    settings = app.window('Settings')
    settings.says('Waiting for your phone')
    picture = scene.build / 'meson-logs/code.png'
    screenshot(picture)
    seen = scene.desk.run(['zbarimg', '--quiet', '--raw', str(picture)], stdout=subprocess.PIPE, text=True)
    check('/scan-web' in seen.stdout or 'qrcode_key=' in seen.stdout, f'a phone would read {seen.stdout!r}')
    scene.sandbox.tell('qr', what='scan')
    settings.says('Confirm on your phone')
    scene.sandbox.tell('qr', what='confirm')
    settings.says(f'UID {service.MID}')
    stored = scene.stored(service.MID)
    for name in ('SESSDATA', 'bili_jct', 'DedeUserID', 'buvid3'):
        check(f'{name}=' in stored, f'{name} is not in the keyring')
    check(f'SESSDATA={service.SESSDATA}' in stored, 'SESSDATA is not there byte for byte')
    close_settings(app)
    feed_shows(window)
    equal(app.quit(), 0)


@case('who signed in once is signed in the next time')
def _(scene):
    app = scene.open()
    feed_shows(app.window())
    settings = open_settings(app, 'Accounts')
    settings.find(service.NAME)
    close_settings(app)
    equal(app.quit(), 0)


@case('pasted cookies are checked, then kept; a second account is there beside the first')
def _(scene):
    app = scene.open()
    app.window()
    settings = paste_cookies(app, f'Cookie: {service.COOKIES_2}')
    settings.says(f'UID {service.MID}')
    settings.says(f'UID {service.MID_2}')
    check(f'SESSDATA={service.SESSDATA_2}' in scene.stored(service.MID_2), 'not kept')
    close_settings(app)
    equal(app.quit(), 0)


@case('cookies that are none, and cookies that the service does not know, are refused in words')
def _(scene):
    app = scene.open()
    app.window()
    settings = paste_cookies(app, 'hello')
    settings.says('cannot be read as cookies|no cookie')
    nav = len(scene.sandbox.requests(service.NAV))
    text = settings.find('Cookies', role='text')
    wrong = 'SESSDATA=wrong; bili_jct=wrong; DedeUserID=1005'
    text.paste(wrong)
    wait_for(lambda: text.text == wrong, 'the text to be pasted')
    press('ctrl+Return')
    settings.says('does not know this session')
    check(len(scene.sandbox.requests(service.NAV)) > nav, 'the service was not asked')
    equal(scene.stored('1005'), '')
    close_settings(app)
    equal(app.quit(), 0)


@case('single fields will do')
def _(scene):
    signed_out(scene)
    app = scene.open()
    app.window()
    settings = sign_in_page(app)
    settings.find('Cookies', role='page tab').click()
    settings.find('SESSDATA', role='text').type(service.SESSDATA_2)
    settings.find('bili_jct', role='text').type(service.CSRF_2)
    press('Return')
    settings.says(f'UID {service.MID_2}')
    check(f'DedeUserID={service.MID_2}' in scene.stored(service.MID_2), 'not kept')
    close_settings(app)
    equal(app.quit(), 0)


@case('an account that another program put into the keyring is found')
def _(scene):
    signed_out(scene)
    scene.store(service.MID, service.COOKIES)
    app = scene.open()
    feed_shows(app.window())
    open_settings(app, 'Accounts').find(service.NAME)
    close_settings(app)
    equal(app.quit(), 0)


@case('a session that has ended shows it, and keeps everything else')
def _(scene):
    app = scene.open()
    window = app.window()
    feed_shows(window)
    scene.sandbox.tell('end-session', mid=service.MID)
    app.focus()
    press('F5')
    window.says('The session of .* has ended')
    feed_shows(window)
    check(scene.stored(service.MID), 'the account is gone from the keyring')
    settings = open_settings(app, 'Accounts')
    settings.says('Session ended')
    close_settings(app)
    equal(app.quit(), 0)
    scene.sandbox.tell('reset')


@case('signing out asks, tells the service, and leaves nothing in the keyring')
def _(scene):
    signed_out(scene)
    scene.store(service.MID, service.COOKIES)
    app = scene.open()
    feed_shows(app.window())
    settings, asked = ask_to_sign_out(app, f'Sign Out of {service.NAME}?')
    asked.find('Sign Out', role='button').click()
    settings.says('No Accounts Yet')
    scene.sandbox.received(LOGOUT)
    equal(scene.stored(service.MID), '')
    close_settings(app)
    app.window().says('Welcome to Tuwen')
    equal(app.quit(), 0)


@case('quitting answers the question with no; after a yes it waits until the account is signed out')
def _(scene):
    def ask():
        app = scene.open()
        feed_shows(app.window())
        return app, ask_to_sign_out(app, f'Sign Out of {service.NAME}?')[1]

    # The last session is over
    scene.sandbox.tell('reset')
    scene.store(service.MID, service.COOKIES)
    app, _asked = ask()
    press('ctrl+q')
    equal(app.process.wait(20), 0)
    equal(scene.sandbox.requests(LOGOUT), [], 'what was sent')
    check(scene.stored(service.MID), 'the account is gone from the keyring')

    scene.sandbox.fail(LOGOUT, 'delay:3000', times=1)
    app, asked = ask()
    asked.find('Sign Out', role='button').click()
    scene.sandbox.received(LOGOUT)
    app.focus('Settings')
    press('ctrl+q')
    equal(app.process.wait(20), 0)
    equal(scene.stored(service.MID), '')
    scene.sandbox.tell('reset')


@case('a code that has expired can be renewed')
def _(scene):
    signed_out(scene)
    app = scene.open()
    app.window()
    settings = sign_in_page(app)
    settings.says('Waiting for your phone')
    scene.sandbox.tell('qr', what='scan')
    settings.says('Confirm on your phone')
    scene.sandbox.tell('qr', what='expire')
    settings.says('This code has expired')
    settings.find('Renew', role='button').click()
    settings.says('Waiting for your phone')
    scene.sandbox.tell('qr', what='confirm')
    settings.says(f'UID {service.MID}')
    close_settings(app)
    equal(app.quit(), 0)


with Scene(sandbox=['--qr-manual']) as scene:
    status = run(scene, failed=scene.failed)
sys.exit(status)
