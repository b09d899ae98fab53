# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses a GTK program as a person does: looks for things on the accessibility tree, then moves the
pointer there and presses real buttons and keys. For use after Desk.enter()."""

import os
import re
import signal
import subprocess
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

from desk import slowness, wait_for  # noqa: E402

# It grumbles about every program of GTK 4.8 that it has no cache to offer
GLib.log_set_handler('dbind', GLib.LogLevelFlags.LEVEL_WARNING, lambda *_: None, None)

# at-spi2-core 2.56 says what 2.46 called a push button more shortly
ROLES = {'push button': 'button', 'toggle button': 'button'}

WITH_TEXT = ('text', 'password text')


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

    def __init__(self, accessible, app, surface=None):
        self._accessible = accessible
        self.app = app
        self._surface = surface

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
        name = self._ask(self._accessible.get_name, '') or ''
        # GTK 4.8 names a button with a mnemonic by its label as written, then as shown
        middle = len(name) // 2 + 1
        written, shown = name[:middle].rstrip(), name[middle:]
        return shown if '_' in written and written.replace('_', '', 1) == shown else name

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
    def surface(self):
        """The window or popover that it is in. A popover is a window of its own on the screen."""
        node = self
        while self._surface is None:
            parent = node.parent
            if parent is None or parent.role == 'application':
                self._surface = node
            elif node.name == 'GtkPopoverContent':
                self._surface = parent
            node = parent
        return self._surface

    @property
    def is_popover(self):
        return any(child.name == 'GtkPopoverContent' for child in self.children)

    def at(self, x, y):
        """What the program finds at a point of this window or popover"""
        def question():
            component = self._accessible.get_component_iface()  # None of what has just gone
            return component and Atspi.Component.get_accessible_at_point(component, x, y,
                                                                         Atspi.CoordType.WINDOW)
        hit = self._ask(question, None)
        return Node(hit, self.app, self) if hit else None

    @property
    def shown(self):
        """Whether the program itself finds it, or a part of it, where its middle is said to be. GTK 4.8
        has the state SHOWING for windows alone, and the hidden pages of a stack keep their sizes."""
        x, y, width, height = self.extents
        if not width or not height:
            return False
        hit = self.surface.at(x + width // 2, y + height // 2)
        if hit is None:
            return True  # A part that has no place on the tree, such as the text inside an entry
        if hit.is_within(self):
            return True
        # Nothing that is insensitive is ever found; its surroundings have to do
        return not self.sensitive and self.parent is not None and self.parent.shown

    def is_within(self, other):
        node = self
        for _ in range(20):
            if node is None or node._accessible == other._accessible:
                break
            node = node.parent
        return node is not None

    def has_state(self, state):
        return self._ask(lambda: self._accessible.get_state_set().contains(
            getattr(Atspi.StateType, state.upper())), False)

    @property
    def sensitive(self):
        return self.has_state('sensitive')

    def walk(self, clip=None):
        """Itself and everything below it that may be seen, from top to bottom; clip: (width, height) of
        the window, for what lies outside can be left out."""
        yield self
        if clip is None:
            clip = self.surface.extents[2:]
        for child in self.children:
            x, y, width, height = child.extents
            name = child.name
            child._surface = self if name == 'GtkPopoverContent' else self._surface
            if name == 'GtkPopoverContent':
                yield from child.walk((1 << 20, 1 << 20))  # It may reach out of the window
            elif x < clip[0] and y < clip[1] and x + width > 0 and y + height > 0:
                yield from child.walk(clip)
            elif not width and name == 'GtkStackPage':
                yield from child.walk(clip)  # No widget and therefore without a size, but holds one

    def all(self, name=None, role=None, having=None):
        """name: the whole name or text, or a compiled pattern to be found in it"""
        role = ROLES.get(role, role)
        for node in self.walk():
            its_role = node.role
            if role and its_role != role:
                continue
            if name is not None:
                its_name = node.text if its_role in WITH_TEXT else node.name
                if isinstance(name, str):
                    if its_name != name and (its_role not in WITH_TEXT or node.name != name):
                        continue
                elif not name.search(its_name):
                    continue
            if having and not having(node):
                continue
            yield node

    def maybe(self, name=None, role=None, having=None):
        """The first one that a person can see, or None"""
        return next((n for n in self.all(name, role, having) if n.shown), None)

    def find(self, name=None, role=None, having=None, timeout=10):
        what = f'{role or "anything"} {getattr(name, "pattern", name) or ""!r} in {self}'
        return wait_for(lambda: self.maybe(name, role, having), what, timeout)

    def gone(self, name, role=None, timeout=10):
        wait_for(lambda: not self.maybe(name, role),
                 f'{role or "anything"} {getattr(name, "pattern", name)!r} to vanish', timeout)

    def says(self, pattern, timeout=10):
        """Waits until something in here says it; returns the match."""
        pattern = re.compile(pattern) if isinstance(pattern, str) else pattern
        node = self.find(pattern, timeout=timeout)
        return pattern.search(node.name) or pattern.search(node.text)

    def texts(self):
        """Everything that a person can read in here."""
        found = [node for node in self.walk() if node.name and not node.name.startswith(('Gtk', 'Adw'))]
        return list(dict.fromkeys(node.text for node in found if node.shown))

    def __eq__(self, other):
        return isinstance(other, Node) and self._accessible == other._accessible

    def __str__(self):
        return f'{self.role} “{self.name}”'

    # Hands

    def on_screen(self):
        """Its middle. GTK counts from the window's contents; around them is a border for the shadow,
        as wide on the left as on the right and as high above as below. A popover is a window of its
        own that the accessibility tree believes to be elsewhere: what tells it is its size."""
        x, y, width, height = self.extents
        surface = self.surface
        left, upper, w, h = surface.extents
        if surface.is_popover:
            window = wait_for(lambda: next((p for p in self.app.popups() if p[2:] == (w, h)), None),
                              f'{surface} on the screen')
        else:
            window = self.app.window_geometry(surface)
        # Of something that is partly out of sight, a place that is not
        middle = (min(max(x + width // 2 - left, 1), w - 2), min(max(y + height // 2 - upper, 1), h - 2))
        return (window[0] + (window[2] - w) // 2 + middle[0], window[1] + (window[3] - h) // 2 + middle[1])

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
        Atspi.init()  # Only now: it looks for the session bus of this environment
        self.desk = desk
        self.log = desk.logs / f'{log}.log'
        self.process = desk.spawn(argv, log, env) if argv else None
        self.pid = self.process.pid if argv else pid

    @property
    def root(self):
        return wait_for(self._root, 'the program on the accessibility bus', 20)

    def _root(self):
        pump()
        self.check()
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

    def check(self):
        """Raises an error if the program has ended."""
        if not self.running():
            status = self.process.returncode if self.process else 'unknown'
            raise RuntimeError(f'it ended with status {status}:\n{self.output()[-4000:]}')

    def windows(self):
        return [w for w in self.root.children if w.extents[2]]

    def window(self, title='Tuwen', timeout=20):
        return wait_for(lambda: next((w for w in self.windows() if w.name == title), None),
                        f'a window called {title}', timeout)

    def window_id(self, title):
        self.check()
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
        return self.log.read_text(errors='replace') if self.log.exists() else ''

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


class DragSource:
    """Another program, with a window to drag pictures out of: DragSource(desk, build, 'files', paths).
    Its kinds are those of tests/support/drag-source.c."""

    TITLE = 'Drag Source'

    def __init__(self, desk, build, kind, paths, at=(1060, 840)):
        self._process = desk.spawn([str(build / 'tests/support/tuwen-drag-source'), kind, *map(str, paths)],
                                   'drag-source', stdout=subprocess.PIPE)
        os.set_blocking(self._process.stdout.fileno(), False)
        self._said = b''
        number = wait_for(lambda: xdotool('search', '--onlyvisible', '--pid', self._process.pid, '--name',
                                          self.TITLE), 'the window to drag from').split()[0]
        xdotool('windowactivate', '--sync', number)
        xdotool('windowmove', '--sync', number, *at)
        self._window = number

    def __enter__(self):
        return self

    def __exit__(self, *_):
        xdotool('mouseup', 1)
        self._process.terminate()
        self._process.wait()

    def _says(self, *words):
        def heard():
            self._said += self._process.stdout.read() or b''
            said = self._said.decode().split()
            return said[-1] if said and said[-1] in words else None
        return wait_for(heard, lambda: f'the source of the drag to say {" or ".join(words)}, not {self._said!r}',
                        15)

    def drag_to(self, node, until):
        """Drags from the window to the middle of something, and stays there; until() has to come true
        meanwhile, and what it returns is returned."""
        x, y, width, height = geometry(self._window)
        x, y = x + width // 2, y + height // 2
        self._said = b''
        xdotool('mousemove', x, y)
        xdotool('mousedown', 1)
        # A drag begins only after some way, and in more than one step
        for step in (3, 6, 10, 15, 20):
            xdotool('mousemove', x + step, y + step)
        self._says('begun')
        left, top = node.on_screen()
        for step in range(1, 6):
            xdotool('mousemove', x + (left - x) * step // 5, y + (top - y) * step // 5)
        wiggle = [0]

        def there():
            # As a hand does. The target hears of it only when the pointer moves
            wiggle[0] += 1
            xdotool('mousemove', left + wiggle[0] % 4, top)
            return until()
        return wait_for(there, 'something to happen under what is dragged')

    def drop(self):
        """Lets go of it; returns whether it was taken."""
        xdotool('mouseup', 1)
        return self._says('taken', 'refused') == 'taken'


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


def copy(content, kind=None):
    """Puts text, or bytes of a MIME type, into the clipboard; what no keyboard has can be pasted."""
    data = content.encode() if isinstance(content, str) else content
    # xclip stays to answer for the clipboard, so it must not keep a pipe of ours
    subprocess.run(['xclip', '-selection', 'clipboard', *(['-t', kind] if kind else [])], input=data,
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def copy_for(app, content, kind=None):
    """As copy(), and the program knows by then what kind of thing it is. Programs ask for that when the
    clipboard gets another owner, who answers one after the other; and they see what is on the screen's
    wire no later than what is on the bus."""
    copy(content, kind)
    for _ in range(3):
        wait_for(lambda: (kind or 'UTF8_STRING') in clipboard_kinds(), 'the clipboard to have it')
        app.windows()


def clipboard_kinds():
    return subprocess.run(['xclip', '-selection', 'clipboard', '-o', '-t', 'TARGETS'], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout.decode(errors='replace').split()


def clipboard():
    return subprocess.run(['xclip', '-selection', 'clipboard', '-o'], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout.decode(errors='replace')


def screenshot(path, window='root', crop=None):
    """crop: (x, y, width, height)"""
    part = ['-crop', '{2}x{3}+{0}+{1}'.format(*crop), '+repage'] if crop else []
    subprocess.run(['import', '-silent', '-window', str(window), *part, str(path)], check=True)


def outline(node, depth=0, out=print):
    """For looking at what is there."""
    out('  ' * depth + f'{node.role} {node.name!r} {node.extents}' +
        (f' text {node.text!r}' if node.role in WITH_TEXT else ''))
    for child in node.children:
        if child.extents[2] or child.name == 'GtkStackPage':
            outline(child, depth + 1, out)
