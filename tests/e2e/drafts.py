# SPDX-License-Identifier: GPL-3.0-or-later
"""What was written stays: killed at any time, closed, or thrown away by mistake."""

from writing import (CREATE, TITLE, VOTE, add_vote, calls, composer_of, composers, discard, field, focused, frozen,
                     hurry, main, make_pictures, open_draft, published, saved, space, text_of, tiles, uploaded, widths,
                     write)  # first: it knows where the rest is
from cases import case, check, equal
from desk import wait_for
from driver import EVERYTHING, press, type_text
from people import feed_shows

# The vote stands in the text as well
THOUGHT = 'Half a thought☑ To be or not?'


def start(scene, *files):
    scene.sandbox.forget()
    return scene.open(*map(str, files))


def is_whole(composer):
    """As the first case wrote it"""
    uploaded(composer, 2)
    equal(text_of(composer), THOUGHT, 'the text')
    equal(composer.find('Title of the post', role='text').text, 'Unfinished', 'the title')
    wait_for(lambda: any(composer.all('Remove Vote', clip=EVERYTHING)), 'the vote')


@case('killed with two composers open, it opens both again with all that was in them')
def _(scene):
    app = start(scene, *make_pictures(scene.desk.home / 'pictures', 2))
    composer = composer_of(app)
    app.focus(TITLE)
    field(composer).click()
    write(composer, 'Half a thought')
    add_vote(composer, 'To be or not?', 'Be', 'Not')
    uploaded(composer, 2)
    composer.find('Title of the post', role='text').type('Unfinished')
    saved(composer)
    press('ctrl+n')
    wait_for(lambda: len(composers(app)) == 2, 'another composer')
    other = next(window for window in composers(app) if window != composer)
    wait_for(lambda: focused(other), 'it to have the focus')
    write(other, 'Another one')
    saved(other)
    app.kill()

    app = start(scene)
    wait_for(lambda: len(composers(app)) == 2, 'both composers')
    whole, = [window for window in composers(app) if text_of(window) == THOUGHT]
    other, = [window for window in composers(app) if window != whole]
    is_whole(whole)
    equal(text_of(other), 'Another one')
    # The last one is on top, and what is typed goes there
    wait_for(lambda: focused(other), 'the last one to have the focus')
    write(other, ' more')
    saved(other)
    equal(calls(scene), {}, 'what was sent')
    press('alt+F4')
    wait_for(lambda: len(composers(app)) == 1, 'it to close')
    is_whole(composer_of(app))
    app.kill()


@case('closed it is kept; thrown away it comes back by Undo')
def _(scene):
    app = start(scene)
    is_whole(composer_of(app))
    app.focus(TITLE)
    press('ctrl+w')
    app.window().says('Draft kept')
    wait_for(lambda: not composers(app), 'the composer to close')
    is_whole(open_draft(app, 'Unfinished'))
    discard(app)
    app.window().find('Undo', role='button').click()
    composer = composer_of(app)
    is_whole(composer)
    wait_for(lambda: focused(composer), 'what came back to have the focus')
    press('alt+F4')
    wait_for(lambda: not composers(app), 'the composer to close')
    open_draft(app, 'Another one more')
    discard(app)
    app.window().says('Draft discarded')
    equal(calls(scene), {}, 'what was sent')
    app.kill()


@case('killed while publishing can still be taken back, it posts nothing; killed later, it posts once')
def _(scene):
    hurry(scene, 60)
    app = start(scene)
    feed_shows(app.window())
    equal(composers(app), [], 'what was closed and what was thrown away')
    before = space(scene)['post_count']
    composer = open_draft(app, 'Unfinished')
    saved(composer)
    press('ctrl+Return')
    composer.says('Publishing in a moment')
    app.kill()

    hurry(scene)
    app = start(scene)
    composer = composer_of(app)
    is_whole(composer)
    equal(calls(scene), {}, 'what was sent')
    scene.sandbox.fail(CREATE, 'delay:20000', times=1)
    app.focus(TITLE)
    press('ctrl+Return')
    scene.sandbox.received(CREATE, timeout=20)
    app.kill()

    app = scene.open()
    post = published(app, scene, before + 1)
    feed_shows(app.window(), lambda names: 'Half a thought' in names[0])
    equal(calls(scene), {VOTE: 1, CREATE: 1})
    equal(widths(scene, post['pictures']), [641, 642], 'the pictures')
    check(post['vote'], 'the vote is missing')
    equal(app.quit(), 0)


@case('a disk that does not answer holds nobody up: quitting takes seconds, and what was written is kept')
def _(scene):
    paths = make_pictures(scene.desk.home / 'Slow', 2)
    with frozen(paths[0]):
        # Nothing is looked for in here: on a busy machine that takes longer than the file stays frozen
        app = scene.open(*map(str, paths))
        app.focus(TITLE)
        type_text('Written meanwhile')
        press('ctrl+q')
        equal(app.process.wait(20), 0)
    app = start(scene)
    composer = composer_of(app)
    equal(text_of(composer), 'Written meanwhile')
    failed, uploaded_one = tiles(composer)
    check('had not been copied' in failed and uploaded_one.endswith('Uploaded'), (failed, uploaded_one))
    discard(app)
    equal(app.quit(), 0)


main()
