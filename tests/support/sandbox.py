# SPDX-License-Identifier: GPL-3.0-or-later
"""The stand-in for the service as a program of its own, told what to do and asked what it saw."""

import json
import subprocess
import urllib.parse
import urllib.request

from desk import wait_for

# From tests/sandbox/sandbox.h
MID = '1001'
NAME = '图文小助手'
SESSDATA = 'a1b2c3d4%2C1893456000%2Cf00d1%2A11'
CSRF = '0123456789abcdef0123456789abcdef'
COOKIES = f'SESSDATA={SESSDATA}; bili_jct={CSRF}; DedeUserID={MID}'
MID_2 = '1002'
SESSDATA_2 = 'e5f6a7b8%2C1893456000%2Cbeef2%2A11'
CSRF_2 = 'fedcba9876543210fedcba9876543210'
COOKIES_2 = f'SESSDATA={SESSDATA_2}; bili_jct={CSRF_2}; DedeUserID={MID_2}'
MID_EMPTY = '1003'
MID_UNKNOWN = '404404'

FEED = '/x/polymer/web-dynamic/v1/opus/feed/space'
NAV = '/x/web-interface/nav'
EVERY_PATH = '*'


class Sandbox:
    """Sandbox(desk, build, '--posts=40'): runs until the desktop ends or stop() is called."""

    def __init__(self, desk, build, *options):
        self._desk = desk
        self._program = str(build / 'tests/sandbox/tuwen-sandbox')
        self._options = options
        self._start('--port=0')

    def _start(self, port):
        self._process = self._desk.spawn([self._program, port, *self._options], 'sandbox',
                                         stdout=subprocess.PIPE, text=True)
        self.origin = self._process.stdout.readline().strip()
        if not self.origin.startswith('http://127.0.0.1:'):
            raise RuntimeError(f'the sandbox did not start: {self.origin!r}')

    def stop(self):
        """As if the network were gone."""
        self._process.terminate()
        self._process.wait()

    def start_again(self):
        self._start(f'--port={self.origin.rsplit(":", 1)[1]}')

    def ask(self, what, /, **query):
        url = f'{self.origin}/__sandbox/{what}'
        if query:
            url += '?' + urllib.parse.urlencode(query)
        with urllib.request.urlopen(url, timeout=20) as answer:
            # JSON-GLib 1.6 leaves one control character as it is, U+001F, and pictures have them all
            return json.load(answer, strict=False)

    def tell(self, what, /, **words):
        request = urllib.request.Request(f'{self.origin}/__sandbox/{what}', json.dumps(words).encode(),
                                         {'Content-Type': 'application/json'})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def fail(self, path, fault, times=-1):
        self.tell('fault', path=path, fault=fault, times=times)

    def heal(self, path=EVERY_PATH):
        self.tell('fault', path=path, fault='drop', times=0)

    def requests(self, path=None, **query):
        if path:
            query['path'] = path
        return self.ask('requests', **query)['requests']

    def received(self, path, count=1, having=lambda request: True, timeout=10):
        """Waits for that many requests and returns them."""
        def enough():
            found = [r for r in self.requests(path) if having(r)]
            return found if len(found) >= count else None
        return wait_for(enough, f'{count} requests of {path}', timeout)

    def forget(self):
        self.tell('forget')

    def violations(self):
        """What must never happen and did: a cookie at a picture host, for one."""
        return self.ask('violations')['violations']
