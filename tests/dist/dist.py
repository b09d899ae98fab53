# SPDX-License-Identifier: GPL-3.0-or-later
"""What `meson dist` hands out: all that the repository has, and it builds, passes and installs by itself,
the same for everybody.

  dist.py SOURCE_ROOT BUILD"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

source, build = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
sys.path.insert(0, str(source / 'tests/support'))
from cases import case, check, equal, run  # noqa: E402

# Those that need no screen and no clock
QUICK = ['bili', 'core', 'data', 'layers', 'sandbox']


def call(*words, **kwargs):
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **kwargs)
    check(done.returncode == 0, f'{" ".join(map(str, words))}: {done.stdout[-4000:]}')
    return done.stdout


@case('it is made')
def _(place):
    # Of the last commit, whatever has been changed since
    call('meson', 'dist', '-C', build, '--no-tests', '--allow-dirty', '--formats', 'gztar')
    (place.archive,) = (build / 'meson-dist').glob('tuwen-*.tar.gz')


@case('it holds what the repository holds, in a folder of its name')
def _(place):
    with tarfile.open(place.archive) as archive:
        held = {member.name for member in archive.getmembers() if not member.isdir()}
        archive.extractall(place.folder)
    name = place.archive.name.removesuffix('.tar.gz')
    place.source = place.folder / name
    tracked = call('git', '-C', source, 'ls-tree', '-r', '--name-only', '-z', 'HEAD').split('\0')
    equal(sorted(held), sorted(f'{name}/{path}' for path in tracked if path))


@case('it builds')
def _(place):
    place.build = place.folder / 'build'
    call('meson', 'setup', place.build, place.source, '-Dwerror=true', f'--prefix={place.folder}/prefix')
    call('ninja', '-C', place.build)


@case('and passes')
def _(place):
    said = call('meson', 'test', '-C', place.build, '--no-rebuild', '--timeout-multiplier', '3',
                *(word for suite in QUICK for word in ('--suite', suite)))
    check('\nFail:               0' in said and '\nSkipped:            0' in said, said[-1000:])


@case('and installs')
def _(place):
    call('meson', 'install', '-C', place.build, '--no-rebuild')
    call(place.folder / 'prefix/bin/tuwen', '--version')


@case('two who build it get the same program, byte for byte')
def _(place):
    programs = []
    for folder, zone, language in (('one', 'UTC', 'C.UTF-8'), ('elsewhere/two', 'Asia/Shanghai', 'C')):
        # Each at another place, time and pace, and with nothing that the other one made
        env = dict(os.environ, TZ=zone, LC_ALL=language, CCACHE_DISABLE='1')
        home = place.folder / folder
        shutil.copytree(place.source, home / 'tuwen')
        call('meson', 'setup', home / 'build', home / 'tuwen', '--prefix=/usr/local', '--buildtype=release', env=env)
        call('ninja', '-C', home / 'build', '-j', str(len(programs) + 1), 'src/tuwen', env=env)
        programs.append((home / 'build/src/tuwen').read_bytes())
    check(programs[0] == programs[1], 'they differ')


class Place:
    def __init__(self, folder):
        self.folder = Path(folder)


if not (source / '.git').exists():
    print('1..0 # SKIP this is no repository')
    sys.exit()
with tempfile.TemporaryDirectory(prefix='tuwen-dist-') as folder:
    status = run(Place(folder))
sys.exit(status)
