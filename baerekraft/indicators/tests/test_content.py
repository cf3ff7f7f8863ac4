"""The figures in content/indikatorer."""

import pytest
from django.conf import settings
from django.db.models import Count

from baerekraft.indicators import loading
from baerekraft.indicators.models import Indicator, Value
from baerekraft.sdg import un

FOLDER = settings.CONTENT_DIR / loading.FOLDER


@pytest.mark.usefixtures("figures")
class TestFigures:
    def test_the_readme_tells_how_many_there_are(self):
        readme = (FOLDER / "README.md").read_text(encoding="utf-8")

        assert f"{Value.objects.count()} tall" in readme
        assert f"{Indicator.objects.count()} indikatorer" in readme

    def test_every_goal_has_an_indicator_and_every_indicator_a_value(self):
        assert set(Indicator.objects.values_list("goal", flat=True)) == set(range(1, 18))
        assert not Indicator.objects.filter(values=None).exists()

    def test_every_target_is_one_of_the_uns(self):
        known = {target.number for target in un.target_set().targets}

        assert set(Indicator.objects.exclude(target="").values_list("target", flat=True)) <= known

    def test_every_name_and_unit_is_in_three_languages(self):
        for indicator in Indicator.objects.all():
            for texts in (indicator.name, indicator.unit):
                assert all(texts.model_dump().values()), indicator.slug

    def test_no_two_indicators_share_a_name(self):
        names = [indicator.name.nb for indicator in Indicator.objects.all()]

        assert len(set(names)) == len(names)

    def test_every_value_says_who_published_it_where_and_on_what_terms(self):
        assert not Value.objects.filter(publisher="").exists()
        assert not Value.objects.filter(url="").exists()
        assert not Value.objects.filter(licence="").exists()

    def test_what_all_have_all_51_have(self):
        whole = Value.objects.filter(indicator__in=["folketall", "valgdeltakelse", "fiber"], region="")

        assert set(
            whole.values_list("indicator", "year").annotate(n=Count("pk")).values_list("n", flat=True)
        ) == {51}

    def test_of_two_speeds_fewer_have_the_faster(self):
        speeds = {
            slug: dict(Value.objects.filter(indicator=slug, region="").values_list("municipality", "value"))
            for slug in ("bredband-100", "bredband-1000")
        }

        assert all(speeds["bredband-1000"][line] <= value for line, value in speeds["bredband-100"].items())


def test_the_files_are_loaded_again_without_a_change(lines):
    loading.load(FOLDER)

    assert set(loading.load(FOLDER)) == {"same"}
