# SPDX-License-Identifier: GPL-3.0-or-later
"""The bus on which programs tell what they show. Questions are asked many at a time: a program answers a hundred as
soon as one, and what takes long is the way there and back."""

import functools

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

ACCESSIBLE = 'org.a11y.atspi.Accessible'
COMPONENT = 'org.a11y.atspi.Component'
TEXT = 'org.a11y.atspi.Text'
ROOT = '/org/a11y/atspi/accessible/root'
NOBODY = '/org/a11y/atspi/null'
IN_WINDOW = 1    # ATSPI_COORD_TYPE_WINDOW

# at-spi2-core 2.56 says what 2.46 called a push button more shortly
ROLES = {'push button': 'button', 'toggle button': 'button'}
STATES = {'focused': int(Atspi.StateType.FOCUSED), 'sensitive': int(Atspi.StateType.SENSITIVE)}

# Longer than a program with sanitizers is busy at a time
PATIENCE = 10000


def role_name(number):
    name = Atspi.role_get_name(Atspi.Role(number))
    return ROLES.get(name, name)


def get(name, interface=ACCESSIBLE):
    """Asks for a property"""
    return 'org.freedesktop.DBus.Properties', 'Get', GLib.Variant('(ss)', (interface, name))


# Of each: the interface, the method, and what it is given
NAME = get('Name')
DESCRIPTION = get('Description')
PARENT = get('Parent')
ROLE = (ACCESSIBLE, 'GetRole', None)
STATE = (ACCESSIBLE, 'GetState', None)
CHILDREN = (ACCESSIBLE, 'GetChildren', None)
EXTENTS = (COMPONENT, 'GetExtents', GLib.Variant('(u)', (IN_WINDOW,)))
CHARACTERS = get('CharacterCount', TEXT)


def text(length):
    return TEXT, 'GetText', GLib.Variant('(ii)', (0, length))


def at_point(x, y):
    return COMPONENT, 'GetAccessibleAtPoint', GLib.Variant('(iiu)', (x, y, IN_WINDOW))


@functools.cache
def bus_of(session):
    """The one of the desktop whose session bus has that address"""
    return Bus(session)


class Bus:
    def __init__(self, session):
        address, = self._connect(session).call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress',
                                                    None, None, Gio.DBusCallFlags.NONE, -1, None).unpack()
        self._connection = self._connect(address)

    @staticmethod
    def _connect(address):
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
                 Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        return Gio.DBusConnection.new_for_address_sync(address, flags, None, None)

    def ask(self, questions):
        """questions: a list of (whom, what), whom: the bus name and the path of an object. Returns the answers in
        their order, None where there is none: what is asked may just have gone."""
        answers = [None] * len(questions)
        waiting = len(questions)

        def answered(connection, result, number):
            nonlocal waiting
            waiting -= 1
            try:
                answer, = connection.call_finish(result).unpack()
                answers[number] = answer
            except (GLib.Error, ValueError):
                pass

        for number, ((name, path), (interface, method, arguments)) in enumerate(questions):
            self._connection.call(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, PATIENCE,
                                  None, answered, number)
        while waiting:
            GLib.MainContext.default().iteration(True)
        return answers

    def find_program(self, pid):
        """Returns its root, or None"""
        programs = self.ask([(('org.a11y.atspi.Registry', ROOT), CHILDREN)])[0] or []
        whose = ('org.freedesktop.DBus', 'GetConnectionUnixProcessID')
        pids = self.ask([(('org.freedesktop.DBus', '/org/freedesktop/DBus'), (*whose, GLib.Variant('(s)', (name,))))
                         for name, _ in programs])
        return next((tuple(program) for program, its in zip(programs, pids) if its == pid), None)
