import pytest

from baerekraft.packages import rewriting

THERE = {"/kurs/del-1/a/": "del-1/a.html", "/": "index.html"}


@pytest.mark.parametrize(
    ("html", "rewritten"),
    [
        ('<a href="/kurs/del-1/a/">A</a>', '<a href="../del-1/a.html">A</a>'),
        ('<a href="/kurs/del-1/a/#kilde-2">2</a>', '<a href="../del-1/a.html#kilde-2">2</a>'),
        ('<a class="x" href="/" lang="nb">Hjem</a>', '<a class="x" href="../index.html" lang="nb">Hjem</a>'),
        ('<a href="/kurs/del-2/b/">B <b>fet</b></a>', "B <b>fet</b>"),
        ('<a href="https://fn.no/kurs/del-1/a/">FN</a>', '<a href="https://fn.no/kurs/del-1/a/">FN</a>'),
        ('<a href="#kilde-1">1</a>', '<a href="#kilde-1">1</a>'),
        ('<abbr>a</abbr><a href="/nei/">x</a>', "<abbr>a</abbr>x"),
        ('<a href="#a">1</a> <a href="/nei/">x</a>', '<a href="#a">1</a> x'),
    ],
)
def test_links_lead_within_the_package_or_nowhere(html, rewritten):
    assert rewriting.links(html, THERE, "../") == rewritten
