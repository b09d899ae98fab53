# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desktop shows as notifications, in memory: with Notifications(desk) as shown. As a program, it owns
org.freedesktop.Notifications on the session bus, prints a line of JSON for each that it is sent, and
answers "ID ACTION" on its standard input by pressing that one's button; it ends with it."""

import json
import os
import select
import subprocess
import sys
from pathlib import Path

from desk import slowness

NAME = 'org.freedesktop.Notifications'
PATH = '/org/freedesktop/Notifications'
INTERFACE = '''<node>
  <interface name="org.freedesktop.Notifications">
    <method name="Notify">
      <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
      <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/>
    </method>
    <method name="CloseNotification"><arg type="u" direction="in"/></method>
    <method name="GetCapabilities"><arg type="as" direction="out"/></method>
    <method name="GetServerInformation">
      <arg type="s" direction="out"/><arg type="s" direction="out"/>
      <arg type="s" direction="out"/><arg type="s" direction="out"/>
    </method>
    <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
    <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
  </interface>
</node>'''


class Notifications:
    """Of those sent: a list of {'id', 'title', 'body', 'buttons': {label: action}}"""

    def __init__(self, desk):
        self._desk = desk
        self._said = b''

    def __enter__(self):
        self._process = self._desk.spawn([sys.executable, str(Path(__file__).resolve())], 'notifications',
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self._process.stdout.readline() != 'ready\n':
            raise RuntimeError('there is no place for notifications')
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait()

    def receive(self, timeout=60):
        """Waits for the next one."""
        while b'\n' not in self._said:
            if not select.select([self._process.stdout], [], [], timeout * slowness())[0]:
                raise TimeoutError('nothing was told')
            self._said += os.read(self._process.stdout.fileno(), 1 << 16)
        line, _, self._said = self._said.partition(b'\n')
        return json.loads(line)

    def press(self, notification, label):
        print(notification['id'], notification['buttons'][label], file=self._process.stdin, flush=True)


def main():
    import gi
    gi.require_version('Gio', '2.0')
    from gi.repository import Gio, GLib

    loop = GLib.MainLoop()
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    count = 0

    def called(_bus, _sender, _path, _interface, method, words, invocation):
        nonlocal count
        if method == 'Notify':
            count += 1
            _, _, _, title, body, actions, _, _ = words.unpack()
            print(json.dumps({'id': count, 'title': title, 'body': body,
                              'buttons': dict(zip(actions[1::2], actions[::2]))}), flush=True)
            invocation.return_value(GLib.Variant('(u)', (count,)))
        elif method == 'GetCapabilities':
            invocation.return_value(GLib.Variant('(as)', (['actions', 'body'],)))
        elif method == 'GetServerInformation':
            invocation.return_value(GLib.Variant('(ssss)', ('test', 'Tuwen', '1', '1.2')))
        else:
            invocation.return_value(None)

    def told(_source, _condition):
        line = sys.stdin.readline()
        if not line:
            loop.quit()
            return GLib.SOURCE_REMOVE
        number, action = line.split(None, 1)
        bus.emit_signal(None, PATH, NAME, 'ActionInvoked',
                        GLib.Variant('(us)', (int(number), action.rstrip('\n'))))
        return GLib.SOURCE_CONTINUE

    bus.register_object(PATH, Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0], called, None, None)
    Gio.bus_own_name_on_connection(bus, NAME, Gio.BusNameOwnerFlags.NONE,
                                   lambda *_: print('ready', flush=True), lambda *_: loop.quit())
    GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, told)
    loop.run()


if __name__ == '__main__':
    main()
