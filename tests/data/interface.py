# SPDX-License-Identifier: GPL-3.0-or-later
"""Interface files and resource lists: well-formed, complete, translatable.

Usage: interface.py SOURCE_ROOT
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

from tap import Tap

root = pathlib.Path(sys.argv[1])
tap = Tap()

# Properties and attributes whose text people read
WORDS = {
    'accessible-description', 'body', 'button-label', 'comments', 'description', 'heading', 'label',
    'placeholder-text', 'subtitle', 'title', 'tooltip-text', 'text',
}


def untranslatable(tree):
    for element in tree.iter():
        if element.tag not in ('property', 'attribute', 'item'):
            continue
        name = element.get('name', 'label' if element.tag == 'item' else '').replace('_', '-')
        text = (element.text or '').strip()
        if name in WORDS and re.search(r'[A-Za-z]', text) and element.get('translatable') != 'yes':
            # Bound values and types come as attributes of the element, not as words
            if element.get('bind-source') is None:
                yield f'{name}: {text}'


interfaces = sorted(root.glob('src/**/*.ui'))
for path in interfaces:
    name = path.relative_to(root)
    if not tap.tool(f'{name} is well-formed', 'xmllint', '--noout', '--nonet', str(path)):
        continue
    tree = ElementTree.parse(path)
    tap.empty(list(untranslatable(tree)), f'{name} keeps no words from translators')
    tap.equal([node.get('domain') for node in tree.iter('interface')], ['tuwen'],
              f'{name} names the translation domain')

listed = set()
for path in sorted(root.glob('src/**/*.gresource.xml')):
    name = path.relative_to(root)
    tap.tool(f'{name} is well-formed', 'xmllint', '--noout', '--nonet', str(path))
    files = [path.parent / node.text for node in ElementTree.parse(path).iter('file')]
    listed |= {file.resolve() for file in files}
    tap.empty([file for file in files if not file.exists() and file.suffix in ('.ui', '.css')],
              f'every file of {name} exists')
tap.empty([path for path in interfaces if path.resolve() not in listed],
          'every interface file is in a resource list')

tap.done()
