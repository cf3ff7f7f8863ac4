import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.template import engines
from django.utils import translation
from django.utils.html import strip_tags

from baerekraft.authoring import seeding, spelling
from baerekraft.config.translations import borrowed, catalogs, texts
from baerekraft.config.translations.texts import Text
from baerekraft.status import texts as goal_texts

ROOM = "room"
PLACEHOLDER = re.compile(r"%\(\w+\)[sdg]|%[sdg]|\{\w+\}|\b\S+@\S+|\b\S+\.(?:no|json|pdf)\b|[/.]\w[\w/-]*/")
TEMPLATE = """{% load i18n %}
{% translate "Continue" %}|
{% translate 'Say "hello"' %}|
{% translate "May" context "month" %}|
{% translate "50 % of it" as half %}{{ half }}|
{{ _("In a variable")|upper }}|
{% firstof nothing _("In a tag") %}|
{% blocktranslate with who=name %}Hello, {{ who }}{% endblocktranslate %}|
{% blocktranslate trimmed %}
    Two lines
    become one.
{% endblocktranslate %}|
{% blocktranslate count n=many %}{{ n }} lesson{% plural %}{{ n }} lessons{% endblocktranslate %}|
{% blocktranslate %}100 % sure{% endblocktranslate %}|
"""
NORWEGIAN = {
    "Continue": "Fortsett",
    'Say "hello"': "Si «hei»",
    "May": "mai",
    "50 %% of it": "50 %% av det",
    "In a variable": "I en variabel",
    "In a tag": "I en merkelapp",
    "Hello, %(who)s": "Hei, %(who)s",
    "Two lines become one.": "To linjer blir én.",
    "%(n)s lesson": ("%(n)s leksjon", "%(n)s leksjoner"),
    "100 %% sure": "100 %% sikkert",
}


@pytest.fixture
def room(tmp_path):
    folder = tmp_path / ROOM
    (folder / "templates").mkdir(parents=True)
    return folder


def write_template(room, source: str) -> None:
    (room / "templates" / "page.html").write_text(source, encoding="utf-8")


def translate(room) -> None:
    """Write the Norwegian into the .po as a person would, and compile."""
    path = catalogs.file_of(room, "nb")
    with path.open("rb") as file:
        catalog = read_po(file, locale="nb", domain="django")
    for message in catalog:
        if message.id:
            message.string = NORWEGIAN[message.id[0] if isinstance(message.id, tuple) else message.id]
    path.write_bytes(catalogs.as_po(catalog, "nb"))
    catalogs.update(room, "nb")


@pytest.mark.parametrize("room_folder", catalogs.rooms(), ids=lambda room: room.name)
@pytest.mark.parametrize("locale", catalogs.locales())
def test_every_text_a_learner_meets_is_translated(room_folder, locale):
    assert sorted(catalogs.faults(room_folder, locale)) == []


def test_django_finds_every_text_that_was_collected(room, settings):
    write_template(room, TEMPLATE)
    catalogs.update(room, "nb")
    translate(room)
    settings.LOCALE_PATHS = [room / "locale"]

    with translation.override("nb"):
        page = engines["django"].from_string(TEMPLATE).render({"name": "Kari", "many": 2, "nothing": ""})

    assert [line.strip() for line in page.split("|")][:-1] == [
        "Fortsett",
        "Si «hei»",
        "mai",
        "50 % av det",
        "I EN VARIABEL",
        "I en merkelapp",
        "Hei, Kari",
        "To linjer blir én.",
        "2 leksjoner",
        "100 % sikkert",
    ]
    assert list(catalogs.faults(room, "nb")) == []


def test_a_comment_and_a_verbatim_block_hold_no_texts():
    source = (
        '{% comment %}{% translate "No" %}{% endcomment %}{% verbatim %}{% translate "No" %}{% endverbatim %}'
    )

    assert list(texts.in_template(source)) == []


def test_a_variable_is_translated_where_it_was_made():
    assert list(texts.in_template("{% translate heading %}")) == []


def test_a_note_to_translators_comes_along():
    [text] = texts.in_template('{# Translators: on a button #}{% translate "Send" %}')

    assert text.notes == ("Translators: on a button",)


