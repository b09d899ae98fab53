# SPDX-License-Identifier: GPL-3.0-or-later
"""The README: what it shows and names is there.

Usage: readme.py SOURCE_ROOT
"""

import os
import pathlib
import re
import sys

from tap import Tap

root = pathlib.Path(sys.argv[1])
text = (root / 'README.md').read_text(encoding='utf-8')
tap = Tap()

shown = re.findall(r'\]\(([^)#]+)\)|\bsrc="([^"]+)"', text)
targets = [link or source for link, source in shown]
tap.ok(any(target.endswith('.png') for target in targets), 'it shows the program', targets)
tap.empty([target for target in targets if '://' not in target and not (root / target).is_file()],
          'everything that it shows or points to exists')
tap.empty([name for name in re.findall(r'\bbuild-aux/([a-z-]+)', text)
           if not os.access(root / 'build-aux' / name, os.X_OK)],
          'the commands that it names can be run')
tap.empty([name for name in re.findall(r'^\| `((?:src|tests|data|po|build-aux)/[^`]*)`', text, re.MULTILINE)
           if not (root / name).exists()],
          'the places that it names exist')
tap.ok('unofficial' in text, 'it says that Tuwen is unofficial')

tap.done()
