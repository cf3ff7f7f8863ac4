"""A lesson's pictures go out beside it, and come in to a library that has never seen them."""

from io import BytesIO

import pytest
from PIL import Image as Drawing

from baerekraft.authoring import seeding
from baerekraft.authoring.models import LessonPage
from baerekraft.exporting import writing
from baerekraft.exporting.writing import Wanted
from baerekraft.media import library
from baerekraft.media.models import LibraryImage

pytestmark = pytest.mark.django_db
NB = Wanted(languages=("nb",))


def photograph() -> bytes:
    body = BytesIO()
    picture = Drawing.linear_gradient("L").convert("RGB").resize((1600, 900))
    picture.save(body, "JPEG", quality=85)
    return body.getvalue()


def test_a_picture_goes_out_with_its_lesson_and_comes_in_again(tmp_path):
    image = library.add_image(
        "fjord.jpg", photograph(), title="Fjord", alt="En fjord", credit="Siri", licence="CC BY 4.0"
    )
    page = LessonPage.objects.get(slug="hva-er-baerekraftig-utvikling", locale__language_code="nb")
    raw = list(page.body.raw_data)
    value = {"file": image.name, "alt": "En fjord i sol", "decorative": False, "caption": "Juni: stille"}
    raw.insert(1, {"type": "image", "value": value, "id": "11111111-1111-4111-8111-111111111111"})
    page.body = raw
    page.save_revision().publish()

    writing.export(tmp_path, NB)

    written = (tmp_path / "nb/del-1/1-hva-er-baerekraftig-utvikling.yaml").read_text()
    assert f"file: bilder/{image.name}" in written
    assert "credit: Siri" in written
    assert "licence: CC BY 4.0" in written
    assert writing.export(tmp_path, NB).written == []
    LibraryImage.objects.update(name=f"{0:016}.jpg")  # as if it had never been there
    LessonPage.objects.filter(pk=page.pk).update(seeded="")
    seeding.seed(tmp_path)
    again = library.find(image.name)
    assert again
    assert (again.credit, again.licence) == ("Siri", "CC BY 4.0")
    assert any(block.block_type == "image" for block in LessonPage.objects.get(pk=page.pk).body)
    assert writing.export(tmp_path, NB).written == []
