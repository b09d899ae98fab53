# SPDX-License-Identifier: GPL-3.0-or-later
"""A secret service in memory, for tests of what can go wrong with one.

It owns org.freedesktop.secrets on the session bus, has one collection, which is the default one, and
misbehaves as it is told. The first line that it prints is "ready"; after it comes one line for every
call: the method's name. It ends with its standard input.

An item is one word of form-encoded fields: secret=…&label=…&modified=…&type=…, every other field is an
attribute."""

import argparse
import sys
from urllib.parse import parse_qsl

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

PREFIX = 'org.freedesktop.Secret.'
ROOT = '/org/freedesktop/secrets'
COLLECTION = ROOT + '/collection/main'
ALIAS = ROOT + '/aliases/default'
SESSION = ROOT + '/session/1'
NOTHING = '/'
PROMPT_DELAY = 50  # milliseconds that the person at the prompt takes

INTERFACES = '''<node>
  <interface name="org.freedesktop.Secret.Service">
    <property name="Collections" type="ao" access="read"/>
    <method name="OpenSession">
      <arg type="s" direction="in"/><arg type="v" direction="in"/>
      <arg type="v" direction="out"/><arg type="o" direction="out"/>
    </method>
    <method name="SearchItems">
      <arg type="a{ss}" direction="in"/><arg type="ao" direction="out"/><arg type="ao" direction="out"/>
    </method>
    <method name="Unlock">
      <arg type="ao" direction="in"/><arg type="ao" direction="out"/><arg type="o" direction="out"/>
    </method>
    <method name="GetSecrets">
      <arg type="ao" direction="in"/><arg type="o" direction="in"/>
      <arg type="a{o(oayays)}" direction="out"/>
    </method>
    <method name="ReadAlias">
      <arg type="s" direction="in"/><arg type="o" direction="out"/>
    </method>
  </interface>
  <interface name="org.freedesktop.Secret.Collection">
    <property name="Items" type="ao" access="read"/>
    <property name="Label" type="s" access="read"/>
    <property name="Locked" type="b" access="read"/>
    <property name="Created" type="t" access="read"/>
    <property name="Modified" type="t" access="read"/>
    <method name="CreateItem">
      <arg type="a{sv}" direction="in"/><arg type="(oayays)" direction="in"/>
      <arg type="b" direction="in"/><arg type="o" direction="out"/><arg type="o" direction="out"/>
    </method>
  </interface>
  <interface name="org.freedesktop.Secret.Item">
    <property name="Attributes" type="a{ss}" access="read"/>
    <property name="Label" type="s" access="read"/>
    <property name="Locked" type="b" access="read"/>
    <property name="Created" type="t" access="read"/>
    <property name="Modified" type="t" access="read"/>
    <method name="GetSecret">
      <arg type="o" direction="in"/><arg type="(oayays)" direction="out"/>
    </method>
    <method name="Delete"><arg type="o" direction="out"/></method>
  </interface>
  <interface name="org.freedesktop.Secret.Session"><method name="Close"/></interface>
  <interface name="org.freedesktop.Secret.Prompt">
    <method name="Prompt"><arg type="s" direction="in"/></method>
    <method name="Dismiss"/>
    <signal name="Completed"><arg type="b"/><arg type="v"/></signal>
  </interface>
</node>'''


class DBusError(Exception):
    def __init__(self, name, message):
        super().__init__(message)
        self.name = name


class Item:
    def __init__(self, attributes, label, secret, content_type, modified):
        self.attributes = attributes
        self.label = label
        self.secret = secret
        self.content_type = content_type
        self.modified = modified


