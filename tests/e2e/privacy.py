# SPDX-License-Identifier: GPL-3.0-or-later
"""After everything that one does with accounts, with every log message on, no cookie is anywhere but in
the keyring and in requests to the service itself."""

import re
import sys
import urllib.parse

from scene import Scene  # first: it knows where the rest is
import sandbox as service
from cases import case, check, equal, run
from people import ask_to_sign_out, close_settings, feed_shows, open_space, paste_cookies, posts, sign_in_by_code

KEYRING_FILES = '.local/share/keyrings'
DEBUG = {'G_MESSAGES_DEBUG': 'all', 'SOUP_DEBUG': '1'}


class Secrets:
    """Everything that must not be seen, in every spelling it might be seen in"""

    def __init__(self):
        self.values = {}

    def add(self, cookies):
        for pair in cookies.split('; '):
            name, value = pair.split('=', 1)
            if name == 'DedeUserID':
                continue  # The mid is public
            for spelling in (value, urllib.parse.unquote(value), urllib.parse.quote(value, safe='')):
                self.values[spelling.encode()] = name

    def found_in(self, data):
        return sorted({name for value, name in self.values.items() if value in data})


secrets = Secrets()
secrets.add(service.COOKIES)
secrets.add(service.COOKIES_2)
windows = []  # (cmdline, environ) of every process, taken while it ran


def note(app):
    windows.append((app.cmdline(), app.environ()))


@case('a whole run: signing in twice, reading, switching, an error, a restart, signing out')
def _(scene):
    app = scene.open(**DEBUG)
    window = app.window()
    settings = sign_in_by_code(app, scene.sandbox, service.NAME)
    secrets.add(scene.stored(service.MID))
    close_settings(app)
    feed_shows(window)
    posts(window)[-1].scroll(30)
    settings = paste_cookies(app, service.COOKIES_2)
    settings.says(f'UID {service.MID_2}')
    secrets.add(scene.stored(service.MID_2))
    close_settings(app)
    open_space(app, '1004')
    feed_shows(window)
    scene.sandbox.fail(service.FEED, 'http:500')
    open_space(app, service.MID_2)
    window.says('bilibili Has a Problem')
    scene.sandbox.heal(service.FEED)
    note(app)
    equal(app.quit(), 0)

    app = scene.open(**DEBUG)
    window = app.window()
    feed_shows(window)
    note(app)
    settings, asked = ask_to_sign_out(app, re.compile('^Sign Out of'))
    asked.find('Sign Out', role='button').click()
    settings.says('Signed out of')
    close_settings(app)
    note(app)
    equal(app.quit(), 0)


@case('there was something to be found')
def _(scene):
    check(len(secrets.values) >= 6, f'{len(secrets.values)} values')
    sent = [r for r in scene.sandbox.requests() if r['cookie'] and 'SESSDATA=' in r['cookie']]
    check(sent, 'no request had a cookie')
    check(secrets.found_in(sent[0]['cookie'].encode()), 'the search finds nothing where something is')
    logs = b''.join(app.log.read_bytes() for app in scene.apps)
    check(b'DEBUG' in logs, 'no debug message was written')


@case('no file in the home folder holds a cookie')
def _(scene):
    looked = 0
    for path in scene.desk.home.rglob('*'):
        if path.is_file() and not path.is_relative_to(scene.desk.home / KEYRING_FILES):
            looked += 1
            equal(secrets.found_in(path.read_bytes()), [], str(path))
            equal(secrets.found_in(str(path).encode()), [], str(path))
    check(looked > 3, f'only {looked} files')


@case('no log holds one')
def _(scene):
    for path in scene.desk.logs.iterdir():
        equal(secrets.found_in(path.read_bytes()), [], path.name)


@case('no command line and no environment holds one')
def _(scene):
    check(len(windows) == 3, f'{len(windows)} were looked at')
    for cmdline, environ in windows:
        equal(secrets.found_in(cmdline), [], 'command line')
        equal(secrets.found_in(environ), [], 'environment')


@case('no picture host was sent one, in no part of a request')
def _(scene):
    requests = scene.sandbox.requests()
    pictures = [r for r in requests if not r['host'].endswith('bilibili.com')]
    check(len(pictures) > 5, f'only {len(pictures)} requests for pictures')
    for request in pictures:
        equal(request['cookie'], None, request['path'])
        equal(secrets.found_in(repr(request).encode()), [], f'{request["host"]}{request["path"]}')


@case('no request at all has one in its address')
def _(scene):
    for request in scene.sandbox.requests():
        address = f'{request["path"]}?{request["query"]}'.encode()
        equal(secrets.found_in(address), [], request['path'])


@case('the stand-in saw nothing that must never happen')
def _(scene):
    equal(scene.sandbox.violations(), [])


with Scene(posts=80, sandbox=['--qr-manual']) as scene:
    status = run(scene, failed=scene.failed)
sys.exit(status)
