# SPDX-License-Identifier: GPL-3.0-or-later
"""The rooms of src/ look only downwards: main → ui → core → bili → GLib.

For every room the compiler is called as the build calls it for that room's own files, on a file that
includes one thing. What the room may use has to compile, what it may not has to fail, and for no
other reason than that the header is not found.

A header that lies in /usr/include itself, as libqrencode's does, is found by every compiler. So all
that the rooms' files include is looked through as well: each of it has to be on the room's list.

And no line of src is too long."""

import json
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

source, build = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
sys.path.insert(0, str(source / 'tests/support'))
from cases import case, check, run, skip  # noqa: E402

ALLOWED = {
    'bili': ['gio/gio.h', 'libsoup/soup.h', 'json-glib/json-glib.h', 'bili-error.h'],
    'core': ['gio/gio.h', 'json-glib/json-glib.h', 'libsecret/secret.h', 'gdk-pixbuf/gdk-pixbuf.h',
             'bili-error.h', 'tuwen-space-link.h'],
    'ui': ['gtk/gtk.h', 'adwaita.h', 'qrencode.h', 'bili-error.h', 'tuwen-space-link.h',
           'tuwen-application.h', 'widgets/tuwen-texture.h'],
}
FORBIDDEN = {
    'bili': ['gtk/gtk.h', 'gdk/gdk.h', 'adwaita.h', 'libsecret/secret.h', 'gdk-pixbuf/gdk-pixbuf.h',
             'tuwen-space-link.h', 'tuwen-application.h', 'widgets/tuwen-texture.h'],
    'core': ['gtk/gtk.h', 'gdk/gdk.h', 'adwaita.h', 'libsoup/soup.h', 'tuwen-application.h',
             'widgets/tuwen-texture.h'],
    'ui': ['libsoup/soup.h', 'json-glib/json-glib.h', 'libsecret/secret.h'],
}

WIDTH = 100

# What the files of a room may include beside the headers of their own and of lower rooms
GLIB = r'glib\.h|glib-(object|unix)\.h|glib/.*|gio/.*|gobject/.*'
C_LIBRARY = (r'(assert|ctype|errno|fcntl|inttypes|limits|locale|malloc|math|stdarg|stddef|stdint|stdio|stdlib|string'
             r'|time|unistd)\.h|sys/[a-z]+\.h')
LIBRARIES = {
    'bili': r'libsoup/.*|json-glib/.*',
    'core': r'gexiv2/.*|json-glib/.*|libsecret/.*|gdk-pixbuf/.*',
    'ui': r'gtk/.*|gdk/.*|gsk/.*|adwaita\.h|qrencode\.h',
}
LOWER = {'bili': [], 'core': ['bili'], 'ui': ['core', 'bili']}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include(?:_next)?\b[ \t]*(.*?)[ \t]*(?:/[*/].*)?$', re.M)


def arguments_of(room):
    """How the build compiles the room's C files, without the file and the output."""
    if not list((source / 'src' / room).rglob('*.c')):
        skip(f'src/{room} is empty')
    for entry in json.loads((build / 'compile_commands.json').read_text()):
        path = (Path(entry['directory']) / entry['file']).resolve()
        if path.suffix == '.c' and path.is_relative_to(source / 'src' / room):
            words = shlex.split(entry['command'])
            break
    else:
        raise AssertionError(f'nothing of src/{room} is compiled')
    keep = []
    words = iter(words)
    for word in words:
        if word in ('-o', '-MF', '-MQ'):
            next(words)
        elif word not in ('-c', '-MD', entry['file']):
            keep.append(word)
    return keep