def test_texts_in_code_are_collected(tmp_path):
    file = tmp_path / "views.py"
    file.write_text(
        'a = _("One")\nb = gettext_lazy("Two")\nc = pgettext("month", "May")\nd = ngettext("%d day", "%d days", n)\n'
    )

    assert list(texts.in_python(file)) == [
        Text("One", 1),
        Text("Two", 2),
        Text("May", 3, context="month"),
        Text("%d day", 4, "%d days"),
    ]


def test_a_translation_survives_and_a_text_that_is_gone_is_dropped(room):
    write_template(room, '{% translate "Continue" %}{% translate "In a tag" %}')
    catalogs.update(room, "nb")
    translate(room)

    write_template(room, '{% translate "Continue" %}{% translate "May" %}')
    catalogs.update(room, "nb")

    strings = {message.id: message.string for message in catalogs.written(room, "nb") if message.id}
    assert strings == {"Continue": "Fortsett", "May": ""}


def test_collecting_twice_changes_nothing(room):
    write_template(room, TEMPLATE)
    catalogs.update(room, "nb")
    translate(room)
    files = [catalogs.file_of(room, "nb"), catalogs.file_of(room, "nb").with_suffix(".mo")]
    before = [file.read_bytes() for file in files]

    catalogs.update(room, "nb")

    assert [file.read_bytes() for file in files] == before


def faults_after(room, change) -> list[str]:
    write_template(room, "{% blocktranslate with who=name %}Hello, {{ who }}{% endblocktranslate %}")
    catalogs.update(room, "nb")
    translate(room)
    path = catalogs.file_of(room, "nb")
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    return sorted(catalogs.faults(room, "nb"))


def test_a_missing_translation_is_told_with_its_place(room):
    told = faults_after(room, lambda po: po.replace('"Hei, %(who)s"', '""'))

    assert told[0] == "baerekraft/room/templates/page.html:1: «Hello, %(who)s» is not translated"


def test_a_translation_that_lost_its_name_is_told(room):
    assert "who" in faults_after(room, lambda po: po.replace("Hei, %(who)s", "Hei, %(hvem)s"))[0]


def test_a_translation_that_was_not_compiled_is_told(room):
    told = faults_after(room, lambda po: po.replace("Hei", "Hallo"))

    assert told == ["room: the compiled nb translation is not up to date"]


def test_a_text_nobody_collected_is_told(room):
    write_template(room, '{% translate "Continue" %}')

    assert list(catalogs.faults(room, "nb")) == [
        "baerekraft/room/templates/page.html:1: «Continue» is not in django.po"
    ]


@pytest.mark.parametrize("language", spelling.DICTIONARIES)
def test_every_word_of_the_interface_is_spelt_right(language):
    own = spelling.own_words(Path(settings.CONTENT_DIR) / language)
    unknown = spelling.unknown(words_of_the_interface(language), language)

    assert sorted(word for word in unknown if not own & {word, word.lower()}) == []


@pytest.mark.parametrize("language", spelling.DICTIONARIES)
def test_our_own_list_holds_no_word_that_is_not_used(language):
    folder = Path(settings.CONTENT_DIR)
    texts = spelling.running(seeding.read(folder, language))
    words = words_of_the_interface(language) | {word for text in texts for word in spelling.words_of(text)}
    # hunspell asks about the pieces of a word with a hyphen.
    used = words | {piece for word in words for piece in re.split(r"[-'’]", word)}

    assert spelling.own_words(folder / language) - used - {word.lower() for word in used} == set()


def words_of_the_interface(language):
    """In English the texts in the code are what is shown."""
    ours = [room for room in catalogs.rooms() if language != "en" or room not in borrowed.FOLDERS]
    shown = [text for room in ours for text in said(room, language)]
    for goal in goal_texts.read(Path(settings.CONTENT_DIR) / language / "mal.yaml").values():
        shown += [goal.plain, *goal.municipality, goal.mind]
    return {word for text in shown for word in spelling.words_of(PLACEHOLDER.sub(" ", strip_tags(text)))}


def said(room, language):
    catalog = catalogs.written(room, "nb" if language == "en" else language)
    for message in catalog:
        if not message.id:
            continue  # the catalog's own head
        texts = message.id if language == "en" else message.string
        yield from filter(None, texts if isinstance(texts, tuple) else (texts,))
