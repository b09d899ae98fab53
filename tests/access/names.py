# SPDX-License-Identifier: GPL-3.0-or-later
"""What assistive technologies are told: everything that can be used has a name and a role, in every window and
whatever is open in it.

  names.py BUILD PREFIX"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'e2e'))

from scene import Scene  # noqa: E402  first: it knows where the rest is
import sandbox as service  # noqa: E402
from cases import case, check, run  # noqa: E402
from desk import wait_for  # noqa: E402
from driver import EVERYTHING, press  # noqa: E402
from people import (ask_to_sign_out, close_settings, feed_shows, open_settings,  # noqa: E402
                    paste_cookies)
from writing import (TILE, TITLE, composer_of, discard, field, focused, make_pictures, new_post,  # noqa: E402
                     tiles, uploaded, view)

# What is pressed, chosen, written in or gone through
CONTROLS = {'button', 'check box', 'check menu item', 'combo box', 'entry', 'heading', 'link', 'list item',
            'menu item', 'page tab', 'password text', 'radio button', 'radio menu item', 'slider', 'spin button',
            'text', 'toggle button'}
# What a widget without a name is called by GTK
CLASS = re.compile(r'^(Adw|Gtk|Tuwen)[A-Z]\w*$')


def is_named(node):
    return node.name.strip() and not CLASS.match(node.name)


def within_combo(node):
    """GTK's own: what a row for choosing shows of the choice is said by the row"""
    parent = node.parent
    while parent and parent.role not in ('combo box', 'frame'):
        parent = parent.parent
    return parent is not None and parent.role == 'combo box'


def check_names(top, *roles):
    """That all is named, and that there are these roles"""
    found, bad = set(), []
    for node in top.walk(EVERYTHING):
        role = node.role
        found.add(role)
        check(role not in ('unknown', 'invalid'), f'{node} has no role')
        if role in CONTROLS and node.extents[2] and not is_named(node) and not within_combo(node):
            bad.append(f'{node} {node.extents} in {node.parent}')
    check(not bad, f'without a name: {bad}')
    missing = set(roles) - found
    check(not missing, f'no {missing} among {sorted(found)}')


def open_popover(composer, app, name, words, *roles):
    def is_open():
        return next((node for node in composer.walk(EVERYTHING) if node.name == words and node.extents[2]), None)

    def opened():
        # What closes may take the click
        composer.find(name, role='button').click()
        try:
            return wait_for(is_open, words, 4)
        except TimeoutError:
            return None

    app.focus(TITLE)
    wait_for(opened, f'{words} behind {name}', 20)
    check_names(composer, *roles)
    press('Escape')
    composer.gone(words)


@case('the window that welcomes, and its menu')
def _(scene):
    window = scene.open().window()
    window.find('Welcome to Tuwen')
    check_names(window, 'button', 'page tab')
    press('F10')
    window.find('Keyboard Shortcuts', role='menu item')
    check_names(window, 'menu item')
    press('Escape')


@case('the little window that asks for a space, and what it says is wrong')
def _(scene):
    app = scene.apps[-1]
    app.focus()
    press('ctrl+l')
    window = app.window('Open a Space')
    window.find('UID or Link', role='text').type('nothing')
    press('Return')
    entry = wait_for(lambda: next((node for node in window.all('UID or Link', role='text') if node.description),
                                  None), 'the entry to say what is wrong')
    check('UID' in entry.description, entry.description)
    check_names(window, 'button', 'text')
    press('Escape')


@case('each page of the settings, and signing in')
def _(scene):
    app = scene.apps[-1]
    settings = open_settings(app, 'Accounts')
    for page in ('Accounts', 'Writing', 'Storage'):
        settings.find(page, role='page tab').click()
        check_names(settings, 'page tab')
    close_settings(app)
    settings = paste_cookies(app, service.COOKIES)
    settings.find('Sign Out', role='button')
    check_names(settings, 'list item')
    close_settings(app)


@case('posts: the row that has the focus says what it is about')
def _(scene):
    app = scene.apps[-1]
    window = app.window()
    names = feed_shows(window)
    check_names(window, 'list', 'list item')
    app.focus()
    node = tab_to_role(window, 'list item')
    check(node.name == names[0], f'{node}, not {names[0]!r}')
    check(node.description, 'no description')
    press('Down')
    wait_for(lambda: (focused(window) or node).name == names[1], 'the next post')


def tab_until(window, condition, what):
    for _ in range(20):
        before = focused(window)
        press('Tab')
        node = wait_for(lambda: (lambda now: now if now and now != before else None)(focused(window)),
                        'the focus to move')
        if condition(node):
            return node
    raise AssertionError(f'Tab never leads to {what}')


def tab_to_role(window, *roles):
    return tab_until(window, lambda node: node.role in roles, roles)


