# SPDX-License-Identifier: GPL-3.0-or-later
"""Tuwen is started as people and desktops start it."""

import re
import subprocess
import sys

from scene import APP_ID, Scene  # first: it knows where the rest is
from cases import case, check, equal, run
from desk import wait_for
from driver import App, press
from writing import TITLE, composer_of, discard, field, make_pictures, tiles, write

BAD_SERVICES = ['https://127.0.0.1:8123', 'http://192.0.2.1:8123', 'http://localhost.example:80',
                'http://127.0.0.1', 'http://127.0.0.1:8123/path', 'http://user@127.0.0.1:8123', 'nonsense']


def bus_call(desk, method, *words):
    return desk.run(['gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path',
                     '/org/freedesktop/DBus', '--method', f'org.freedesktop.DBus.{method}', *words],
                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def bus_pid(desk):
    """Who owns Tuwen's name on the session bus, or the one that it has with a stand-in"""
    names = re.findall(rf"'({re.escape(APP_ID)}(?:\.Sandbox[^']*)?)'", bus_call(desk, 'ListNames'))
    for name in names:
        answer = re.search(r'uint32 (\d+)', bus_call(desk, 'GetConnectionUnixProcessID', name))
        if answer:
            return int(answer[1])
    return None


def launched(scene, *command):
    """The program that the desktop started, over D-Bus or not"""
    scene.desk.update_bus_environment(TUWEN_SERVICE=scene.sandbox.origin)
    scene.desk.run(command, check=True)
    pid = wait_for(lambda: bus_pid(scene.desk), f'{APP_ID} on the bus', 20)
    app = App(scene.desk, pid=pid)
    scene.apps.append(app)
    return app


@case('gtk-launch finds the entry, and the window comes')
def _(scene):
    app = launched(scene, 'gtk-launch', APP_ID)
    window = app.window('Tuwen')
    window.find('Sandbox')
    equal(app.quit(), 0)


@case('gio launch takes the entry itself')
def _(scene):
    entry = scene.prefix / 'share/applications' / f'{APP_ID}.desktop'
    app = launched(scene, 'gio', 'launch', str(entry))
    app.window('Tuwen')
    equal(app.quit(), 0)


@case('what a menu offers of the entry besides opens a new post, and what is planned')
def _(scene):
    # As a dock does it; but the bus forgets what was asked by those who leave before the program is there
    press_action = """
import sys
from gi.repository import Gio, GLib
entry = Gio.DesktopAppInfo.new(sys.argv[1] + '.desktop')
assert sys.argv[2] in entry.list_actions(), entry.list_actions()
entry.launch_action(sys.argv[2], None)
loop = GLib.MainLoop()
Gio.bus_watch_name(Gio.BusType.SESSION, sys.argv[1], 0, lambda *_: loop.quit(), None)
loop.run()
"""
    app = launched(scene, sys.executable, '-c', press_action, APP_ID, 'new-post')
    composer_of(app)
    discard(app)
    wait_for(lambda: not app.running(), 'the program to end with its only window')
    app = launched(scene, sys.executable, '-c', press_action, APP_ID, 'scheduled')
    app.window('Tuwen').find('Nothing Planned')
    equal(app.quit(), 0)


@case('a file manager opens pictures with it: they are in a new post')
def _(scene):
    said = scene.desk.run(['gio', 'mime', 'image/png'], stdout=subprocess.PIPE, text=True).stdout
    check(f'{APP_ID}.desktop' in said, said)
    entry = scene.prefix / 'share/applications' / f'{APP_ID}.desktop'
    paths = make_pictures(scene.desk.home / 'Two of them', 2)
    app = launched(scene, 'gio', 'launch', str(entry), *map(str, paths))
    composer = composer_of(app)
    wait_for(lambda: [tile.split(', ')[1] for tile in tiles(composer)] == ['1.png', '2.png'], 'two pictures')
    discard(app)
    # What is discarded can be taken back in the main window, which comes for that
    equal(app.quit(), 0)


@case('started twice, it shows the window that it has')
def _(scene):
    first = scene.open()
    first.window()
    second = scene.desk.run([scene.program, f'--service={scene.sandbox.origin}'], timeout=60)
    equal(second.returncode, 0)
    equal(len(first.windows()), 1, 'windows')
    equal(first.quit(), 0)


@case('a service elsewhere is refused before a screen is asked for')
def _(scene):
    env = {k: v for k, v in scene.desk.env.items() if k not in ('DISPLAY', 'DBUS_SESSION_BUS_ADDRESS')}
    for address in BAD_SERVICES:
        result = subprocess.run([scene.program, f'--service={address}'], env=env, timeout=60,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        equal((result.returncode, result.stdout), (2, ''), address)
        check(len(result.stderr.strip()) > 10, f'{address}: nothing was said')
        check('display' not in result.stderr.lower(), result.stderr)
    result = subprocess.run([scene.program], env=dict(env, TUWEN_SERVICE='http://192.0.2.1:80'), timeout=60,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    equal(result.returncode, 2, 'TUWEN_SERVICE')


@case('installed where nobody looks, it says what to do')
def _(scene):
    env = dict(scene.desk.env, XDG_DATA_DIRS='/usr/share')
    result = subprocess.run([scene.program], env=env, timeout=60, stderr=subprocess.PIPE, text=True)
    equal(result.returncode, 1)
    check(f'add {scene.prefix}/share to XDG_DATA_DIRS' in result.stderr, result.stderr)


@case('every key opens what it should, and closing the window ends the program')
def _(scene):
    app = scene.open()
    app.window()
    app.focus()
    press('ctrl+comma')
    app.window('Settings')
    press('Escape')
    wait_for(lambda: not app.window_id('Settings'), 'Settings to close')
    app.focus()
    press('ctrl+w')
    equal(app.process.wait(20), 0)


@case('the keys of the program work in the windows beside it, too')
def _(scene):
    for key, title in (('ctrl+comma', 'Settings'), ('ctrl+question', 'Keyboard Shortcuts'), (None, 'About')):
        app = scene.open()
        window = app.window()
        app.focus()
        if key:
            press(key)
        else:
            press('F10')
            window.find('About Tuwen', role='menu item').click()
        app.window(title)
        app.focus(title)
        press('ctrl+q')
        equal(app.process.wait(20), 0)


@case('a composer that is begun beside Settings can be written in')
def _(scene):
    app = scene.open()
    app.window()
    app.focus()
    press('ctrl+comma')
    app.window('Settings')
    app.focus('Settings')
    press('ctrl+n')
    composer = composer_of(app)
    app.focus(TITLE)
    field(composer).click()
    write(composer, 'Written beside Settings')
    equal(app.quit(), 0)


with Scene(posts=20) as scene:
    status = run(scene, failed=scene.failed)
sys.exit(status)
