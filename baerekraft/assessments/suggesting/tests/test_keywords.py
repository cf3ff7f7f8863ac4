import pytest

from baerekraft.assessments.suggesting import evidence, keywords, words
from baerekraft.sdg import un

LANGUAGES = ["nb", "nn", "en"]


def written(tmp_path, text):
    path = tmp_path / "stikkord.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_stands_under_a_real_number_and_holds_words_of_three_letters_or_more(language):
    lists = keywords.of(language)

    assert lists.keys() <= un.numbers()
    assert all(len(word) >= 3 for its in lists.values() for word in its)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_target_that_a_municipality_can_do_much_about_has_words(language):
    wanted = {target.number for target in un.target_set().targets if target.relevance == "high"}

    assert wanted <= keywords.of(language).keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_keyword_is_one_of_the_words_that_mean_nothing(language):
    family = evidence.family(language)
    for number, its in keywords.of(language).items():
        for word in its:
            tokens = words.tokens(word, family)
            assert len(tokens) > 1 or not tokens[0].empty, (number, word)


def test_nynorsk_does_not_repeat_bokmal():
    bokmal = keywords.of("nb")
    for number, its in keywords.of("nn").items():
        assert not set(its) & set(bokmal.get(number, ())), number


def test_a_number_that_stands_twice_is_refused(tmp_path):
    path = written(tmp_path, '"11.2": [buss]\n"11.2": [sykkel]\n')

    with pytest.raises(keywords.BadKeywords, match=r"stikkord\.yaml:2: 11\.2 stands twice"):
        keywords.read(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('"11.2": [buss, sykkel, buss]', "«buss» stands twice"),
        ('"11.99": [buss]', "11.99 is not one of the UN's"),
        ('"11.2": [ny]', "«ny» is too short"),
        ('"11.2": buss', "must be a list of words"),
        ('"11.2": [[buss]]', "must be a list of words"),
        ("- buss", "must be numbers"),
        ("", "must be numbers"),
        ('"11.2": [buss', "not valid YAML"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_with_its_place(tmp_path, text, told):
    with pytest.raises(keywords.BadKeywords, match=r"stikkord\.yaml") as refused:
        keywords.read(written(tmp_path, text))

    assert told in str(refused.value)
