# SPDX-License-Identifier: GPL-3.0-or-later
"""A private desktop: a screen that nobody sees, a window manager, a session bus that starts nothing
but what it is told of, a home folder of its own, and a real gnome-keyring in the mood that is asked for.

Everything is started here and ended here by its process id. If this process is killed, the kernel
ends the rest (PR_SET_PDEATHSIG), so that nothing is left behind."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PASSWORD = 'correct horse'

# What may be started by its bus name: the accessibility bus, and who asks for a keyring's password.
# org.freedesktop.secrets is not among them, or there would be no desktop without a keyring.
SERVICES = ('org.a11y.Bus', 'org.gnome.keyring.SystemPrompter', 'org.gnome.keyring.PrivatePrompter')

BUS_CONFIG = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={run}</listen>
  <auth>EXTERNAL</auth>
  {servicedirs}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
'''

# One desktop, or else a turn of the wheel beside a window leads to the next
WINDOWS_CONFIG = '''<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <desktops><number>1</number></desktops>
  <keyboard><keybind key="A-F4"><action name="Close"/></keybind></keyboard>
  <mouse>
    <context name="Client">
      <mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/></mousebind>
    </context>
  </mouse>
</openbox_config>
'''

_libc = ctypes.CDLL(None)


def _die_with_parent():
    _libc.prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def slowness():
    """How many times longer everything may take: sanitizers and loaded machines."""
    return float(os.environ.get('TUWEN_TEST_SLOWNESS', 1))


def wait_for(condition, what, timeout=10, step=0.05):
    """Returns the first true value of condition(), or raises TimeoutError that says what was awaited.

    what: words, or a function that finds them out, for when that takes long"""
    end = time.monotonic() + timeout * slowness()
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise TimeoutError(f'in vain: {what() if callable(what) else what}')
        time.sleep(step)


class Desk:
    """with Desk(keyring='unlocked') as desk: desk.spawn(...), desk.env, desk.home, desk.logs

    keyring: 'unlocked', 'locked' or 'none'; keyring() changes it later.
    data_dirs: folders such as PREFIX/share, whose desktop entries and bus services are to be found."""

    def __init__(self, keyring='none', size='1280x1000', data_dirs=(), env=None):
        self._mood = keyring
        self._size = size
        self._data_dirs = [str(d) for d in data_dirs]
        self._processes = []
        self._keyring = None
        self.root = Path(tempfile.mkdtemp(prefix='tuwen-desk-'))
        self.home = self.root / 'home'
        self.logs = self.root / 'logs'
        run = self.root / 'run'
        tmp = self.root / 'tmp'
        toolkit = self.home / '.config/gtk-4.0'
        for folder in (self.home, self.logs, run, tmp, toolkit, self.home / '.cache',
                       self.home / '.local/share'):
            folder.mkdir(parents=True, mode=0o700)
        # As /tmp is: tests that lay down the superuser's rights still make files there
        self.root.chmod(0o711)
        tmp.chmod(0o1777)
        # What GNOME tells its programs
        (toolkit / 'settings.ini').write_text('[Settings]\ngtk-font-name=Cantarell 11\n')
        self.env = {k: v for k, v in os.environ.items() if k not in (
            'DBUS_SESSION_BUS_ADDRESS', 'DISPLAY', 'WAYLAND_DISPLAY', 'AT_SPI_BUS_ADDRESS', 'LANGUAGE',
            'GNOME_KEYRING_CONTROL', 'SSH_AUTH_SOCK', 'XAUTHORITY', 'GTK_THEME', 'XDG_SESSION_ID')
            and not k.startswith('LC_')}
        self.env.update(
            HOME=str(self.home), XDG_RUNTIME_DIR=str(run), TMPDIR=str(tmp),
            XDG_CONFIG_HOME=str(self.home / '.config'), XDG_CACHE_HOME=str(self.home / '.cache'),
            XDG_DATA_HOME=str(self.home / '.local/share'),
            XDG_STATE_HOME=str(self.home / '.local/state'),
            XDG_DATA_DIRS=':'.join(self._data_dirs + ['/usr/local/share', '/usr/share']),
            XDG_CURRENT_DESKTOP='GNOME', XDG_SESSION_TYPE='x11', LANG='C.UTF-8',
            GDK_BACKEND='x11', GTK_A11Y='atspi', GIO_USE_VFS='local',
            # Kept in the private home, and shared between its programs, without dconf's service
            GSETTINGS_BACKEND='keyfile')
        self.env.update(env or {})

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            # Before they are gone
            sys.stderr.write(self.last_words())
            self._stop()
            raise
        return self

    def __exit__(self, *_):
        self._stop()

    def spawn(self, argv, log, env=None, **kwargs):
        """Starts a program that lives no longer than the desktop."""
        kwargs.setdefault('stdin', subprocess.DEVNULL)
        with open(self.logs / f'{log}.log', 'ab') as out:
            kwargs.setdefault('stdout', out)
            kwargs.setdefault('stderr', out)
            process = subprocess.Popen(argv, env=dict(self.env, **(env or {})),
                                       preexec_fn=_die_with_parent, **kwargs)
        self._processes.append(process)
        return process

    def run(self, argv, **kwargs):
        return subprocess.run(argv, env=self.env, **kwargs)

    def last_words(self, lines=10):
        """What the programs of the desktop said last, each line as a comment of TAP"""
        return ''.join(f'# {log.stem}: {line}\n' for log in sorted(self.logs.iterdir())
                       for line in log.read_text(errors='replace').splitlines()[-lines:])

    def enter(self):
        """Makes this process a part of the desktop, for libraries that read the environment."""
        os.environ.clear()
        os.environ.update(self.env)

    def keyring(self, mood):
        """Ends the keyring that runs, if any, and starts one in another mood. What it keeps stays."""
        if self._keyring:
            self._end(self._keyring)
            self._keyring = None
            wait_for(lambda: not self._owned('org.freedesktop.secrets'), 'the keyring to end')
        if mood == 'locked' and not (self.home / '.local/share/keyrings/login.keyring').exists():
            # Only with a password given is the login keyring made; the next one starts without it
            self.keyring('unlocked')
            self.keyring('locked')
        elif mood in ('unlocked', 'locked'):
            argv = ['gnome-keyring-daemon', '--foreground', '--components=secrets']
            self._keyring = self.spawn(argv + (['--unlock'] if mood == 'unlocked' else []), 'keyring',
                                       stdin=subprocess.PIPE)
            if mood == 'unlocked':
                self._keyring.stdin.write(PASSWORD.encode())
            self._keyring.stdin.close()
            wait_for(lambda: self._owned('org.freedesktop.secrets'), 'the keyring to start')
            wait_for(lambda: self._collection_locked() == (mood == 'locked'), f'the keyring to be {mood}')
        elif mood != 'none':
            raise ValueError(f'a keyring is unlocked, locked or none, not {mood}')

    def update_bus_environment(self, **env):
        """What programs that the bus starts see from now on."""
        self.env.update(env)
        self.run(['dbus-update-activation-environment'] + [f'{k}={v}' for k, v in self.env.items()],
                 check=True)

    def _start(self):
        read, write = os.pipe()
        # -noreset: or else, when the first one to look at it leaves, it throws out who is just coming
        self.spawn(['Xvfb', '-displayfd', str(write), '-screen', '0', f'{self._size}x24', '-nolisten', 'tcp',
                    '-noreset'], 'screen', pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise RuntimeError('no screen: ' + (self.logs / 'screen.log').read_text(errors='replace'))
        self.env['DISPLAY'] = f':{number}'

        services = self.root / 'services'
        services.mkdir()
        for name in SERVICES:
            source = Path('/usr/share/dbus-1/services') / f'{name}.service'
            if source.exists():
                shutil.copy(source, services)
        folders = [str(services)] + [f'{d}/dbus-1/services' for d in self._data_dirs]
        config = self.root / 'bus.conf'
        config.write_text(BUS_CONFIG.format(
            run=self.env['XDG_RUNTIME_DIR'],
            servicedirs='\n  '.join(f'<servicedir>{f}</servicedir>' for f in folders)))
        read, write = os.pipe()
        self.spawn(['dbus-daemon', f'--config-file={config}', '--nofork', f'--print-address={write}'],
                   'bus', pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as pipe:
            address = pipe.readline().strip()
        if not address:
            raise RuntimeError('no bus: ' + (self.logs / 'bus.log').read_text(errors='replace'))
        self.env['DBUS_SESSION_BUS_ADDRESS'] = address

        windows = self.root / 'windows.xml'
        windows.write_text(WINDOWS_CONFIG)
        self.spawn(['openbox', '--sm-disable', '--config-file', str(windows)], 'windows')
        wait_for(lambda: '#' in self._output(['xprop', '-root', '_NET_SUPPORTING_WM_CHECK']),
                 'the window manager')
        self.update_bus_environment()
        self.keyring(self._mood)

    def _stop(self):
        # Backwards, so that nobody loses its screen or its bus before it ends
        for process in reversed(self._processes):
            self._end(process)
        shutil.rmtree(self.root, ignore_errors=True)

    @staticmethod
    def _end(process):
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _output(self, argv):
        return self.run(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout

    def _call(self, destination, path, method, *arguments):
        return self._output(['gdbus', 'call', '--session', '--timeout', '5', '--dest', destination,
                             '--object-path', path, '--method', method, *arguments])

    def _owned(self, name):
        return 'true' in self._call('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                    'org.freedesktop.DBus.NameHasOwner', name)

    def _collection_locked(self):
        answer = self._call('org.freedesktop.secrets', '/org/freedesktop/secrets/collection/login',
                            'org.freedesktop.DBus.Properties.Get',
                            'org.freedesktop.Secret.Collection', 'Locked')
        return True if 'true' in answer else False if 'false' in answer else None
