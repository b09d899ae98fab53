# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses a GTK program as a person does: looks for things on the accessibility tree, then moves the
pointer there and presses real buttons and keys. To be imported after Desk.enter()."""

import os
import re
import signal
import subprocess
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

from desk import slowness, wait_for  # noqa: E402

Atspi.init()

# at-spi2-core 2.56 says what 2.46 called a push button more shortly
ROLES = {'push button': 'button', 'toggle button': 'button'}
TOPLEVELS = ('frame', 'dialog', 'window', 'alert')


def xdotool(*words):
    return subprocess.run(['xdotool', *map(str, words)], stdout=subprocess.PIPE, text=True,
                          stderr=subprocess.DEVNULL).stdout.strip()


def geometry(number):
    """(x, y, width, height) of a window of the screen"""
    words = dict(line.split('=') for line in
                 xdotool('getwindowgeometry', '--shell', number).splitlines() if '=' in line)
    return tuple(int(words[key]) for key in ('X', 'Y', 'WIDTH', 'HEIGHT')) if words else None


class Node:
    """Something on the accessibility tree. It may vanish at any time: then it has no name, no size,
    and no children."""

    def __init__(self, accessible, app):
        self._accessible = accessible
        self.app = app

    def _ask(self, question, otherwise):
        try:
            return question()
        except GLib.Error:
            return otherwise

    @property
    def role(self):
        role = self._ask(self._accessible.get_role_name, '')
        return ROLES.get(role, role)

    @property
    def name(self):
        return self._ask(self._accessible.get_name, '') or ''

    @property
    def description(self):
        return self._ask(self._accessible.get_description, '') or ''

    @property
    def text(self):
        """What an entry or a label holds; its name where it has no text."""
        def question():
            text = self._accessible.get_text_iface()
            return Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text)) if text else None
        return self._ask(question, None) or self.name

    @property
    def parent(self):
        parent = self._ask(self._accessible.get_parent, None)
        return Node(parent, self.app) if parent else None

    @property
    def children(self):
        count = self._ask(self._accessible.get_child_count, 0)
        found = (self._ask(lambda i=i: self._accessible.get_child_at_index(i), None) for i in range(count))
        return [Node(child, self.app) for child in found if child]

    @property
    def extents(self):
        """(x, y, width, height) in the window's contents"""
        def question():
            component = self._accessible.get_component_iface()
            if not component:
                return (0, 0, 0, 0)
            r = Atspi.Component.get_extents(component, Atspi.CoordType.WINDOW)
            return (r.x, r.y, r.width, r.height)
        return self._ask(question, (0, 0, 0, 0))

    @property
    def visible(self):
        """Has a size, that is. GTK 4.8 has the state SHOWING for windows alone, so that the hidden
        pages of a stack cannot be told from the one that is shown once they all have been."""
        _, _, width, height = self.extents
        # No widget and therefore without a size, but there are widgets inside
        return width > 0 and height > 0 or self.name == 'GtkStackPage'

    def has_state(self, state):
        return self._ask(lambda: self._accessible.get_state_set().contains(
            getattr(Atspi.StateType, state.upper())), False)

    @property
    def sensitive(self):
        return self.has_state('sensitive')

    @property
    def toplevel(self):
        node = self
        while node and node.role not in TOPLEVELS:
            node = node.parent
        return node

    def walk(self):
        """Itself and everything below it that has a size, from top to bottom."""
        yield self
        for child in self.children:
            if child.visible:
                yield from child.walk()

    def all(self, name=None, role=None, having=None):
        """name: the whole name or text, or a compiled pattern to be found in it"""
        for node in self.walk():
            if role and node.role != ROLES.get(role, role):
                continue
            if name is not None:
                names = (node.name, node.text)
                if isinstance(name, re.Pattern):
                    if not any(name.search(n) for n in names):
                        continue
                elif name not in names:
                    continue
            if having and not having(node):
                continue
            yield node

    def maybe(self, name=None, role=None, having=None):
        return next(self.all(name, role, having), None)

    def find(self, name=None, role=None, having=None, timeout=10):
        what = f'{role or "anything"} {getattr(name, "pattern", name) or ""!r} in {self}'
        return wait_for(lambda: self.maybe(name, role, having), what, timeout)

    def gone(self, name=None, role=None, timeout=10):
        wait_for(lambda: not self.maybe(name, role),
                 f'{role or "anything"} {getattr(name, "pattern", name)!r} to vanish', timeout)

    def says(self, pattern, timeout=10):
        """Waits until something in here says it; returns the match."""
        pattern = re.compile(pattern) if isinstance(pattern, str) else pattern
        return wait_for(lambda: next((m for t in self.texts() for m in [pattern.search(t)] if m), None),
                        f'{pattern.pattern!r} to be said in {self}', timeout)

    def texts(self):
        """Everything that a person can read in here."""
        return [t for node in self.walk() for t in dict.fromkeys((node.name, node.text)) if t]

    def __str__(self):
        return f'{self.role} “{self.name}”'

    # Hands

    def on_screen(self):
        """Its middle. GTK counts from the window's contents; around them is a border for the shadow,
        as wide on the left as on the right and as high above as below. A popover is a window of its
        own that the accessibility tree believes to be elsewhere: what tells it is its size."""
        x, y, width, height = self.extents
        popups = self.app.popups()
        node = self
        while popups and node and node.role not in TOPLEVELS:
            left, upper, *size = node.extents
            for popup in popups:
                if popup[2:] == tuple(size):
                    return popup[0] + x - left + width // 2, popup[1] + y - upper + height // 2
            node = node.parent
        top = self.toplevel
        left, upper, w, h = top.extents
        window = self.app.window_geometry(top)
        return (window[0] + (window[2] - w) // 2 + x - left + width // 2,
                window[1] + (window[3] - h) // 2 + y - upper + height // 2)

    def _settled(self):
        """Waits until it moves no more: an animation may carry it away from under the pointer."""
        last = None
        end = time.monotonic() + 3 * slowness()
        while time.monotonic() < end:
            now = self.extents
            if now == last and now[2] > 0:
                return
            last = now
            time.sleep(0.06)

    def point(self):
        self._settled()
        x, y = self.on_screen()
        xdotool('mousemove', x, y)
        time.sleep(0.05)
        return x, y

    def click(self, button=1):
        self.point()
        xdotool('click', button)

    def scroll(self, notches):
        """notches: downwards, upwards when negative"""
        self.point()
        xdotool('click', '--repeat', abs(notches), '--delay', 15, 5 if notches > 0 else 4)

    def type(self, text):
        """Clicks it, selects what it holds and types over it. Only what a US keyboard has."""
        self.click()
        press('ctrl+a')
        xdotool('type', '--delay', 8, text)

    def paste(self, text):
        copy(text)
        self.click()
        press('ctrl+a')
        press('ctrl+v')


class App:
    """A program that was started and is looked at: App(desk, ['tuwen', ...])"""

    def __init__(self, desk, argv=None, env=None, pid=None, log='app'):
        self.desk = desk
        self.log = desk.logs / f'{log}.log'
        self.process = desk.spawn(argv, log, env) if argv else None
        self.pid = self.process.pid if argv else pid

    @property
    def root(self):
        return wait_for(self._root, 'the program on the accessibility bus', 20)

    def _root(self):
        pump()
        if self.process and self.process.poll() is not None:
            raise RuntimeError(f'it ended with status {self.process.returncode}:\n{self.output()[-4000:]}')
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            try:
                accessible = desktop.get_child_at_index(i)
                if accessible and accessible.get_process_id() == self.pid:
                    # What is remembered here would be out of date
                    Atspi.Accessible.set_cache_mask(accessible, Atspi.Cache.NONE)
                    return Node(accessible, self)
            except GLib.Error:
                pass
        return None

    def windows(self):
        return [w for w in self.root.children if w.role in TOPLEVELS and w.visible]

    def window(self, title='Tuwen', timeout=20):
        return wait_for(lambda: next((w for w in self.windows() if w.name == title), None),
                        f'a window called {title}', timeout)

    def window_id(self, title):
        ids = xdotool('search', '--onlyvisible', '--all', '--pid', self.pid,
                      '--name', f'^{re.escape(title)}$').split()
        return ids[-1] if ids else None

    def window_geometry(self, node):
        number = wait_for(lambda: self.window_id(node.name), f'the window “{node.name}” on the screen')
        return geometry(number)

    def popups(self):
        """Where menus and popovers are. They are right below the root window, while the window manager
        has wrapped up everything that has a title bar."""
        numbers = xdotool('search', '--onlyvisible', '--maxdepth', 1, '--name', '.').split()
        return [g for g in map(geometry, numbers) if g and g[2] > 1]

    def focus(self, title='Tuwen'):
        number = wait_for(lambda: self.window_id(title), f'the window “{title}” on the screen')
        xdotool('windowactivate', '--sync', number)

    def resize(self, width, height, title='Tuwen'):
        """Makes the window's contents as large as that."""
        node = self.window(title)
        _, _, w, h = self.window_geometry(node)
        border = (w - node.extents[2], h - node.extents[3])
        xdotool('windowsize', '--sync', self.window_id(title), width + border[0], height + border[1])
        wait_for(lambda: node.extents[2:] == (width, height), f'the window to be {width}×{height}')

    def output(self):
        return self.log.read_text(errors='replace')

    def cmdline(self):
        with open(f'/proc/{self.pid}/cmdline', 'rb') as file:
            return file.read()

    def environ(self):
        with open(f'/proc/{self.pid}/environ', 'rb') as file:
            return file.read()

    def running(self):
        return self.process.poll() is None if self.process else os.path.exists(f'/proc/{self.pid}')

    def quit(self, timeout=15):
        """Leaves as a person does, so that a leak checker gets to speak; returns the exit status."""
        if self.running():
            self.focus()
            press('ctrl+q')
        if self.process:
            return self.process.wait(timeout * slowness())
        wait_for(lambda: not self.running(), 'the program to end', timeout)
        return 0

    def kill(self):
        if self.running():
            os.kill(self.pid, signal.SIGKILL)
            if self.process:
                self.process.wait()


def pump():
    """Lets the accessibility library take notice of what has happened."""
    context = GLib.MainContext.default()
    while context.pending():
        context.iteration(False)


def press(*keys):
    for key in keys:
        xdotool('key', '--clearmodifiers', key)
        time.sleep(0.05)


def type_text(text):
    xdotool('type', '--delay', 8, text)


def copy(text):
    """Puts text into the clipboard; what no keyboard has can be pasted."""
    # xclip stays to answer for the clipboard, so it must not keep a pipe of ours
    subprocess.run(['xclip', '-selection', 'clipboard'], input=text.encode(), check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def clipboard():
    return subprocess.run(['xclip', '-selection', 'clipboard', '-o'], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout.decode(errors='replace')


def screenshot(path, window='root'):
    subprocess.run(['import', '-silent', '-window', str(window), str(path)], check=True)


def outline(node, depth=0, out=print):
    """For looking at what is there."""
    out('  ' * depth + f'{node.role} {node.name!r} {node.extents}' +
        (f' text {node.text!r}' if node.text != node.name else ''))
    for child in node.children:
        if child.visible:
            outline(child, depth + 1, out)
