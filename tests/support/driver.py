# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses a GTK program as a person does: looks for things on the accessibility tree, then moves the
pointer there and presses real buttons and keys. For use after Desk.enter()."""

import os
import re
import signal
import subprocess
import time

import accessibility as a11y
from desk import slowness, wait_for

WITH_TEXT = ('text', 'password text')

# For walk() and all(): also what lies outside of the window
EVERYTHING = (1 << 20, 1 << 20)


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

    def __init__(self, address, app, surface=None, role=None):
        self._address = address
        self.app = app
        self._surface = surface
        self._role = role

    def _ask(self, what):
        return self.app.bus.ask([(self._address, what)])[0]

    @property
    def role(self):
        if self._role is None:
            number = self._ask(a11y.ROLE)
            if number is None:
                return ''
            self._role = a11y.role_name(number)  # For life
        return self._role

    @property
    def name(self):
        return shown_name(self._ask(a11y.NAME))

    @property
    def description(self):
        return self._ask(a11y.DESCRIPTION) or ''

    @property
    def text(self):
        """What an entry or a label holds; its name where it has no text."""
        length = self._ask(a11y.CHARACTERS)
        return length and self._ask(a11y.text(length)) or self.name

    @property
    def parent(self):
        return self._node(self._ask(a11y.PARENT))

    def _node(self, address, surface=None):
        return Node(tuple(address), self.app, surface) if address and address[1] != a11y.NOBODY else None

    @property
    def children(self):
        return [self._node(address) for address in self._ask(a11y.CHILDREN) or []]

    @property
    def extents(self):
        """(x, y, width, height) in the window's contents"""
        return tuple(self._ask(a11y.EXTENTS) or (0, 0, 0, 0))

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
        return self._node(self._ask(a11y.at_point(x, y)), self)

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
            if node is None or node == other:
                break
            node = node.parent
        return node is not None

    def has_state(self, state):
        return is_in(self._ask(a11y.STATE), state)

    @property
    def sensitive(self):
        return self.has_state('sensitive')

    def walk(self, clip=None):
        """Itself and everything below it that may be seen, from top to bottom; clip: (width, height) of
        the window, for what lies outside can be left out."""
        return (node for node, _, _ in self._gather(clip))

    def _gather(self, clip, state=None):
        """Returns a list of (node, its name, whether it is in that state). A whole level of the tree is asked at a
        time."""
        clip = clip or self.surface.extents[2:]
        asked = (a11y.NAME, a11y.ROLE, a11y.EXTENTS) + ((a11y.STATE,) if state else ())
        name, *states = self.app.bus.ask([(self._address, what) for what in (a11y.NAME,) + asked[3:]])
        top = [self, shown_name(name), bool(state) and is_in(states[0], state), clip, []]
        level = [top]
        while level:
            found = self.app.bus.ask([(entry[0]._address, a11y.CHILDREN) for entry in level])
            below = [(entry, tuple(address)) for entry, addresses in zip(level, found)
                     for address in addresses or []]
            answers = self.app.bus.ask([(address, what) for _, address in below for what in asked])
            level = []
            for number, (parent, address) in enumerate(below):
                name, role, extents, *states = answers[number * len(asked):(number + 1) * len(asked)]
                child = Node(address, self.app, parent[0]._surface, None if role is None else a11y.role_name(role))
                x, y, width, height = extents or (0, 0, 0, 0)
                clip = parent[3]
                if name == 'GtkPopoverContent':
                    child._surface = parent[0]
                    clip = EVERYTHING  # It may reach out of the window
                elif not (x < clip[0] and y < clip[1] and x + width > 0 and y + height > 0
                          or not width and name == 'GtkStackPage'):  # No widget and without a size, but holds one
                    continue
                level.append([child, shown_name(name), bool(state) and is_in(states[0], state), clip, []])
                parent[4].append(level[-1])
        return list(flatten(top))

    def all(self, name=None, role=None, having=None, state=None, clip=None):
        """name: the whole name or text, or a compiled pattern to be found in it; state: one that it is in"""
        role = a11y.ROLES.get(role, role)
        for node, its_name, in_state in self._gather(clip, state):
            if role and node.role != role or state and not in_state:
                continue
            if name is not None:
                label = its_name
                if node.role in WITH_TEXT:
                    its_name = node.text
                if isinstance(name, str):
                    if its_name != name and (node.role not in WITH_TEXT or label != name):
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
        return isinstance(other, Node) and self._address == other._address

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
        self.desk = desk
        self.log = desk.logs / f'{log}.log'
        self.process = desk.spawn(argv, log, env) if argv else None
        self.pid = self.process.pid if argv else pid
        self.bus = a11y.bus_of(desk.env['DBUS_SESSION_BUS_ADDRESS'])
        self._place = None  # of its root on the bus

    @property
    def root(self):
        return wait_for(self._root, 'the program on the accessibility bus', 20)

    def _root(self):
        self.check()
        self._place = self._place or self.bus.find_program(self.pid)
        return Node(self._place, self) if self._place else None

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

    def die(self):
        """Ends the program while it drags, and takes the hand off the button"""
        self._process.kill()
        self._process.wait()
        xdotool('mouseup', 1)

    def drop(self):
        """Lets go of it; returns whether it was taken."""
        xdotool('mouseup', 1)
        return self._says('taken', 'refused') == 'taken'


def shown_name(name):
    """GTK 4.8 names a button with a mnemonic by its label as written, then as shown."""
    name = name or ''
    middle = len(name) // 2 + 1
    written, shown = name[:middle].rstrip(), name[middle:]
    return shown if '_' in written and written.replace('_', '', 1) == shown else name


def is_in(states, state):
    """states: as bits of two words"""
    number = a11y.STATES[state]
    return bool(states) and bool(states[number // 32] >> number % 32 & 1)


def flatten(entry):
    """A node, and then all that was gathered below it"""
    node, name, in_state, _, below = entry
    yield node, name, in_state
    for child in below:
        yield from flatten(child)


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
