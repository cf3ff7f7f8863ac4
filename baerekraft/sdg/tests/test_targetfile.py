import os
from contextlib import suppress

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from baerekraft.sdg import sets, tables, targetfile
from baerekraft.sdg.targetfile import BadTargetFile
from baerekraft.sdg.targets import TargetSet

HEAD = "id;asker\nversion;2025\ntitle_nb;Delmål i Asker\n\nnumber;text_nb;maps_to\n"
GOOD = HEAD + "1;Trygg vei til skolen;un:11.2 3.6\n2;Natur;15\n2.1;Myr;asker:2 un:15.1\n"


def parse(text: str, known=()) -> TargetSet:
    return targetfile.parse(text.encode(), "asker.csv", known)


def problems(content: str | bytes, known=()) -> list[str]:
    content = content.encode() if isinstance(content, str) else content
    with translation.override("en"), pytest.raises(BadTargetFile) as told:
        targetfile.parse(content, "asker.csv", known)
    with translation.override("en"):
        return [str(problem) for problem in told.value.problems]


def test_siri_takes_in_askers_own_targets(tmp_path):
    path = tmp_path / "asker.csv"
    path.write_text(GOOD, encoding="utf-8")

    own = targetfile.read(path, sets.ours())

    assert str(own.identity("2.1")) == "asker@2025:2.1"
    assert own.un("2.1") == {"15", "15.1"}
    assert own.goals("1") == {3, 11}
    assert str(own["1"].text) == "Trygg vei til skolen"


def test_the_example_in_the_readme_is_a_good_file():
    readme = (tables.DATA.parent / "README.md").read_text(encoding="utf-8")
    example = readme.split("```")[1].strip("\n")

    assert [target.number for target in parse(example).targets] == ["1", "2", "2.1"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_it_does_not_matter_which_spreadsheet_saved_it(encoding, end, delimiter):
    content = GOOD.replace(";", delimiter).replace("\n", end).encode(encoding)

    assert targetfile.parse(content, "asker.csv") == parse(GOOD)


def test_empty_cells_that_a_spreadsheet_adds_do_no_harm():
    assert parse(GOOD.replace("asker\n", "asker;;;;\n").replace("\n\n", "\n;;;;\n") + ";;;;\n") == parse(GOOD)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \r\n", "The file is empty."),
        (b"PK\x03\x04\x14\x00", "This is a workbook. Save it as «CSV UTF-8» and send that file."),
        (b"\x81\x8d\x8f" * 9, "The file is not text. Save it as «CSV UTF-8» and send that file."),
        (b"a" * 1_000_001, "The file is larger than 1000 kB."),
        ("<html>", "Line 1: The row starts with «<html>»; expected one of id, version, title_nb, title_nn, title_en, source, number."),
        ('id;"asker\n', "Line 1: A quotation mark is missing or one too many."),
        ("id;asker\nversion;1\ntitle_nb;A\n", "The table is missing: no row starts with «number»."),
        (HEAD, "Line 5: The table has no targets."),
        (HEAD.replace("maps_to", "hvor"), "Line 5: Unknown column «hvor»."),
        (HEAD.replace(";maps_to", ""), "Line 5: The table needs the columns number, maps_to, each once."),
        (HEAD + "1;A;1.1\n" * 501, "Line 5: The table has more than 500 targets."),
        (HEAD.replace("asker", "Asker kommune") + "1;A;1.1\n", "The row «id» must hold lower case letters, figures and hyphens, such as asker."),
        (GOOD.replace("asker", "un"), "The id «un» is taken by the UN's own targets."),
        (GOOD.replace("2025", ""), "The row «version» must hold letters, figures, full stops and hyphens, such as 2025."),
        (GOOD.replace("Delmål i Asker", ""), "The set needs a title: add the row title_nb / title_nn."),
        ("id;b\n" + GOOD, "Line 2: «id» stands twice."),
        (HEAD + "1;A;1.1\n1;B;1.2\n", "Line 7: The target 1 stands on line 6 too."),
        (HEAD + "1;;1.1\n", "Line 6: The target 1 has no text."),
        (HEAD + "1;A\n", "Line 6: Say in maps_to which of the UN's targets it is part of, such as un:11.3."),
        (HEAD + "1;A;1.1;x\n", "Line 6: The row has more cells than the table has columns."),
        (HEAD + "en;A;1.1\n", "Line 6: «en» is not a number such as 1, 2.3 or 2.a."),
        (HEAD + "1;A;13.9\n", "Line 6: The UN has no goal or target «13.9»."),
        (HEAD + "1;A;11.mar\n", "Line 6: «11.mar» looks like a date made by the spreadsheet. Make the cells text, or write un:11.3."),
        (HEAD + "1;A;halden:3\n", "Line 6: «halden:3» is neither one of the UN's targets nor one in this file."),
        (HEAD + "1;A;asker:2\n", "Line 6: «asker:2» is neither one of the UN's targets nor one in this file."),
        (HEAD + "1;A;1.1 1.1\n", "Line 6: «1.1» stands twice."),
        (HEAD + "1;A;1.1 un:1.1\n", "Line 6: Two of the mappings are the same target."),
        (HEAD + "1;A;" + "1.1 " * 41 + "\n", "Line 6: More than 40 mappings for one target."),
        (HEAD + f"1;{'A' * 501};1.1\n", "Line 6: A text is longer than 500 characters."),
        (HEAD + "1;A\x00B;1.1\n", "Line 6: A text holds characters that cannot be seen. Write it again."),
        (HEAD + "1;A\u202eB;1.1\n", "Line 6: A text holds characters that cannot be seen. Write it again."),
    ],
)  # fmt: skip
def test_each_mistake_is_told_so_that_it_can_be_mended(content, said):
    assert problems(content) == [said]


