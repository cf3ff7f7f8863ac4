"""Siri uploads what she has. What can be shown is let in, and the rest is refused in words that tell her what to do."""

import io
from typing import Any

import pytest
from PIL import Image, ImageCms

from baerekraft.media import checking, films
from baerekraft.media.checking import Refused
from baerekraft.media.tests.factories import CAPTIONS, bomb, box, exif, film, photograph


def test_an_ordinary_photograph_is_kept_as_it_is():
    body = photograph()

    assert checking.picture(body).body == body
    assert checking.picture(body).name.endswith(".jpg")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_where_it_was_taken_is_removed(format: str):
    told = photograph(400, 300, format, exif=exif())
    assert Image.open(io.BytesIO(told)).getexif().get_ifd(0x8825)

    kept = checking.picture(told)

    stored = Image.open(io.BytesIO(kept.body))
    assert not stored.getexif()
    assert b"Telefon" not in kept.body
    assert stored.format == format


def test_a_picture_held_sideways_is_turned():
    picture = checking.picture(photograph(400, 300, exif=exif(orientation=6)))

    assert (picture.width, picture.height) == (300, 400)


def test_what_has_been_tidied_is_not_changed_again():
    once = checking.picture(photograph(4000, 3000, exif=exif()))

    assert checking.picture(once.body) == once
    assert (once.width, once.height) == (2560, 1920)


def test_print_colours_become_screen_colours():
    picture = checking.picture(photograph(300, 200, mode="CMYK"))

    assert Image.open(io.BytesIO(picture.body)).mode == "RGB"


def test_a_colour_profile_is_used_and_then_left_out():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    picture = checking.picture(photograph(300, 200, icc_profile=profile))

    assert "icc_profile" not in Image.open(io.BytesIO(picture.body)).info


def test_a_broken_colour_profile_is_no_reason_to_refuse():
    assert checking.picture(photograph(300, 200, icc_profile=b"nonsense" * 20)).width == 300


def test_a_still_gif_becomes_a_png():
    assert checking.picture(photograph(200, 100, "GIF", "P")).name.endswith(".png")


def refused(body: bytes) -> str:
    with pytest.raises(Refused) as error:
        checking.picture(body)
    return str(error.value)


def test_a_bomb_is_refused_before_it_is_decoded(monkeypatch: Any):
    # Decoding 900 million pixels would take 2.7 GB.
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was decoded"))

    assert "50 million pixels" in refused(bomb())
    assert "50 million pixels" in refused(bomb(side=12_000))


def test_a_pdf_with_the_name_of_a_picture_is_refused():
    assert "PDF" in refused(b"%PDF-1.7\n" + b"x" * 2000)


def test_forty_megabytes_are_refused():
    assert "10 MB" in refused(photograph(200, 100) + b"\0" * 40_000_000)


def test_a_drawing_with_a_script_is_refused():
    assert "SVG" in refused(
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    )


def test_a_moving_gif_is_refused():
    frames = [Image.new("RGB", (50, 50), color) for color in ("red", "blue")]
    stream = io.BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])

    assert "moves" in refused(stream.getvalue())


def test_half_a_picture_is_refused():
    assert "damaged" in refused(photograph()[:5000])


@pytest.mark.parametrize(
    "body",
    [b"", b"x", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"II*\0" + b"\0" * 50],
)
def test_what_is_no_picture_is_refused(body: bytes):
    assert refused(body)


def test_a_film_tells_its_length_and_size():
    found = films.film(film(seconds=125))

    assert (found.kind, found.ending, found.seconds, found.width, found.height) == (
        "video",
        "mp4",
        125,
        1280,
        720,
    )


def test_where_a_film_was_taken_is_blanked_out():
    found = films.film(film(place=b"+59.7439+010.2045+012.345/"))

    assert b"59.7439" not in found.body
    assert len(found.body) == len(film(place=b"+59.7439+010.2045+012.345/"))


def test_sound_alone_is_sound():
    assert films.film(film(handler=b"soun", codec=b"mp4a")).kind == "audio"
    assert films.film(b"ID3\x04" + b"\0" * 100).ending == "mp3"
    assert films.film(b"OggS" + b"\0" * 100).ending == "ogg"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (film(codec=b"hvc1"), "H.264"),
        (b"%PDF-1.7", "MP4"),
        (film()[:60], "damaged"),
        (b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x01moov", "damaged"),
        (b"", "MP4"),
        (b"MZ" + b"\0" * 200, "MP4"),
    ],
)
def test_what_browsers_cannot_play_is_refused(body: bytes, said: str):
    with pytest.raises(Refused, match=said):
        films.film(body)


def test_a_film_that_is_too_large_is_refused():
    with pytest.raises(Refused, match="30 MB"):
        films.film(film(size=31 * 1024 * 1024))


def test_captions_in_order_are_let_in():
    assert films.film(CAPTIONS).kind == "captions"
    assert films.film(CAPTIONS.replace(b"\n", b"\r\n")).body == CAPTIONS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("WEBVTT\n", "no captions"),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000\nHei", "first line"),
        ("WEBVTT\n\n00:05.000 --> 00:04.000\nHei", "Line 3 .* ends before"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\nHei\n\n00:01.000 --> 00:02.000\nDu", "Line 6 .* in order"),
        ("WEBVTT\n\n00:05,000 --> 00:06,000\nHei", "Line 3 .* must be like"),
    ],
)
def test_captions_that_are_wrong_are_refused_with_the_line(text: str, said: str):
    with pytest.raises(Refused, match=said):
        films.film(text.encode())


def test_captions_in_another_encoding_are_refused():
    with pytest.raises(Refused, match="UTF-8"):
        films.film("WEBVTT\n\n00:01.000 --> 00:02.000\nBlåbær".encode("latin-1"))


def test_a_film_of_nothing_but_empty_boxes_is_refused_before_it_fills_the_memory():
    with pytest.raises(Refused):
        films.film(box(b"ftyp", b"isom" * 4) + box(b"free") * 1_000_000 + box(b"moov", b"avc1vide"))


def test_a_caption_after_more_hours_than_there_are_numbers_for_is_refused():
    body = b"WEBVTT\n\n" + b"9" * 5000 + b":00:01.000 --> " + b"9" * 5000 + b":00:02.000\nx\n"

    with pytest.raises(Refused):
        films.film(body)
