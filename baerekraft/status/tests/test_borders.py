import pytest
from django.utils import translation

from baerekraft.municipalities.models import Municipality, MunicipalityCode
from baerekraft.status import borders


def past_of(slug: str) -> str:
    municipality = Municipality.objects.get(slug=slug)
    with translation.override("en"):
        return borders.told(municipality, borders.eras(municipality.codes.all()))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "past"),
    [
        ("hol", "County: Buskerud until 2019, Viken 2020–2023, Buskerud from 2024."),
        (
            "moss",
            "Moss and Rygge until 2019. County: Østfold until 2019, Viken 2020–2023, Østfold from 2024.",
        ),
        ("nesbyen", "Nes until 2019. County: Buskerud until 2019, Viken 2020–2023, Buskerud from 2024."),
        ("jevnaker", "County: Oppland until 2019, Viken 2020–2023, Akershus from 2024."),
        ("lunner", "County: Oppland until 2019, Viken 2020–2023, Akershus from 2024."),
        (
            "asker",
            "Asker, Røyken and Hurum until 2019. "
            "County: Akershus and Buskerud until 2019, Viken 2020–2023, Akershus from 2024.",
        ),
    ],
)
def test_a_municipality_tells_where_it_comes_from(slug: str, past: str) -> None:
    assert past_of(slug) == past


@pytest.mark.django_db
def test_the_next_border_change_is_only_one_more_code() -> None:
    hol = Municipality.objects.get(slug="hol")
    hol.codes.filter(last_year=None).update(last_year=2027)
    MunicipalityCode.objects.create(
        code="9901", municipality=hol, name="Hol", county="Hallingdal", first_year=2028
    )

    assert past_of("hol").endswith("Buskerud 2024–2027, Hallingdal from 2028.")
