# SPDX-License-Identifier: GPL-3.0-or-later
"""Publishing where it is refused, fails, or is not answered: the reason is told in a sentence, nothing is
lost, one press goes on, and in the end the stand-in has exactly one post."""


from writing import (CREATE, TITLE, UPLOAD, VOTE, add_vote, calls, composer_of, field, main, make_pictures, new_post,
                     published, space, text_of, tiles, uploaded, write)  # first: it knows where the rest is
import sandbox as service
from cases import case, equal
from desk import wait_for
from driver import press
from people import close_settings, feed_shows

# What the service answers at the last step → what is said of it
REFUSALS = {
    'code:-111:csrf 校验失败': 'did not accept the session.*“csrf 校验失败” .code -111',
    'code:-352:风控校验失败': 'risk control refused.*“风控校验失败” .code -352',
    'code:4126021:请先绑定手机': 'This account may not do that. A phone number.*“请先绑定手机” .code 4126021',
    'code:4100001:参数错误': 'did not accept a part.*“参数错误” .code 4100001',
    'code:5100001:内容为空': 'did not accept a part of the vote.*“内容为空” .code 5100001',
    'http:412': 'risk control refused',
}


def start(scene):
    app = scene.open()
    feed_shows(app.window())
    scene.sandbox.forget()
    return app


def write_post(app, scene, text):
    """A post of a picture and a text, uploaded and kept"""
    (picture,) = make_pictures(scene.desk.home / 'pictures', 1)
    scene.desk.run([scene.program, f'--service={scene.sandbox.origin}', str(picture)], check=True, timeout=60)
    composer = composer_of(app)
    app.focus(TITLE)
    uploaded(composer, 1)
    field(composer).click()
    write(composer, text)
    return composer


def publish(app):
    app.focus(TITLE)
    press('ctrl+Return')


def kept(composer, text):
    equal(text_of(composer), text, 'the text')
    equal(len(tiles(composer)), 1, 'pictures')


@case('refused at the last step, it says why in the service’s words, keeps all, and tries again')
def _(scene):
    app = start(scene)
    before = space(scene)['post_count']
    composer = write_post(app, scene, 'Once and no more')
    for number, (fault, sentence) in enumerate(REFUSALS.items(), 1):
        scene.sandbox.fail(CREATE, fault, times=1)
        publish(app)
        wait_for(lambda: len(scene.sandbox.requests(CREATE)) == number, f'the answer {fault}', 20)
        composer.says(f'Nothing was published, and everything is kept. .*{sentence}')
        kept(composer, 'Once and no more')
    equal(space(scene)['post_count'], before, 'posts')
    composer.find('Try Again', role='button').click()
    post = published(app, scene, before + 1)
    equal((post['text'], len(post['pictures'])), ('Once and no more', 1))
    equal(calls(scene), {UPLOAD: 1, CREATE: len(REFUSALS) + 1})
    equal(app.quit(), 0)


@case('a picture or a vote that is not taken says so in a sentence of its own')
def _(scene):
    app = start(scene)
    before = space(scene)['post_count']
    scene.sandbox.fail(UPLOAD, 'code:4100001:参数错误', times=1)
    (picture,) = make_pictures(scene.desk.home / 'pictures', 1)
    scene.desk.run([scene.program, f'--service={scene.sandbox.origin}', str(picture)], check=True, timeout=60)
    composer = composer_of(app)
    app.focus(TITLE)
    composer.says('1.png: bilibili did not accept a part of this request.*“参数错误” .code 4100001')
    composer.find('Retry', role='button').click()
    uploaded(composer, 1)
    field(composer).click()
    add_vote(composer, 'Again?', 'Yes', 'No')
    scene.sandbox.fail(VOTE, 'code:5100001:参数错误', times=1)
    publish(app)
    composer.says('Nothing was published, and everything is kept. .*a part of the vote.*“参数错误” .code 5100001')
    kept(composer, '☑ Again?')
    composer.find('Try Again', role='button').click()
    published(app, scene, before + 1)
    equal(calls(scene), {UPLOAD: 2, VOTE: 2, CREATE: 1})
    equal(app.quit(), 0)


@case('after a page of HTML and status 500 it is looked for, and sent again only when one says so')
def _(scene):
    app = start(scene)
    before = space(scene)['post_count']
    composer = write_post(app, scene, 'Where is it?')
    scene.sandbox.fail(CREATE, 'http:500', times=1)
    publish(app)
    composer.says('Checking whether it was published')
    app.window().says('“Where is it[?]”: Checking whether it was published')
    composer.says('no answer came back, and it is not in your space', timeout=60)
    kept(composer, 'Where is it?')
    equal(space(scene)['post_count'], before, 'posts')
    composer.find('More', role='button', having=lambda button: button.sensitive)
    composer.find('Send Again', role='button').click()
    post = published(app, scene, before + 1)
    equal((post['text'], len(post['pictures'])), ('Where is it?', 1))
    equal(calls(scene), {UPLOAD: 1, CREATE: 2})
    equal(app.quit(), 0)


@case('carried out but not answered, it is found in the feed, and is not sent again')
def _(scene):
    app = start(scene)
    before = space(scene)['post_count']
    write_post(app, scene, 'Did it arrive?')
    scene.sandbox.fail(CREATE, 'lost', times=1)
    publish(app)
    post = published(app, scene, before + 1)
    equal(post['text'], 'Did it arrive?')
    equal(len(scene.sandbox.requests(CREATE)), 1, 'tries')
    equal(app.quit(), 0)


@case('offline nothing is sent, and all is kept until the network is back')
def _(scene):
    app = start(scene)
    before = space(scene)['post_count']
    composer = new_post(app)
    write(composer, 'From the tunnel')
    scene.sandbox.stop()
    publish(app)
    composer.says('Nothing was published, and everything is kept. bilibili could not be reached')
    equal(text_of(composer), 'From the tunnel', 'the text')
    scene.sandbox.start_again()
    before = space(scene)['post_count']
    composer.find('Try Again', role='button').click()
    post = published(app, scene, before + 1)
    equal(post['text'], 'From the tunnel')
    equal(app.quit(), 0)


@case('a session that ended while writing: one signs in, and goes on where one was')
def _(scene):
    app = start(scene)
    before = space(scene)['post_count']
    composer = write_post(app, scene, 'Still me')
    scene.sandbox.tell('end-session', mid=service.MID)
    publish(app)
    composer.says('Nothing was published, and everything is kept. The session has ended')
    kept(composer, 'Still me')
    composer.find('Sign In', role='button').click()
    app.window('Settings').find('Scan this code with the bilibili app on your phone')
    # The phone confirms by itself
    composer.find('Publish', role='button', timeout=20)
    close_settings(app)
    kept(composer, 'Still me')
    composer.find('Publish', role='button').click()
    post = published(app, scene, before + 1)
    equal((post['text'], len(post['pictures'])), ('Still me', 1))
    equal(len(scene.sandbox.requests(UPLOAD)), 1, 'uploads')
    equal(app.quit(), 0)


main()