class SecretService:
    def __init__(self, options, loop):
        self.options = options
        self.loop = loop
        self.locked = options.locked
        self.items = {}
        self.prompts = 0
        self.made = 0
        self.node = Gio.DBusNodeInfo.new_for_xml(INTERFACES)
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)

        self.register(ROOT, 'Service')
        self.register(SESSION, 'Session')
        if not options.empty:
            self.register(COLLECTION, 'Collection')
            self.register(ALIAS, 'Collection')
        for text in options.item:
            fields = dict(parse_qsl(text, keep_blank_values=True))
            self.add(Item(secret=fields.pop('secret').encode(),
                          label=fields.pop('label', 'An item'),
                          content_type=fields.pop('type', 'text/plain'),
                          modified=int(fields.pop('modified', '0')),
                          attributes=fields))

    def register(self, path, name):
        interface = self.node.lookup_interface(PREFIX + name)
        self.bus.register_object(path, interface, self.called, self.asked, None)

    def add(self, item):
        self.made += 1
        path = f'{COLLECTION}/{self.made}'
        self.items[path] = item
        self.register(path, 'Item')
        return path

    def find(self, attributes):
        return [path for path, item in self.items.items()
                if attributes.items() <= item.attributes.items()]

    def asked(self, connection, sender, path, interface, name):
        item = self.items.get(path)
        return {
            'Collections': lambda: GLib.Variant('ao', [] if self.options.empty else [COLLECTION]),
            'Items': lambda: GLib.Variant('ao', list(self.items)),
            'Label': lambda: GLib.Variant('s', item.label if item else 'Main'),
            'Locked': lambda: GLib.Variant('b', self.locked),
            'Created': lambda: GLib.Variant('t', 0),
            'Modified': lambda: GLib.Variant('t', item.modified if item else 0),
            'Attributes': lambda: GLib.Variant('a{ss}', item.attributes),
        }[name]()

    def called(self, connection, sender, path, interface, method, parameters, invocation):
        print(method, flush=True)
        if method in self.options.hang or '*' in self.options.hang:
            return
        if method in self.options.die:
            self.loop.quit()
            return
        try:
            if method in self.options.fail or '*' in self.options.fail:
                raise DBusError('org.freedesktop.DBus.Error.Failed', 'It does not work today')
            invocation.return_value(getattr(self, method)(path, *parameters.unpack()))
        except DBusError as error:
            invocation.return_dbus_error(error.name, str(error))

    def OpenSession(self, path, algorithm, value):
        if algorithm != 'plain':
            raise DBusError('org.freedesktop.DBus.Error.NotSupported', 'Only plain sessions')
        return GLib.Variant('(vo)', (GLib.Variant('s', ''), SESSION))

    def SearchItems(self, path, attributes):
        found = self.find(attributes)
        if self.locked:
            return GLib.Variant('(aoao)', ([], [] if self.options.blind else found))
        return GLib.Variant('(aoao)', (found, []))

    def Unlock(self, path, objects):
        if not self.locked:
            return GLib.Variant('(aoo)', (objects, NOTHING))
        self.prompts += 1
        self.unlocking = objects
        prompt = f'{ROOT}/prompt/{self.prompts}'
        self.register(prompt, 'Prompt')
        return GLib.Variant('(aoo)', ([], prompt))

    def Prompt(self, path, window):
        if self.options.prompt == 'missing':
            raise DBusError('org.freedesktop.DBus.Error.ServiceUnknown', 'Nothing can ask')
        if self.options.prompt != 'ignore':
            GLib.timeout_add(PROMPT_DELAY, self.complete, path, self.options.prompt == 'dismiss')
        return None

    def Dismiss(self, path):
        self.complete(path, True)
        return None

    def complete(self, path, dismissed):
        self.locked = self.locked and dismissed
        unlocked = GLib.Variant('ao', [] if dismissed else self.unlocking)
        self.bus.emit_signal(None, path, PREFIX + 'Prompt', 'Completed',
                             GLib.Variant('(bv)', (dismissed, unlocked)))
        return GLib.SOURCE_REMOVE

    def ReadAlias(self, path, name):
        known = name == 'default' and not self.options.empty
        return GLib.Variant('(o)', (COLLECTION if known else NOTHING,))

    def CreateItem(self, path, properties, secret, replace):
        self.refuse_if_locked()
        attributes = properties.get(PREFIX + 'Item.Attributes', {})
        item = Item(attributes, properties.get(PREFIX + 'Item.Label', ''), bytes(secret[2]),
                    secret[3], 0)
        old = self.find(attributes) if replace else []
        if old:
            self.items[old[0]] = item
            return GLib.Variant('(oo)', (old[0], NOTHING))
        return GLib.Variant('(oo)', (self.add(item), NOTHING))

    def GetSecret(self, path, session):
        self.refuse_if_locked()
        return GLib.Variant('((oayays))', (self.secret(path, session),))

    def GetSecrets(self, path, objects, session):
        self.refuse_if_locked()
        return GLib.Variant('(a{o(oayays)})', ({item: self.secret(item, session)
                                               for item in objects if item in self.items},))

    def Delete(self, path):
        self.refuse_if_locked()
        self.items.pop(path, None)
        return GLib.Variant('(o)', (NOTHING,))

    def refuse_if_locked(self):
        if self.locked:
            raise DBusError(PREFIX + 'Error.IsLocked', 'The collection is locked')

    def secret(self, path, session):
        item = self.items[path]
        return (session, b'', item.secret, item.content_type)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--item', action='append', default=[], help='what is kept from the start')
    parser.add_argument('--empty', action='store_true', help='there is no collection at all')
    parser.add_argument('--locked', action='store_true', help='the collection is locked')
    parser.add_argument('--blind', action='store_true', help='what is locked cannot be found')
    parser.add_argument('--prompt', default='unlock', help='what a prompt does',
                        choices=['unlock', 'dismiss', 'missing', 'ignore'])
    for fault, meaning in (('fail', 'answers METHOD with an error'),
                           ('hang', 'never answers METHOD'), ('die', 'ends when METHOD is called')):
        parser.add_argument('--' + fault, action='append', default=[], metavar='METHOD',
                            help=meaning + ('' if fault == 'die' else '; * for every one'))

    loop = GLib.MainLoop()
    service = SecretService(parser.parse_args(), loop)

    def end(channel, condition):
        loop.quit()
        return GLib.SOURCE_REMOVE

    GLib.io_add_watch(GLib.IOChannel.unix_new(sys.stdin.fileno()), GLib.PRIORITY_DEFAULT,
                      GLib.IOCondition.HUP, end)
    Gio.bus_own_name_on_connection(service.bus, 'org.freedesktop.secrets', Gio.BusNameOwnerFlags.NONE,
                                   lambda *_: print('ready', flush=True), lambda *_: loop.quit())
    loop.run()


main()
