# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures from where people have them: chosen among files, for the options of a vote, and some that cannot be
read."""

import urllib.parse

from writing import (CREATE, TITLE, UPLOAD, VOTE, calls, composer_of, covered, discard, field, focused, main,
                     make_pictures, new_post, over, published, space, tab_to, tiles, uploaded, widths, write)  # first: it knows where the rest is
from cases import case, check, equal
from desk import wait_for
from driver import EVERYTHING, DragSource, press, type_text, xdotool
from people import feed_shows


def start(scene):
    scene.sandbox.forget()
    app = scene.open()
    feed_shows(app.window())
    return app


@case('several pictures are chosen where files are chosen')
def _(scene):
    app = start(scene)
    composer = new_post(app)
    make_pictures(scene.desk.home / 'choosing', 3)
    (scene.desk.home / 'choosing/notes.txt').write_text('no picture')
    composer.find('Add Pictures', role='button').click()
    chooser = app.window('Add Pictures')
    app.focus('Add Pictures')
    press('ctrl+l')
    type_text(f'{scene.desk.home}/choosing/')
    press('Return')
    wait_for(lambda: any(chooser.all('choosing', clip=EVERYTHING)), 'the folder')

    def add():
        # All, by the button’s letter
        press('ctrl+a', 'alt+a')
        return not app.window_id('Add Pictures')
    wait_for(add, 'the window to close')
    uploaded(composer, 3)
    equal([tile.split(', ')[1] for tile in tiles(composer)], ['1.png', '2.png', '3.png'])
    discard(app)
    equal(app.quit(), 0)


@case('pictures are dropped onto the options of a vote')
def _(scene):
    app = start(scene)
    before = space(scene)['post_count']
    composer = new_post(app)
    app.resize(560, 900, TITLE)
    composer.find('Vote', role='button').click()
    wait_for(lambda: focused(composer) is None, 'the question to have the focus')
    type_text('Which of them?')
    tab_to(composer, 'Options With Pictures')
    press('space')
    tab_to(composer, 'Add Option')
    press('Tab', 'Tab')
    type_text('Left')
    press('Return')
    type_text('Right')
    for number, picture in enumerate(make_pictures(scene.desk.home / 'options', 2, first=7), 1):
        with DragSource(scene.desk, scene.build, 'files', [picture]) as source:
            source.drag_to(composer.find(f'Option {number}', role='text'),
                           over(composer, f'Picture for option {number} of the vote'))
            check(source.drop(), 'the file was refused')
        scene.sandbox.received(UPLOAD, number, timeout=30)
    app.focus(TITLE)
    press('ctrl+Return')
    published(app, scene, before + 1)
    asked = dict(urllib.parse.parse_qsl(scene.sandbox.requests(VOTE)[0]['body']))
    equal([asked[f'info[options][{number}][desc]'] for number in (0, 1)], ['Left', 'Right'], 'the options')
    equal(widths(scene, [asked[f'info[options][{number}][img_url]'] for number in (0, 1)]), [647, 648],
          'their pictures')
    equal(calls(scene), {UPLOAD: 2, VOTE: 1, CREATE: 1})
    equal(app.quit(), 0)


@case('what cannot be read is told by its name, and disturbs nothing else')
def _(scene):
    app = start(scene)
    composer = new_post(app)
    (picture,) = make_pictures(scene.desk.home / 'broken', 1)
    broken = scene.desk.home / 'broken/holiday.png'
    # It is there, and reading it fails, whoever reads
    broken.symlink_to('/proc/self/mem')
    with DragSource(scene.desk, scene.build, 'files', [broken, picture]) as source:
        source.drag_to(field(composer), over(composer, 'Add 2 pictures'))
        check(source.drop(), 'the files were refused')
    composer.says('holiday.png: This file could not be read')
    wait_for(lambda: tiles(composer)[1:] == ['Picture 2 of 2, 1.png, Uploaded'], 'the other picture')
    app.focus(TITLE)
    press('ctrl+Return')
    composer.says(r'Picture 1 .holiday.png. cannot be posted: This file could not be read')
    discard(app)
    equal(app.quit(), 0)


@case('what nobody asked to publish keeps nobody: quitting takes no time, and it is uploaded the next time')
def _(scene):
    scene.sandbox.forget()
    scene.sandbox.fail(UPLOAD, 'stall', times=1)
    app = scene.open(*map(str, make_pictures(scene.desk.home / 'stalled', 1)))
    app.focus(TITLE)
    scene.sandbox.received(UPLOAD, timeout=30)
    press('ctrl+q')
    equal(app.process.wait(10), 0)
    app = scene.open()
    uploaded(composer_of(app), 1, timeout=40)
    equal(calls(scene), {UPLOAD: 2})
    discard(app)
    equal(app.quit(), 0)


@case('a program that dies while it drags leaves nothing behind')
def _(scene):
    app = start(scene)
    composer = new_post(app)
    paths = make_pictures(scene.desk.home / 'dying', 2)
    with DragSource(scene.desk, scene.build, 'files', paths) as source:
        source.drag_to(field(composer), over(composer, 'Add 2 pictures'))
        source.die()
    x, y = field(composer).on_screen()
    xdotool('mousemove', x + 20, y + 20)
    xdotool('mousemove', x + 30, y + 25)
    wait_for(lambda: not covered(composer), 'the cover to go')
    write(composer, 'Still here')
    equal(tiles(composer), [], 'pictures')
    discard(app)
    equal(app.quit(), 0)


main()
