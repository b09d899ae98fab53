# SPDX-License-Identifier: GPL-3.0-or-later
"""The private desktop is what it says, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from cases import case, check, equal, run
from desk import Desk, slowness, wait_for

TOOL = Path(__file__).parent / 'desk'
STORE = ['secret-tool', 'store', '--label=x', 'a', 'b']
LOOKUP = ['timeout', '2', 'secret-tool', 'lookup', 'a', 'b']


@case('an unlocked keyring keeps a secret, a locked one does not tell it, and none is none')
def _():
    with Desk('unlocked') as desk:
        desk.run(STORE, input=b'hello', check=True)
        equal(desk.run(LOOKUP, stdout=subprocess.PIPE).stdout, b'hello')
        desk.keyring('locked')
        equal(desk.run(LOOKUP, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout, b'')
        desk.keyring('none')
        result = desk.run(LOOKUP, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        check('not provided' in result.stderr, result.stderr)


@case('two at a time do not meet')
def _():
    with Desk() as one, Desk() as other:
        for name in ('DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'HOME'):
            check(one.env[name] != other.env[name], f'the same {name}')


@case('the command is told where it is, and its status is handed on')
def _():
    result = subprocess.run([TOOL, '--keyring', 'none', '--', 'sh', '-c', 'echo $HOME; mktemp -d; exit 3'],
                            stdout=subprocess.PIPE, text=True)
    equal(result.returncode, 3)
    for folder in result.stdout.split():
        check('tuwen-desk-' in folder, folder)
        check(not os.path.exists(folder), f'{folder} is still there')


def interrupted(number):
    script = 'echo $HOME; xprop -root -spy > /dev/null & echo $!; exec sleep 60'
    process = subprocess.Popen([TOOL, '--keyring', 'unlocked', '--', 'sh', '-c', script],
                               stdout=subprocess.PIPE, text=True, start_new_session=True,
                               # Where this is run in the background, an interrupt would be ignored
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    home = process.stdout.readline().strip()
    process.stdout.readline()
    process.send_signal(number)
    process.wait(20 * slowness())
    return home


def alive(home):
    """Processes whose home folder is this one"""
    found = []
    for path in Path('/proc').glob('[0-9]*/environ'):
        try:
            if f'HOME={home}\0'.encode() in path.read_bytes():
                found.append(path.with_name('cmdline').read_text())
        except OSError:
            pass
    return found


@case('ended by a signal, it clears up')
def _():
    for number in (signal.SIGINT, signal.SIGTERM):
        home = interrupted(number)
        check(not os.path.exists(home), 'the home folder is still there')
        wait_for(lambda: not alive(home), 'the rest to end')


@case('killed, it still takes screen, bus and keyring along')
def _():
    home = interrupted(signal.SIGKILL)
    wait_for(lambda: not alive(home), 'the rest to end')


sys.exit(run())
