# SPDX-License-Identifier: GPL-3.0-or-later
"""What a test of the whole needs: a desktop, the stand-in, and Tuwen as it is installed."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'support'))
from desk import Desk  # noqa: E402
from driver import App, screenshot  # noqa: E402
from sandbox import FEED, Sandbox  # noqa: E402

APP_ID = 'io.github.tuwen.Tuwen'


def install(build):
    """Brings the installed program up to date; several tests may want that at the same time."""
    with open(build / 'install.lock', 'w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run(['meson', 'install', '-C', str(build), '--no-rebuild', '--only-changed'],
                       check=True, stdout=subprocess.DEVNULL)


class Scene:
    """with Scene(keyring='unlocked', posts=60) as scene: window = scene.open().window()

    BUILD and PREFIX come from the command line. The environment of this process is the desktop's.

    leaks: whether Tuwen, built with sanitizers, is to look for leaks when it ends. GTK 4.8 leaks when it
    reads the clipboard of another program, libsecret when it asks for an account, and telling whose a
    leak is makes everything several times slower. Tests that need no screen all look; here one run does,
    without the clipboard and without an account."""

    def __init__(self, keyring='unlocked', posts=60, size='1280x1000', sandbox=(), env=None,
                 leaks=False, build=None, prefix=None):
        self.build = Path(build or sys.argv[1]).resolve()
        self.prefix = Path(prefix or sys.argv[2]).resolve()
        if not self.prefix.is_relative_to(self.build):
            sys.exit('The tests install Tuwen: configure with --prefix inside the build folder.')
        env = dict(env or {})
        if 'ASAN_OPTIONS' in os.environ:
            env['ASAN_OPTIONS'] = os.environ['ASAN_OPTIONS'] + (
                ':detect_leaks=1:fast_unwind_on_malloc=0:malloc_context_size=25' if leaks else ':detect_leaks=0')
        self.desk = Desk(keyring, size, [self.prefix / 'share'], env)
        self._sandbox_options = [f'--posts={posts}', *sandbox]
        self.sandbox = None
        self.apps = []

    def __enter__(self):
        install(self.build)
        self._outside = dict(os.environ)
        self.desk.__enter__()
        try:
            self.desk.enter()
            self.sandbox = Sandbox(self.desk, self.build, *self._sandbox_options)
        except BaseException:
            self.desk.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for app in self.apps:
            app.kill()
        self.desk.__exit__()
        os.environ.clear()
        os.environ.update(self._outside)

    @property
    def program(self):
        return str(self.prefix / 'bin/tuwen')

    def open(self, *words, **env):
        """Starts Tuwen with the stand-in for its service."""
        app = App(self.desk, [self.program, f'--service={self.sandbox.origin}', *words], env,
                  log=f'tuwen-{len(self.apps)}')
        self.apps.append(app)
        return app

    def store(self, mid, cookies, service=None):
        """Puts an account into the keyring as another program would."""
        self.desk.run(['secret-tool', 'store', f'--label=bilibili {mid}', 'application', APP_ID,
                       'service', service or self.sandbox.origin, 'mid', mid],
                      input=cookies.encode(), check=True)

    def stored(self, mid, service=None):
        result = self.desk.run(['secret-tool', 'lookup', 'application', APP_ID, 'service',
                                service or self.sandbox.origin, 'mid', mid], stdout=subprocess.PIPE)
        return result.stdout.decode()

    def failed(self, number):
        """For run(failed=...): keeps what was on the screen where meson keeps its logs, shows what was
        said, and ends what would be in the next case's way."""
        picture = self.build / 'meson-logs' / f'{Path(sys.argv[0]).stem}-{number}.png'
        try:
            screenshot(picture)
            print(f'# see {picture}')
        except subprocess.CalledProcessError:
            pass
        for app in self.apps[-1:]:
            for line in app.output().splitlines()[-60:]:
                print(f'# {line}')
        for app in self.apps:
            app.kill()
        self.sandbox.heal(FEED)
