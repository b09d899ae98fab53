# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing a post by drag and drop from another program, from the clipboard, and by keyboard alone. What
counts is what the stand-in got."""

import json

from writing import (CREATE, TITLE, UPLOAD, VOTE, calls, composer_of, covered, discard, field, focused, main,
                     make_pictures, new_post, over, png, published, space, tab_to, text_of, tiles, uploaded, widths,
                     write)  # first: it knows where the rest is
from cases import case, check, equal
from desk import wait_for
from driver import DragSource, copy_for, press, type_text
from people import feed_shows


def start(scene, *files):
    """Signed in; with files: with a composer that has them"""
    scene.sandbox.forget()
    app = scene.open(*map(str, files))
    if not files:
        feed_shows(app.window())
    return app


def pictures(scene, count, folder='pictures', **options):
    return make_pictures(scene.desk.home / folder, count, **options)


@case('files and folders are dropped from another program, as many as there is room for')
def _(scene):
    app = start(scene)
    before = space(scene)['post_count']
    composer = new_post(app)
    named = pictures(scene, 2, '图片 dropped here')
    folder = scene.desk.home / 'holiday'
    pictures(scene, 3, 'holiday', first=3)
    (folder / 'notes.txt').write_text('no picture')
    with DragSource(scene.desk, scene.build, 'files', named) as source:
        source.drag_to(field(composer), over(composer, 'Add 2 pictures'))
        check(source.drop(), 'the files were refused')
        uploaded(composer, 2)
    with DragSource(scene.desk, scene.build, 'files', [folder]) as source:
        source.drag_to(field(composer), over(composer, 'Add 3 pictures'))
        check(source.drop(), 'the folder was refused')
        uploaded(composer, 5)
    with DragSource(scene.desk, scene.build, 'files', pictures(scene, 6, first=6)) as source:
        source.drag_to(field(composer), over(composer, 'Add 4 of 6 pictures: nine is the limit'))
        check(source.drop(), 'the files were refused')
        uploaded(composer, 9)
        source.drag_to(field(composer), over(composer, 'No more pictures can be added'))
        source.drop()
        wait_for(lambda: covered(composer) is None, 'the cover to go')
    equal(len(tiles(composer)), 9, 'pictures')
    equal(text_of(composer), '', 'the text')
    app.focus(TITLE)
    press('ctrl+Return')
    post = published(app, scene, before + 1)
    equal(widths(scene, post['pictures']), list(range(641, 650)), 'their order')
    equal(calls(scene), {UPLOAD: 9, CREATE: 1})
    equal(app.quit(), 0)


@case('a picture is dragged out of a browser, and out of a viewer')
def _(scene):
    app = start(scene)
    composer = new_post(app)
    one, two = pictures(scene, 2)
    with DragSource(scene.desk, scene.build, 'page', [one]) as source:
        source.drag_to(field(composer), lambda: covered(composer))
        check(source.drop(), 'the browser’s was refused')
        uploaded(composer, 1)
    with DragSource(scene.desk, scene.build, 'texture', [two]) as source:
        source.drag_to(field(composer), over(composer, 'Add 1 picture'))
        check(source.drop(), 'the viewer’s was refused')
        uploaded(composer, 2)
    equal(text_of(composer), '', 'the text')
    sizes = [upload['width'] for upload in scene.sandbox.ask('state')['uploads'] if upload['size']]
    check({641, 642} <= set(sizes), sizes)
    discard(app)
    equal(app.quit(), 0)


@case('a picture, a text and a file are pasted from the clipboard')
def _(scene):
    app = start(scene)
    composer = new_post(app)
    copy_for(app, png(700, 500, (90, 160, 250)), 'image/png')
    press('ctrl+v')
    uploaded(composer, 1)
    equal(text_of(composer), '', 'the text')
    copy_for(app, '第一行\nsecond line 🎉')
    press('ctrl+v')
    wait_for(lambda: text_of(composer) == '第一行\nsecond line 🎉', 'the text to be pasted')
    # A file manager's files are their addresses, too
    copy_for(app, f'{pictures(scene, 1)[0].as_uri()}\r\n', 'text/uri-list')
    press('ctrl+v')
    uploaded(composer, 2)
    equal(text_of(composer), '第一行\nsecond line 🎉', 'the text')
    copy_for(app, ' the end')
    press('ctrl+shift+v')
    wait_for(lambda: text_of(composer) == '第一行\nsecond line 🎉 the end', 'the text to be pasted')
    equal(len(tiles(composer)), 2, 'pictures')
    discard(app)
    equal(app.quit(), 0)


@case('a post with everything is written and published by keyboard alone')
def _(scene):
    app = start(scene, *pictures(scene, 2))
    before = space(scene)['post_count']
    composer = composer_of(app)
    app.focus(TITLE)
    uploaded(composer, 2)
    tab_to(composer, 'Title of the post')
    type_text('All at once')
    press('Return')
    wait_for(lambda: focused(composer).name == 'Text of the post', 'Return to lead into the text')
    write(composer, 'Hello ')
    type_text('@paper')
    composer.find('Paper Lantern Diary')
    press('Return')
    wait_for(lambda: text_of(composer) == 'Hello @Paper Lantern Diary ', 'the mention')
    type_text('[dog')
    composer.find('doge')
    press('Return')
    wait_for(lambda: text_of(composer) == 'Hello @Paper Lantern Diary [doge]', 'the emote')
    write(composer, ' and so on')
    tab_to(composer, 'Topic')
    press('space')
    composer.find('Find a topic', role='entry', having=lambda entry: entry.has_state('focused'))
    type_text('linux')
    composer.find('#Linux 桌面')
    wait_for(lambda: not composer.maybe('#今天的云'), 'the topics that were recommended to go')
    press('Return')
    composer.find('Remove Topic', role='button')
    tab_to(composer, 'Vote')
    press('space')
    wait_for(lambda: focused(composer) is None, 'the question to have the focus')
    type_text('Tea or coffee?')
    tab_to(composer, 'Add Option')
    press('Tab')
    for option in ('Tea', 'Coffee'):
        type_text(option)
        press('Return')
    type_text('Water')
    tab_to(composer, 'Options', 30)
    press('space')
    composer.find('Comments')
    wait_for(lambda: focused(composer).name != 'Options', 'the options to have the focus')
    press('Tab')
    wait_for(lambda: 'Only I Can See It' in focused(composer).name, 'the focus on “Only I Can See It”')
    press('space', 'Escape')
    scene.sandbox.forget()
    press('ctrl+Return')
    post = published(app, scene, before + 1)

    equal(calls(scene), {VOTE: 1, CREATE: 1})
    sent = json.loads(scene.sandbox.requests(CREATE)[0]['body'])['dyn_req']
    vote = scene.sandbox.ask('state')['votes'][0]
    equal((vote['title'], vote['options'], vote['choices']),
          ('Tea or coffee?', ['Tea', 'Coffee', 'Water'], 1), 'the vote')
    equal([(part['type'], part['raw_text']) for part in sent['content']['contents']],
          [(1, 'Hello '), (2, '@Paper Lantern Diary'), (1, ' '), (9, '[doge]'), (1, ' and so on'),
           (4, 'Tea or coffee?')])
    equal(sent['content']['title'], 'All at once')
    equal(sent['topic']['name'], 'Linux 桌面')
    equal(widths(scene, post['pictures']), [641, 642], 'the pictures')
    equal(post['only_me'], True, 'only I can see it')
    # Opened with files it has no other window
    equal(app.process.wait(20), 0)


main()
