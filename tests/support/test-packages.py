# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of packages, and what is said where there is no apt-get."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from cases import case, check, equal, run

TOP = Path(__file__).resolve().parents[2]
LINES = [line.split() for line in (TOP / 'build-aux/packages').read_text().splitlines()
         if line and not line.startswith('#')]


def shell(script, hide=()):
    """Runs it with lib.sh, with only the commands that the build needs, but without those to hide"""
    with tempfile.TemporaryDirectory() as folder:
        for command in Path('/usr/bin').iterdir():
            if command.name not in ('apt-get', 'dpkg-query', *hide):
                os.symlink(command, Path(folder) / command.name)
        return subprocess.run(
            ['bash', '-c', f'source "$0"; PATH={folder}; {script}', TOP / 'build-aux/lib.sh'],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@case('every line names a purpose, three packages and a proof')
def _():
    for line in LINES:
        equal(len(line), 5, ' '.join(line))
        check(line[4].split(':')[0] in ('cmd', 'pc', 'file', 'gi', 'font', 'py'), line[4])


@case('nothing is listed twice for one purpose')
def _():
    seen = [(purpose, debian, proof) for purpose, debian, _, _, proof in LINES]
    equal(len(seen), len(set(seen)))


@case('every proof holds here, where the packages are installed')
def _():
    result = shell('need build demo desk test; echo all there')
    equal((result.returncode, result.stdout.strip()), (0, 'all there'), result.stderr)


@case('what is missing elsewhere is named for dnf and pacman')
def _():
    result = shell('need build; echo not reached', hide=['meson', 'msgfmt'])
    equal((result.returncode, result.stdout), (1, ''))
    check('dnf install gettext meson' in result.stderr, result.stderr)
    check('pacman -S gettext meson' in result.stderr, result.stderr)
    check('gtk4' not in result.stderr, result.stderr)


@case('where nothing is missing nothing is said')
def _():
    result = subprocess.run(['bash', '-c', 'source "$0"; need build demo desk test; echo all there',
                             TOP / 'build-aux/lib.sh'],
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    equal(result.stdout, 'all there\n')


sys.exit(run())
