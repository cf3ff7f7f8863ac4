import re
from pathlib import Path

import pytest
from django.conf import settings

from baerekraft.pages import serving
from baerekraft.sdg import goals
from baerekraft.status import texts

LANGUAGES = ["nb", "nn", "en"]
LONGEST = 28  # words in a sentence
# A figure needs a source, and stands on its own page; other goals may be named by number.
GOAL = re.compile(r"\b(?:mål|goal) \d+\b")
WHOLE = """\
3:
  plain: >
    Alle skal ha det godt.
    Hjelpen skal komme i tide.
  municipality:
    - Spør naboen.
    - Strø fortauet.
    - Les svarene.
"""


def all_of(language):
    path = Path(settings.CONTENT_DIR) / language / "mal.yaml"
    return [(number, text) for number, text in texts.read(path).items()]


def said(text):
    return [text.plain, *text.municipality, text.mind]


def written(tmp_path, text):
    path = tmp_path / "mal.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_goal_is_told_in_every_language(language):
    assert [number for number, _ in all_of(language)] == list(goals.NUMBERS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_too_long_to_say_in_one_breath(language):
    for number, text in all_of(language):
        for sentence in (sentence for part in said(text) for sentence in texts.sentences(part)):
            assert len(sentence.split()) <= LONGEST, (number, sentence)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_figure_stands_without_its_source(language):
    for number, text in all_of(language):
        assert not re.search(r"\d", GOAL.sub("", " ".join(said(text)))), number


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_advice_is_given_twice(language):
    advice = [action for _, text in all_of(language) for action in text.municipality]

    assert len(advice) == len(set(advice))


@pytest.mark.parametrize("language", ["nn", "en"])
def test_a_translation_says_as_much_as_the_bokmal(language):
    bokmal = dict(all_of("nb"))
    for number, text in all_of(language):
        assert len(text.municipality) == len(bokmal[number].municipality), number
        assert bool(text.mind) == bool(bokmal[number].mind), number
        assert text.plain != bokmal[number].plain, number


def test_ola_reads_nynorsk_where_it_is_written_and_bokmal_where_it_is_not(tmp_path, settings):
    settings.CONTENT_DIR = tmp_path
    for language, text in {
        "nb": WHOLE + WHOLE.replace("3:", "4:"),
        "nn": WHOLE.replace("naboen", "grannen"),
    }.items():
        (tmp_path / language).mkdir()
        written(tmp_path / language, text)

    assert texts.of_goal(3, "nn").municipality[0] == "Spør grannen."
    assert texts.of_goal(4, "nn").municipality[0] == "Spør naboen."
    assert texts.of_goal(3, "en").municipality[0] == "Spør naboen."


def test_a_goal_nobody_has_written_is_told(tmp_path, settings):
    settings.CONTENT_DIR = tmp_path

    with pytest.raises(texts.BadGoalTexts, match=r"nb/mal\.yaml: goal 3 is missing. Add «3:»"):
        texts.of_goal(3, "nn")


def test_the_pages_are_made_anew_when_a_text_is_changed(tmp_path, settings):
    settings.CONTENT_DIR = tmp_path
    (tmp_path / "nb").mkdir()
    stamps = set()
    for text in (WHOLE, WHOLE.replace("naboen", "grannen")):
        written(tmp_path / "nb", text)
        stamps.add(serving.build.__wrapped__())

    assert len(stamps) == 2


def test_lines_of_the_file_become_running_text(tmp_path):
    text = texts.read(written(tmp_path, WHOLE))[3]

    assert text.plain == "Alle skal ha det godt. Hjelpen skal komme i tide."
    assert text.mind == ""


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (WHOLE.replace("3:", "18:"), 1, "«18» is not one of the goals"),
        (WHOLE.replace("3:", "helse:"), 1, "«helse» is not one of the goals"),
        (WHOLE + WHOLE, 9, "«3» stands twice"),
        (WHOLE + "  plain: En. To.\n", 9, "«plain» stands twice"),
        (
            WHOLE + "  minde: Noe.\n",
            9,
            "«minde» is not a field here. Write one of: plain, municipality, mind",
        ),
        (WHOLE.replace("plain", "plane"), 2, "«plane» is not a field"),
        (WHOLE + "  mind:\n", 9, "«mind»: Input should be a valid string"),
        (WHOLE + "  mind: Pass på! Det går galt.\n", 9, "«mind» must be one sentence, and is 2"),
        (
            WHOLE.replace("    Hjelpen skal komme i tide.\n", ""),
            2,
            "«plain» must be 2 to 4 sentences, and is 1",
        ),
        (WHOLE.replace("fortauet.", "fortauet"), 7, "«municipality» must end with a full stop"),
        (WHOLE.replace("fortauet.", "fortauet. Gjør det nå."), 7, "must be one sentence, and is 2"),
        (
            WHOLE.replace("Strø fortauet.", "[Strø fortauet.]"),
            7,
            "«municipality»: Input should be a valid string",
        ),
        (WHOLE.replace("    - Les svarene.\n", ""), 5, "«municipality» must have 3 to 5 entries"),
        (WHOLE + "    - Les mer.\n" * 3, 5, "«municipality» must have 3 to 5 entries"),
        ("3:\n  plain: Ett. To.\n", 1, "«municipality» is missing"),
        ("3: Helse.\n", 1, "Goal 3 has no fields"),
        ("? [3]\n: Helse.\n", 1, "is not one of the goals"),
        (WHOLE.replace("Strø fortauet.", "!!python/name:os.system"), 7, "Not valid YAML"),
        ("3:\n  plain: Husk: strø.\n", 2, "Not valid YAML"),
        ("3: [\n", 2, "Not valid YAML"),
        ("3: \x00\n", 1, "Not valid YAML"),
        (b"3:\n  plain: R\xe5d.\n", 2, "Not UTF-8"),
        ("- Helse\n", 1, "must be goals"),
        ("", 1, "must be goals"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_line_and_cure(tmp_path, text, line, told):
    with pytest.raises(texts.BadGoalTexts) as refused:
        texts.read(written(tmp_path, text))

    assert f"mal.yaml:{line}: " in str(refused.value)
    assert told in str(refused.value)