@case('what is planned: by Tab and arrows through every section, and each row says what it is')
def _(scene):
    app = scene.apps[-1]
    view(app, 'Scheduled')
    window = app.window()
    window.find(re.compile(r'^Scheduled \('), role='heading')
    check_names(window, 'heading', 'list item')
    node = tab_to_role(window, 'heading')
    way = [node.name]
    for _ in range(6):
        press('Down')
        node = wait_for(lambda: (lambda now: now if now and now.name != way[-1] else None)(focused(window)),
                        'the arrow to lead on')
        way.append(node.name)
    check(way[0].startswith('Needs Attention'), way)
    check(sum(name.startswith('Scheduled (') for name in way) == 1 and len(set(way)) == 7, way)
    view(app, 'Feed')


@case('from one view into the other and back, and into its list')
def _(scene):
    app = scene.apps[-1]
    window = app.window()
    app.focus()
    tab_to_role(window, 'list item')
    there = focused(window)
    press('ctrl+2')
    wait_for(lambda: (lambda node: node and node != there and node.role in ('heading', 'list item'))(focused(window)),
             lambda: f'the focus to go on in what is planned, not at {focused(window)}')
    press('ctrl+1')
    wait_for(lambda: focused(window) == there, lambda: f'it to come back to {there}, not to {focused(window)}')


@case('what is beside the main window: shortcuts, and what the program is')
def _(scene):
    app = scene.apps[-1]
    app.focus()
    press('ctrl+question')
    check_names(app.window('Keyboard Shortcuts'), 'button', 'page tab')
    press('Escape')
    wait_for(lambda: not app.window_id('Keyboard Shortcuts'), 'the shortcuts to close')
    app.focus()
    press('F10')
    app.window().find('About Tuwen', role='menu item').click()
    about = app.window('About')
    check_names(about, 'button', 'list item')
    about.find('Details', role='list item').click()
    about.find('Back', role='button')
    check_names(about, 'button')
    press('Escape', 'Escape')
    wait_for(lambda: not app.window_id('About'), 'it to close')


@case('the menus of the main window: of a post, of spaces, of what is planned')
def _(scene):
    app = scene.apps[-1]
    window = app.window()
    app.focus()
    tab_to_role(window, 'list item')
    press('shift+F10')
    window.find('Copy Link', role='menu item')
    check_names(window, 'menu item')
    press('Escape')
    window.gone('Copy Link', 'menu item')
    window.find(re.compile('^Choose a Space'), role='button').click()
    window.find('My space')
    check_names(window, 'list item')
    press('Escape')
    window.gone('My space')


@case('signing out asks by name')
def _(scene):
    app = scene.apps[-1]
    _settings, dialog = ask_to_sign_out(app, f'Sign Out of {service.NAME}?')
    check_names(dialog, 'button')
    press('Escape')
    wait_for(lambda: dialog not in app.windows(), 'the question to go')
    close_settings(app)


@case('a composer, and what opens in it')
def _(scene):
    app = scene.apps[-1]
    composer = new_post(app)
    check_names(composer, 'button', 'text')
    for name, words, *roles in [('Topic', 'Recommended', 'list item'), ('Emote', 'doge', 'table cell'),
                                ('Schedule…', 'In 1 Hour', 'spin button'), ('Options', 'Comments', 'check box'),
                                ('More', 'Discard Draft', 'menu item'),
                                (f'Post as {service.NAME}', service.NAME, 'menu item')]:
        open_popover(composer, app, name, words, *roles)
    field(composer).click()
    press('at')
    composer.find(role='list item')
    check_names(composer, 'list item')
    press('Escape', 'BackSpace')


@case('a vote in a composer')
def _(scene):
    composer = composer_of(scene.apps[-1])
    composer.find('Vote', role='button').click()
    # Some of it is further down
    options = {f'Option {number}' for number in (1, 2)} | {f'Remove Option {number}' for number in (1, 2)}
    wait_for(lambda: options <= {node.name for node in composer.walk(EVERYTHING)}, 'each option to be told from the others')
    check_names(composer, 'text', 'check box', 'spin button', 'combo box', 'list item')
    discard(scene.apps[-1])


@case('pictures in a composer, and moving them without a pointer')
def _(scene):
    scene.apps[-1].kill()
    app = scene.open(*map(str, make_pictures(scene.desk.home / 'pictures', 3)))
    composer = composer_of(app)
    uploaded(composer, 3)
    app.focus(TITLE)
    check_names(composer, 'button')
    tab_until(composer, lambda node: TILE.match(node.name), 'a picture')
    press('alt+Right')
    wait_for(lambda: [name.split(', ')[1] for name in tiles(composer)] == ['2.png', '1.png', '3.png'],
             lambda: f'the first to be the second: {tiles(composer)}')
    press('alt+End')
    wait_for(lambda: [name.split(', ')[1] for name in tiles(composer)] == ['2.png', '3.png', '1.png'],
             lambda: f'it to be the last: {tiles(composer)}')
    press('Return')
    composer.find(role='menu item')
    check_names(composer, 'menu item')


# A phone that confirms by itself would sign in before the cookies do
with Scene(keyring='unlocked', posts=40, sandbox=['--qr-manual']) as stage:
    run(stage, failed=stage.failed)