def test_everything_wrong_is_told_at_once_in_the_order_of_the_file():
    told = problems(HEAD.replace("asker", "") + "1;A;99\nx;B;1.1\n2;;1.1\n")

    assert [line.partition(":")[0] for line in told[1:]] == ["Line 6", "Line 7", "Line 8"]


def test_no_more_is_told_than_one_can_read():
    told = problems(HEAD + "".join(f"{n};A;99\n" for n in range(100)))

    assert len(told) == 21
    assert told[-1] == "And 80 more."


def test_targets_that_only_lead_to_each_other_are_told():
    told = problems(HEAD + "1;A;asker:2\n2;B;asker:1\n3;C;1.1\n")

    assert told == ["Line 6: The targets are part of each other in a circle: 1 → 2 → 1."]


def test_a_circle_with_a_way_out_is_a_circle_still():
    told = problems(HEAD + "1;A;1.1 asker:2\n2;B;asker:3 2.1\n3;C;asker:2\n")

    assert told == ["Line 7: The targets are part of each other in a circle: 2 → 3 → 2."]


def test_the_longest_circle_is_found_and_told_in_short():
    around = "".join(f"{n};A;asker:{n % 500 + 1}\n" for n in range(1, 501))

    [told] = problems(HEAD + around)

    assert told.endswith("1 → 2 → 3 → 4 → 5 → 6 → … → 497 → 498 → 499 → 500 → 1.")


def test_another_content_needs_another_version():
    before = parse(GOOD)

    assert parse(GOOD, [before]) == before
    assert parse(GOOD.replace("2025", "2026").replace("Myr", "All myr"), [before]).version == "2026"
    assert problems(GOOD.replace("Myr", "All myr"), [before]) == [
        "There is another set asker with version 2025 already. Give this one a new version."
    ]


def test_siri_is_told_in_norwegian(tmp_path):
    with translation.override("nb"), pytest.raises(BadTargetFile) as told:
        targetfile.read(tmp_path / "borte.csv")

    assert str(told.value) == "borte.csv: Filen finnes ikke."


def test_what_is_not_a_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path, tmp_path / "pipe.csv"):
        with pytest.raises(BadTargetFile):
            targetfile.read(path)


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_are_a_set_or_a_clear_refusal(content):
    with suppress(BadTargetFile):
        assert isinstance(targetfile.parse(content, "x.csv"), TargetSet)


cells = st.text(st.sampled_from('ab1290.:;,"\n\t =@æ→\x00 unasker'), max_size=12)


@given(st.lists(st.lists(cells, min_size=1, max_size=5), max_size=8))
@settings(deadline=None)
def test_any_table_is_a_set_or_a_clear_refusal(rows):
    text = HEAD + "1;A;1.1\n" + "\n".join(";".join(row) for row in rows)
    with suppress(BadTargetFile):
        found = parse(text)
        assert all(found.un(target.number) for target in found.targets)


@given(st.dictionaries(st.integers(0, 12), st.sets(st.integers(0, 12), min_size=1, max_size=4), min_size=1))
@settings(deadline=None)
def test_mappings_lead_to_the_un_or_are_refused(graph):
    """Each target points at others in the file, 0 at the UN: taken in just when there is no circle and no loose end."""
    lines = [
        f"{n};A;{' '.join(f'asker:{to}' if to else 'un:13' for to in sorted(tos))}"
        for n, tos in graph.items()
    ]
    try:
        found = parse(HEAD + "\n".join(lines))
    except BadTargetFile:
        left = {n: set(tos) - {0} for n, tos in graph.items()}
        while ready := [n for n, tos in left.items() if not tos]:
            for n in ready:
                del left[n]
            for tos in left.values():
                tos.difference_update(ready)
        assert left, "it could have been taken in"
    else:
        assert found.circle() == ()
        assert all(found.goals(target.number) == {13} for target in found.targets)
