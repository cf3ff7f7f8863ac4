"""The content blocks of a lesson that are not exercises, and the stream they all stand in."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from baerekraft.authoring.streams import DraftStream
from baerekraft.exercises.dilemma.block import DilemmaBlock
from baerekraft.exercises.estimate import block as estimate
from baerekraft.exercises.fact_or_myth.block import FactOrMythBlock
from baerekraft.exercises.flashcards.block import FlashcardsBlock
from baerekraft.exercises.matching.block import MatchingBlock
from baerekraft.exercises.multiple_choice.block import MultipleChoiceBlock
from baerekraft.exercises.ordering.block import OrderingBlock
from baerekraft.exercises.pledge.block import PledgeBlock
from baerekraft.exercises.poll.block import PollBlock
from baerekraft.exercises.reflection.block import ReflectionBlock
from baerekraft.exercises.single_choice.block import SingleChoiceBlock
from baerekraft.exercises.sorting.block import SortingBlock
from baerekraft.indicators import lineage
from baerekraft.indicators.models import Indicator
from baerekraft.media import blocks as media
from baerekraft.municipalities.models import Municipality

FEATURES = ["bold", "italic", "ul", "ol", "link"]


def source_field(**options: Any) -> blocks.RegexBlock:
    return blocks.RegexBlock(
        regex=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        label=_("Source"),
        max_length=60,
        **{"help_text": _("Choose among the lesson's sources, by their short names."), **options},
    )


def every_indicator() -> list[tuple[str, str]]:
    return [(row.pk, f"{row.goal}: {row.name} ({row.unit})") for row in Indicator.objects.all()]


def every_place() -> list[tuple[str, str]]:
    names = [municipality.name for municipality in Municipality.objects.alphabetical()]
    return [(name, name) for name in (*lineage.REGIONS, *names)]


def indicator_field() -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(
        choices=every_indicator,
        label=_("Indicator"),
        required=False,
        help_text=_(
            "Figures and sources are taken from it when the lesson is published. Choose a place too."
        ),
    )


def place_field() -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(
        choices=every_place,
        label=_("Place"),
        required=False,
        help_text=_("Where the indicator's figure is from. Leave the value empty."),
    )


def year_field() -> blocks.IntegerBlock:
    return blocks.IntegerBlock(
        label=_("Year"),
        required=False,
        min_value=1900,
        max_value=2200,
        help_text=_("Leave empty for the newest figure."),
    )


class TextSection(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    body = blocks.RichTextBlock(
        label=_("Text"),
        features=FEATURES,
        help_text=_("Cite a source after a claim by its short name, such as [^ssb-2021]."),
    )

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = _("Text and pictures")
        description = _("A heading and a few paragraphs.")


class BarBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Name"), max_length=120)
    value = blocks.FloatBlock(label=_("Value"), required=False)
    shown = blocks.CharBlock(label=_("Shown as"), required=False, max_length=40)
    highlight = blocks.BooleanBlock(label=_("Highlight"), required=False)
    place = place_field()
    year = year_field()

    class Meta:
        label = _("Bar")


class ChartBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    message = blocks.TextBlock(label=_("What to notice in it"), max_length=400, rows=2)
    unit = blocks.CharBlock(label=_("Unit"), max_length=60)
    indicator = indicator_field()
    bars = blocks.ListBlock(BarBlock(), label=_("Bars"), min_num=2, max_num=10)
    source = source_field(
        required=False,
        help_text=_("The short name of one of the lesson's sources, for bars with a value of their own."),
    )

    class Meta:
        icon = "bar-chart"
        label = _("Bar chart")
        group = _("Text and pictures")
        description = _("Two to ten bars, with a table of the same figures.")


class FactBlock(blocks.StructBlock):
    figure = blocks.CharBlock(label=_("Figure"), max_length=120)
    text = blocks.TextBlock(label=_("What it means"), max_length=400, rows=2)
    source = source_field()

    class Meta:
        icon = "info-circle"
        label = _("Figure in large type")
        group = _("Text and pictures")
        description = _("One figure, and what it means.")


class ExampleBlock(blocks.StructBlock):
    municipality = blocks.CharBlock(label=_("Municipality"), max_length=120)
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    body = blocks.RichTextBlock(label=_("Text"), features=FEATURES)
    source = source_field()

    class Meta:
        icon = "home"
        label = _("From a municipality")
        group = _("Text and pictures")
        description = _("What a named municipality did.")


class SourceBlock(blocks.StructBlock):
    id = blocks.RegexBlock(
        regex=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=60,
        label=_("Short name"),
        help_text=_("Your own, such as ssb-2021. In the text it is written [^ssb-2021]."),
    )
    publisher = blocks.CharBlock(label=_("Publisher"), max_length=120)
    title = blocks.CharBlock(label=_("Title"), max_length=400)
    url = blocks.URLBlock(label=_("Address"), max_length=500)
    year = blocks.CharBlock(label=_("Year"), max_length=40)
    place = blocks.CharBlock(label=_("Place"), max_length=80)
    note = blocks.CharBlock(label=_("Caveat"), required=False, max_length=120)

    class Meta:
        icon = "link"
        label = _("Source")


class ReadingBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=400)
    publisher = blocks.CharBlock(label=_("Publisher"), max_length=120)
    url = blocks.URLBlock(label=_("Address"), max_length=500)

    class Meta:
        icon = "doc-full"
        label = _("Read more")


class EstimateBlock(estimate.EstimateBlock):
    indicator = indicator_field()
    place = place_field()
    year = year_field()

    class Meta:
        icon = "crosshairs"
        label = _("Estimate")
        group = _("Exercises")
        description = _("Guess a figure, then see the real one.")


class LessonBody(DraftStream):
    text = TextSection()
    chart = ChartBlock()
    fact = FactBlock()
    example = ExampleBlock()
    image = media.ImageBlock()
    table = media.TableBlock()
    recording = media.RecordingBlock()
    single_choice = SingleChoiceBlock()
    multiple_choice = MultipleChoiceBlock()
    fact_or_myth = FactOrMythBlock()
    ordering = OrderingBlock()
    matching = MatchingBlock()
    sorting = SortingBlock()
    estimate = EstimateBlock()
    dilemma = DilemmaBlock()
    flashcards = FlashcardsBlock()
    reflection = ReflectionBlock()
    poll = PollBlock()
    pledge = PledgeBlock()


class SheetItemBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Question or checkpoint"), max_length=400, rows=2)
    help = blocks.TextBlock(label=_("What a good answer includes"), required=False, max_length=400, rows=2)

    class Meta:
        label = _("Question or checkpoint")


class SheetBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    purpose = blocks.TextBlock(label=_("What it is for"), max_length=400, rows=2)
    when = blocks.TextBlock(label=_("When it is used"), max_length=400, rows=2)
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=5, max_value=90)
    items = blocks.ListBlock(SheetItemBlock(), label=_("Questions"), min_num=3, max_num=10)
    ending = blocks.TextBlock(label=_("How the meeting ends"), max_length=400, rows=2)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Sheet")


class OneSheet(DraftStream):
    sheet = SheetBlock()

    class Meta:
        max_num = 1
        required = False


class StepsBody(DraftStream):
    you = blocks.TextBlock(label=_("You, today"), max_length=400, rows=2)
    workplace = blocks.TextBlock(label=_("Your workplace, this month"), max_length=400, rows=2)


class SourcesBody(DraftStream):
    source = SourceBlock()


class ReadingBody(DraftStream):
    reading = ReadingBlock()