def compiles(room, header):
    """(succeeded, what the compiler said)"""
    with tempfile.TemporaryDirectory() as folder:
        probe = Path(folder) / 'probe.c'
        # Headers say themselves what they need, and those of GLib are below every room
        probe.write_text(f'#include <glib-object.h>\n#include "{header}"\n'
                         'int probe (void);\nint\nprobe (void)\n{\n  return 0;\n}\n')
        result = subprocess.run(arguments_of(room) + ['-fsyntax-only', str(probe)], cwd=build,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return result.returncode == 0, result.stdout


def may(room, header):
    @case(f'{room} may include {header}')
    def _():
        succeeded, output = compiles(room, header)
        check(succeeded, output)


def may_not(room, header):
    @case(f'{room} may not include {header}')
    def _():
        succeeded, output = compiles(room, header)
        check(not succeeded, 'it compiled')
        check('No such file or directory' in output or 'file not found' in output, output)


def strangers(room, text):
    """What text includes that the files of the room may not"""
    headers = {path.name for folder in [room, *LOWER[room]]
               for path in (source / 'src' / folder).rglob('*.h')}
    headers |= {'tuwen-config.h', 'tuwen-no-theme.h', 'tuwen-resources.h'} if room == 'ui' else set()
    allowed = re.compile('|'.join((GLIB, C_LIBRARY, LIBRARIES[room])))
    found = []
    for what in INCLUDE.findall(text):
        name = what[1:-1] if what[:1] + what[-1:] in ('<>', '""') else None
        # A name made by a macro could be anything
        if not name or '..' in name or not (Path(name).name in headers or allowed.fullmatch(name)):
            found.append(what)
    return found


def keeps_to_its_list(room):
    @case(f'{room} includes nothing beyond its list')
    def _():
        files = [f for f in (source / 'src' / room).rglob('*') if f.suffix in ('.c', '.h')]
        check(files, f'src/{room} is empty')
        for file in files:
            found = strangers(room, file.read_text())
            check(not found, f'{file.relative_to(source)}: {", ".join(found)}')


def uses_of(folders):
    """{folder: {other: 'file includes header'}}, of what the folders' files include of each other's headers"""
    home = {path.name: folder for folder in folders for path in folder.glob('*.h')}
    uses = {folder: {} for folder in folders}
    for folder in folders:
        for file in sorted(folder.glob('*.[ch]')):
            for what in INCLUDE.findall(file.read_text()):
                other = home.get(Path(what[1:-1]).name)
                if other not in (None, folder):
                    uses[folder][other] = f'{file.relative_to(source)} includes {what}'
    return uses


def find_circle(uses):
    """The folders of a way that ends where it begins, or None"""
    def follow(folder, way):
        if folder in way:
            return way[way.index(folder):]
        return next(filter(None, (follow(other, [*way, folder]) for other in uses[folder])), None)
    return next(filter(None, (follow(folder, []) for folder in uses)), None)


@case('the folders of ui do not look at each other in a circle')
def _():
    top = source / 'src/ui'
    uses = uses_of([top, *sorted(path for path in top.iterdir() if path.is_dir())])
    check(uses[top], 'nothing is used')
    circle = find_circle(uses) or []
    check(not circle, [uses[folder][other] for folder, other in zip(circle, circle[1:] + circle[:1])])


@case('a circle is seen')
def _():
    check(find_circle({'a': {'b': 1}, 'b': {'c': 1, 'd': 1}, 'c': {}, 'd': {'b': 1}}) == ['b', 'd'], 'not found')
    check(find_circle({'a': {'b': 1, 'c': 1}, 'b': {'c': 1}, 'c': {}}) is None, 'there is none')


@case('lines of src end before the hundred and first column')
def _():
    files = sorted((source / 'src').rglob('*.[ch]'))
    check(files, 'there are no files')
    for file in files:
        long = [number for number, line in enumerate(file.read_text().splitlines(), 1) if len(line) > WIDTH]
        check(not long, f'{file.relative_to(source)}: {long}')


@case('what is beyond the list is seen')
def _():
    for room, line in (('bili', '#include <qrencode.h>'), ('core', '# include "qrencode.h"'),
                       ('core', '#include <libsoup/soup.h> // only once'), ('bili', '#include HEADER'),
                       ('core', '#include "../ui/tuwen-window.h"'), ('ui', '#include <zlib.h>'),
                       ('ui', '#include <libsecret/secret.h>'), ('bili', '#include "tuwen-feed.h"')):
        check(len(strangers(room, f'#include <gio/gio.h>\n{line}\n')) == 1, f'{room}: {line}')


for room in ALLOWED:
    keeps_to_its_list(room)
    for header in ALLOWED[room]:
        may(room, header)
    for header in FORBIDDEN[room]:
        may_not(room, header)

sys.exit(run())
