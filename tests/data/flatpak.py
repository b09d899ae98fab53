# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flatpak manifest: it can be read, fetches only what is pinned, and asks for no more than it says.

Usage: flatpak.py APP_ID SOURCE_ROOT
"""

import json
import pathlib
import re
import sys

from tap import Tap

app_id, root = sys.argv[1], pathlib.Path(sys.argv[2])
path = root / 'build-aux' / f'{app_id}.json'
tap = Tap()

# What Tuwen does not work without, each with its reason
ALLOWED = {
    '--share=network': 'the service',
    '--share=ipc': 'X11',
    '--socket=wayland': 'the screen',
    '--socket=fallback-x11': 'the screen where there is no Wayland',
    '--device=dri': 'drawing by the graphics card',
    '--talk-name=org.freedesktop.secrets': 'the keyring, where the accounts are',
    '--system-talk-name=org.freedesktop.login1': 'to hear that the computer wakes up',
}

manifest = json.loads(path.read_text(encoding='utf-8'))
tap.equal(manifest['app-id'], app_id, 'it is of this program')
tap.empty(set(manifest['finish-args']) - set(ALLOWED), 'it may do nothing but what it needs')
tap.empty(set(ALLOWED) - set(manifest['finish-args']), 'it may do what it needs')

modules = manifest['modules']
tap.equal(modules[-1]['name'], 'tuwen', 'the program comes last')
tap.equal([source['type'] for source in modules[-1]['sources']], ['dir'], 'it is built from this tree')
tap.ok(path.parent.joinpath(modules[-1]['sources'][0]['path']).resolve() == root.resolve(),
       'this tree is where it looks for it')

fetched = [source for module in modules[:-1] for source in module['sources']]
tap.ok(len(fetched) >= len(modules) - 1, 'there is a source for every module')
tap.empty([source for source in fetched
           if source['type'] != 'archive' or not source['url'].startswith('https://')
           or not re.fullmatch('[0-9a-f]{64}', source.get('sha256', ''))],
          'everything that it fetches is pinned')

tap.done()
