# SPDX-License-Identifier: GPL-3.0-or-later
"""Just enough of the Test Anything Protocol for checks written in Python."""

import shutil
import subprocess
import sys


class Tap:
    def __init__(self):
        self.count = 0
        self.failures = 0

    def ok(self, passed, name, details=''):
        self.count += 1
        self.failures += not passed
        print(f'{"ok" if passed else "not ok"} {self.count} - {name}', flush=True)
        if not passed:
            for line in str(details).splitlines():
                print(f'# {line}', flush=True)
        return passed

    def equal(self, actual, expected, name):
        return self.ok(actual == expected, name, f'expected {expected!r}, got {actual!r}')

    def empty(self, problems, name):
        return self.ok(not problems, name, '\n'.join(str(problem) for problem in problems))

    def tool(self, name, *command):
        """A validator that is not there is a failure: nothing was validated then."""
        if shutil.which(command[0]) is None:
            return self.ok(False, name, f'{command[0]} is not installed')
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return self.ok(result.returncode == 0, name, result.stdout)

    def done(self):
        print(f'1..{self.count}')
        sys.exit(self.failures != 0)
