# SPDX-License-Identifier: GPL-3.0-or-later
"""What memcheck starts, and how: valgrind's part is played by a script that tells what it is asked."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from cases import case, check, equal, run

TOOL = Path(__file__).parent / 'memcheck'
PLAYED = '#!/bin/sh\nprintf "%s\\n" "$@" "G_DEBUG=$G_DEBUG" "G_SLICE=$G_SLICE" "TOLD=$TUWEN_TEST_MEMCHECK"\nexit 99\n'


def memcheck(*command):
    with tempfile.TemporaryDirectory() as folder:
        played = Path(folder) / 'valgrind'
        played.write_text(PLAYED)
        played.chmod(0o755)
        env = dict(os.environ, PATH=f'{folder}:{os.environ["PATH"]}', G_DEBUG='fatal-criticals', G_SLICE='')
        return subprocess.run([TOOL, *command], env=env, stdout=subprocess.PIPE, text=True)


@case('a program is looked at, with all that GLib does to have mistakes found')
def _():
    said = memcheck('/somewhere/test-a', '--tap')
    lines = said.stdout.splitlines()
    equal(lines[-5:], ['/somewhere/test-a', '--tap', 'G_DEBUG=fatal-criticals,gc-friendly',
                       'G_SLICE=always-malloc', 'TOLD=1'])
    check('--leak-check=full' in lines, lines)


@case('what is found is a failure, and every list of what is not ours is there')
def _():
    said = memcheck('/somewhere/test-a')
    equal(said.returncode, 99)
    check('--error-exitcode=99' in said.stdout.splitlines(), said.stdout)
    lists = [line.split('=', 1)[1] for line in said.stdout.splitlines() if line.startswith('--suppressions=')]
    equal([Path(name).exists() for name in lists], [True, True], lists)


@case('a script, whose interpreter is not ours, is run as it is')
def _():
    said = memcheck(sys.executable if 'python3' in sys.executable else '/usr/bin/python3', '-c', 'print("hello")')
    equal((said.returncode, said.stdout), (0, 'hello\n'))


sys.exit(run())
