# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that a desktop reads: valid one by one, and of one mind about what Tuwen is called.

Usage: desktop.py APP_ID VERSION DATA_SOURCE_DIR DATA_BUILD_DIR
"""

import configparser
import pathlib
import shlex
import sys
import xml.etree.ElementTree as ElementTree

from tap import Tap

app_id, version = sys.argv[1:3]
source = pathlib.Path(sys.argv[3])
build = pathlib.Path(sys.argv[4])
tap = Tap()


def read_keys(path, group):
    parser = configparser.ConfigParser(interpolation=None, delimiters=('=',), comment_prefixes=('#',))
    parser.optionxform = str
    parser.read(path, encoding='utf-8')
    return dict(parser[group])


desktop = build / f'{app_id}.desktop'
service = build / f'{app_id}.service'
metainfo = build / f'{app_id}.metainfo.xml'

tap.tool('the desktop entry is valid', 'desktop-file-validate', '--warn-kde', str(desktop))
tap.tool('the metainfo is valid', 'appstreamcli', 'validate', '--no-net', '--strict', str(metainfo))
tap.tool('the settings schema is valid', 'glib-compile-schemas', '--strict', '--dry-run', str(source))

entry = read_keys(desktop, 'Desktop Entry')
tap.equal(entry.get('Icon'), app_id, 'the entry names the icon')
tap.equal(entry.get('DBusActivatable'), 'true', 'the entry is started over D-Bus')
tap.equal(entry.get('StartupNotify'), 'true', 'the entry shows that it starts')
program = pathlib.PurePath((shlex.split(entry.get('Exec', '')) or [''])[0])
tap.ok(program.is_absolute() and program.name == 'tuwen', 'the entry starts an absolute path', entry.get('Exec'))
for key in ('Name', 'GenericName', 'Comment', 'Keywords'):
    tap.ok(entry.get(f'{key}[zh_CN]'), f'the entry has its {key} in Chinese', sorted(entry))
for key in ('Keywords', 'Keywords[zh_CN]'):
    value = entry.get(key, '')
    tap.ok(value.endswith(';') and ',' not in value and '；' not in value,
           f'{key} is a list', value)

bus = read_keys(service, 'D-BUS Service')
tap.equal(bus.get('Name'), app_id, 'the bus name is the name of the entry')
command = shlex.split(bus.get('Exec', ''))
tap.ok(command and pathlib.PurePath(command[0]).is_absolute() and '@' not in command[0],
       'the bus starts an absolute path', bus.get('Exec'))
tap.equal(pathlib.PurePath(command[0]).name, 'tuwen', 'the bus starts the program')
tap.equal(command[1:], ['--gapplication-service'], 'the bus starts it as a service')

component = ElementTree.parse(metainfo).getroot()
language = '{http://www.w3.org/XML/1998/namespace}lang'
tap.equal(component.get('type'), 'desktop-application', 'the metainfo is of an application')
tap.equal(component.findtext('id'), app_id, 'the metainfo has the id of the entry')
tap.equal(component.findtext('launchable'), desktop.name, 'the metainfo launches the entry')
tap.equal(component.findtext('project_license'), 'GPL-3.0-or-later', 'the metainfo tells the licence')
tap.equal(component.findtext('provides/dbus'), app_id, 'the metainfo knows the bus name')
tap.equal(component.find('releases/release').get('version'), version,
          'the newest release is the version that is built')
tap.ok(any('neither made nor endorsed' in (p.text or '') for p in component.iter('p')),
       'the metainfo says that Tuwen is unofficial')
for name in ('name', 'summary'):
    tap.ok(any(element.get(language) == 'zh_CN' for element in component.findall(name)),
           f'the metainfo has its {name} in Chinese')

schemas = ElementTree.parse(source / f'{app_id}.gschema.xml').getroot()
tap.ok(schemas.find(f"schema[@id='{app_id}']") is not None, 'the schema has the id of the entry')
tap.empty([key.get('name') for key in schemas.iter('key') if not key.findtext('summary')],
          'every key is explained')

tap.done()
