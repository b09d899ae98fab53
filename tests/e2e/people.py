# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do with Tuwen, by pointer and keyboard."""

from desk import PASSWORD, wait_for
from driver import press, type_text, xdotool


def open_settings(app, page=None):
    app.focus()
    press('ctrl+comma')
    settings = app.window('Settings')
    if page:
        settings.find(page, role='page tab').click()
    return settings


def close_settings(app):
    if app.window_id('Settings'):
        app.focus('Settings')
        press('alt+F4')
        wait_for(lambda: not app.window_id('Settings'), 'Settings to close')


def sign_in_page(app):
    """Settings, Accounts, Sign In"""
    settings = open_settings(app, 'Accounts')
    settings.find('Sign In', role='button').click()
    settings.find('Scan this code with the bilibili app on your phone')
    return settings


def sign_in_by_code(app, sandbox, name):
    """With a stand-in that waits for the phone: --qr-manual"""
    settings = sign_in_page(app)
    settings.says('Waiting for your phone')
    sandbox.tell('qr', what='scan')
    settings.says('Confirm on your phone')
    sandbox.tell('qr', what='confirm')
    # What is said of it goes by itself; this stays
    settings.find(name)
    settings.find('Sign Out', role='button')
    return settings


def ask_to_sign_out(app, question):
    """Returns the settings, and the dialog that asks it"""
    settings = open_settings(app, 'Accounts')

    def ask():
        asked = next((window for window in app.windows() if window.maybe(question)), None)
        # Beside other tests the first click was unheard twice, although the button stood still: why is not known
        if not asked:
            settings.find('Sign Out', role='button').click()
        return asked
    return settings, wait_for(ask, 'to be asked', step=3)


def paste_cookies(app, text):
    settings = sign_in_page(app)
    settings.find('Cookies', role='page tab').click()
    field = settings.find('Cookies', role='text')
    field.paste(text)
    wait_for(lambda: field.text == text, 'the text to be pasted')
    press('ctrl+Return')
    return settings


def open_space(app, link, expect=True):
    """Pastes it into the little window for that; returns that window, if it is expected to stay."""
    app.focus()
    press('ctrl+l')
    window = app.window('Open a Space')
    window.find('UID or Link', role='text').paste(link)
    # Pasting takes its time, and the key would come before
    window.find('Open', role='button', having=lambda button: button.sensitive)
    press('Return')
    if expect:
        wait_for(lambda: not app.window_id('Open a Space'), 'the space to open')
    return window


def answer_prompter(desk, password=PASSWORD):
    """What the keyring asks in a window of its own; None dismisses it."""
    number = wait_for(lambda: xdotool('search', '--onlyvisible', '--class', 'gcr-prompter'),
                      'the question for the password', 20).split()[0]
    xdotool('windowactivate', '--sync', number)
    if password is None:
        press('Escape')
    else:
        type_text(password)
        press('Return')
    wait_for(lambda: not xdotool('search', '--onlyvisible', '--class', 'gcr-prompter'),
             'the question to go away')


def posts(window):
    """The posts that can be seen, from top to bottom: each has a name (its words) and a description
    (likes, views, date)."""
    feed = window.maybe(role='list', having=lambda node: node.parent.name == 'AdwClampScrollable')
    if not feed:
        return []
    # Rows that were scrolled away are still there, and still believe to be where they were last. So
    # look where a person looks: down along the middle.
    x, y, width, height = feed.parent.extents
    points = [(x + width // 2, step) for step in range(y + 12, y + height, 24)]
    found = [feed.surface.at(*point) for point in points]
    if None in found:
        # GTK 4.8 has no name for a row before it was asked for the children of its parent
        for row in feed.children:
            row.children
        found = [feed.surface.at(*point) for point in points]
    seen = []
    for row in found:
        while row and row.role != 'list item':
            row = row.parent
        if row and row.children and row not in seen:
            seen.append(row)
    return [row.children[0] for row in seen]


def feed_shows(window, what=lambda names: names, timeout=15):
    """Waits for posts, and for their words to be as wanted; returns the words."""
    def look():
        names = [post.name for post in posts(window)]
        return names if names and what(names) else None
    return wait_for(look, lambda: f'posts; there is: {window.texts()[:40]}', timeout)


def toast_says(window, words, timeout=10):
    """What comes up at the bottom for a few seconds. On a busy machine, going through a long feed takes
    longer than that, so this looks where it is."""
    def look():
        level = [window]
        for _ in range(5):
            if any(node.name == 'AdwToastWidget' and node.maybe(words) for node in level):
                return True
            level = [child for node in level for child in node.children]
        return False
    return wait_for(look, f'{words!r} at the bottom of {window}', timeout)


def look_elsewhere(app):
    """No window of the program has the focus then."""
    for title in ('Tuwen', 'New Post'):
        number = app.window_id(title)
        if number:
            xdotool('windowminimize', '--sync', number)


def choose_filter(app, window, name):
    window.find(name, role='button').click()
