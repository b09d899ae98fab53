# SPDX-License-Identifier: GPL-3.0-or-later
"""Translations: no file with words is forgotten, and every language has all of them.

The template is made afresh each time, so that nobody has to keep one up to date.

Usage: translations.py SOURCE_ROOT
"""

import pathlib
import re
import subprocess
import sys
import tempfile

from tap import Tap

root = pathlib.Path(sys.argv[1])
po = root / 'po'
tap = Tap()

C_CALL = re.compile(r'\b(?:_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2?)\s*\(\s*"')
MARKERS = {
    '.c': C_CALL,
    '.h': C_CALL,
    '.ui': re.compile(r'translatable="yes"'),
    '.desktop.in': re.compile(r'^Name=', re.MULTILINE),
    '.metainfo.xml.in': re.compile(r'<summary>'),
    '.gschema.xml': re.compile(r'gettext-domain='),
}


def lines(path):
    return [line.strip() for line in path.read_text(encoding='utf-8').splitlines()
            if line.strip() and not line.startswith('#')]


def has_words(path):
    return any(path.name.endswith(ending) and marker.search(path.read_text(encoding='utf-8'))
               for ending, marker in MARKERS.items())


def run(*command):
    return subprocess.run(command, cwd=root, text=True, check=True, env={'LC_ALL': 'C', 'PATH': '/usr/bin:/bin'},
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout


def make_template(path):
    """As the build does with its preset for GLib"""
    run('xgettext', '--from-code=UTF-8', '--add-comments', '--files-from=po/POTFILES', f'--output={path}',
        '--package-name=tuwen', '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2', '--keyword=NC_:1c,2',
        '--keyword=g_dcgettext:2', '--keyword=g_dngettext:2,3', '--keyword=g_dpgettext2:2c,3',
        '--flag=N_:1:pass-c-format', '--flag=C_:2:pass-c-format', '--flag=NC_:2:pass-c-format',
        '--flag=g_dngettext:2:pass-c-format', '--flag=g_strdup_printf:1:c-format',
        '--flag=g_string_printf:2:c-format', '--flag=g_string_append_printf:2:c-format',
        '--flag=g_error_new:3:c-format', '--flag=g_set_error:4:c-format')


def messages(*arguments):
    """The entries that msgattrib leaves, without the header"""
    text = run('msgattrib', '--no-obsolete', '--no-wrap', *arguments)
    return [entry for entry in text.split('\n\n') if 'msgid' in entry][1:]


listed = lines(po / 'POTFILES')
tap.equal(listed, sorted(listed), 'POTFILES is in order')
tap.empty([name for name in listed if not (root / name).is_file()], 'POTFILES names files that exist')
with_words = {str(path.relative_to(root)) for folder in ('src', 'data') for path in root.glob(f'{folder}/**/*')
              if path.is_file() and has_words(path)}
tap.empty(sorted(with_words - set(listed)), 'POTFILES names every file with words')
tap.empty(sorted(set(listed) - with_words), 'POTFILES names no file without words')

languages = lines(po / 'LINGUAS')
tap.equal(sorted(path.stem for path in po.glob('*.po')), sorted(languages), 'LINGUAS names every translation')
tap.ok('zh_CN' in languages, 'Chinese is there')

with tempfile.TemporaryDirectory() as folder:
    template = f'{folder}/tuwen.pot'
    make_template(template)
    tap.ok(messages(template), 'there are words to translate')
    for language in languages:
        merged = f'{folder}/{language}.po'
        tap.tool(f'{language} is valid', 'msgfmt', '--check', '--output-file=/dev/null', str(po / f'{language}.po'))
        run('msgmerge', '--quiet', '--no-fuzzy-matching', f'--output-file={merged}',
            f'po/{language}.po', template)
        tap.tool(f'{language} fits the words of today', 'msgfmt', '--check', '--output-file=/dev/null', merged)
        tap.empty(messages('--untranslated', merged), f'{language} leaves nothing untranslated')
        tap.empty(messages('--only-fuzzy', merged), f'{language} leaves nothing doubtful')

tap.done()
