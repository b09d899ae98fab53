# SPDX-License-Identifier: GPL-3.0-or-later
"""Icons: our own are well made, and every one that the program names can be found.

Usage: icons.py APP_ID SOURCE_ROOT
"""

import os
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

from tap import Tap

app_id = sys.argv[1]
root = pathlib.Path(sys.argv[2])
tap = Tap()

SVG = '{http://www.w3.org/2000/svg}'
FORBIDDEN = {f'{SVG}image', f'{SVG}text', f'{SVG}script', f'{SVG}foreignObject', f'{SVG}style'}


def problems_of(path, size):
    svg = ElementTree.parse(path).getroot()
    problems = []
    if svg.tag != f'{SVG}svg':
        problems.append('is no SVG')
    if (svg.get('width'), svg.get('height')) != (str(size), str(size)):
        problems.append(f'is not {size} by {size}')
    if svg.get('viewBox') != f'0 0 {size} {size}':
        problems.append(f'has the view box {svg.get("viewBox")}')
    for element in svg.iter():
        if element.tag in FORBIDDEN:
            problems.append(f'has a {element.tag}')
        problems += [f'refers to {value}' for name, value in element.attrib.items()
                     if name.endswith('href') and not value.startswith('#')]
    return [f'{path.name} {problem}' for problem in problems]


def colours_of(path):
    return set(re.findall(r'#[0-9a-fA-F]{3,6}\b', path.read_text(encoding='utf-8')))


own = root / 'data' / 'icons'
for icon in sorted(own.rglob('*.svg')):
    symbolic = icon.stem.endswith('-symbolic')
    tap.tool(f'{icon.name} is well-formed', 'xmllint', '--noout', '--nonet', str(icon))
    tap.empty(problems_of(icon, 16 if symbolic else 128), f'{icon.name} is a plain drawing')
    if symbolic:
        tap.equal(len(colours_of(icon)), 1, f'{icon.name} has one colour, for the theme to replace')
for name in (f'{app_id}.svg', f'{app_id}-symbolic.svg'):
    tap.ok((own / name).is_file(), f'{name} is there')

# A name that nothing answers to is a broken picture on the screen.
named = {}
for path in sorted(root.glob('src/**/*')):
    if path.suffix not in ('.c', '.ui'):
        continue
    text = path.read_text(encoding='utf-8')
    for name in re.findall(r'\b([a-z][a-z0-9]*(?:-[a-z0-9]+)*-symbolic)\b', text):
        named.setdefault(name, path.relative_to(root))

known = {path.stem for path in root.glob('data/icons/**/*.svg')}
known |= {path.stem for path in root.glob('src/**/*.svg')}
for folder in os.environ.get('XDG_DATA_DIRS', '/usr/local/share:/usr/share').split(':'):
    for theme in ('Adwaita', 'hicolor'):
        known |= {path.stem for path in (pathlib.Path(folder) / 'icons' / theme).rglob('*-symbolic.svg')}
tap.ok('list-add-symbolic' in known, 'the Adwaita icons are installed', 'adwaita-icon-theme is missing')
# These come with GTK, inside its library.
known |= {'window-close-symbolic', 'open-menu-symbolic'}
tap.empty([f'{path}: {name}' for name, path in named.items() if name not in known],
          'every icon that the program names is in a theme')

tap.done()
