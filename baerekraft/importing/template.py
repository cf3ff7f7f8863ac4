"""The spreadsheet that editors begin with: the headings, an example of each kind, and how to fill it in.

It is Norwegian whatever language the editor reads, because the reader knows its headings.
"""

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from baerekraft.importing.sheet import HELP_SHEET

PAIRS = 6
HEADINGS = [
    "Type",
    "Navn",
    "Spørsmål",
    "Riktig",
    *(f"{name} {n}" for n in range(1, PAIRS + 1) for name in ("Svar", "Tilbakemelding")),
    "Forklaring",
    "Enhet",
    "Laveste",
    "Høyeste",
    "Slingringsmonn",
    "Øverst",
    "Nederst",
]
WIDTHS = {"Type": 22, "Spørsmål": 50, "Forklaring": 40}
TYPES = (
    "Ett riktig svar",
    "Flere riktige svar",
    "Fakta eller myte",
    "Rekkefølge",
    "Finn parene",
    "Anslag",
    "Refleksjon",
)
EXAMPLES: list[dict[str, Any]] = [
    {
        "Type": "Ett riktig svar",
        "Navn": "Billigste tilbud",
        "Spørsmål": "To tilbud er like gode. Hva bør du se på før du velger?",
        "Riktig": 2,
        "Svar 1": "Bare prisen i dag",
        "Tilbakemelding 1": "Prisen i dag sier lite om hva varen koster å bruke og bli kvitt.",
        "Svar 2": "Hva varen koster så lenge den er i bruk",
        "Tilbakemelding 2": "Ja. Strøm, reparasjoner og avfall er også utgifter.",
    },
    {
        "Type": "Flere riktige svar",
        "Navn": "Korte reiser",
        "Spørsmål": "Hva gir mindre utslipp på korte reiser?",
        "Riktig": "1, 3",
        "Svar 1": "Å gå",
        "Tilbakemelding 1": "Ja, helt uten utslipp.",
        "Svar 2": "Å kjøre alene",
        "Tilbakemelding 2": "Nei. Bilen slipper like mye ut med én som med fire.",
        "Svar 3": "Å sykle",
        "Tilbakemelding 3": "Ja, og det går ofte fortere enn å finne parkering.",
    },
    {
        "Type": "Fakta eller myte",
        "Navn": "Matsvinn",
        "Spørsmål": "Fakta eller myte om matsvinn?",
        "Riktig": "2",
        "Svar 1": "«Best før» betyr at maten er farlig etterpå.",
        "Tilbakemelding 1": "Myte. «Best før» handler om kvalitet. Se, lukt og smak.",
        "Svar 2": "Rester kan stå trygt i kjøleskap et par dager.",
        "Tilbakemelding 2": "Fakta, når maten er kjølt raskt ned.",
    },
    {
        "Type": "Rekkefølge",
        "Navn": "Avfallspyramiden",
        "Spørsmål": "Sett i rekkefølge fra det beste til det dårligste.",
        "Svar 1": "La være å kjøpe",
        "Tilbakemelding 1": "Det som aldri blir laget, blir aldri avfall.",
        "Svar 2": "Bruke om igjen",
        "Tilbakemelding 2": "Varen lever lenger uten å bli laget på nytt.",
        "Svar 3": "Gjenvinne",
        "Tilbakemelding 3": "Bra for materialet, men det koster energi.",
        "Øverst": "best",
        "Nederst": "dårligst",
    },
    {
        "Type": "Finn parene",
        "Navn": "Hvem gjør hva",
        "Spørsmål": "Hvem har ansvaret?",
        "Svar 1": "Kommunestyret -> vedtar planen",
        "Tilbakemelding 1": "De folkevalgte har det siste ordet.",
        "Svar 2": "Administrasjonen -> skriver saken",
        "Tilbakemelding 2": "De ansatte lager grunnlaget for vedtaket.",
        "Svar 3": "Innbyggerne -> sier sin mening",
        "Tilbakemelding 3": "Planen legges ut, så alle kan uttale seg.",
    },
    {
        "Type": "Anslag",
        "Navn": "Minutter i timen",
        "Spørsmål": "Hvor mange minutter er det i en time?",
        "Riktig": 60,
        "Enhet": "minutter",
        "Laveste": 0,
        "Høyeste": 120,
        "Slingringsmonn": 2,
        "Forklaring": "Bytt dette eksempelet med et tall fra kommunen din.",
    },
    {
        "Type": "Refleksjon",
        "Navn": "Eget arbeid",
        "Spørsmål": "Hva kunne du gjort annerledes i morgen?",
        "Forklaring": "Ta det opp med en kollega når dere møtes neste gang.",
    },
]
HELP = (
    "Én rad er én oppgave. Slett eksemplene når du ikke trenger dem.",
    "Type: velg fra listen.",
    "Navn: kort, og det samme neste gang du henter filen. Da kan oppgaven erstattes.",
    "Riktig: nummeret på riktig svar, som 2 eller 1, 3. For Fakta eller myte: numrene på det som er fakta, eller «ingen». For Anslag: tallet.",
    "Svar og Tilbakemelding: tilbakemeldingen sier hvorfor. Rekkefølge: skriv svarene i riktig rekkefølge. Finn parene: skriv en pil mellom, som bil -> utslipp.",
    "Trenger du flere enn seks svar, lager du kolonnene Svar 7 og Tilbakemelding 7.",
    "Forklaring: tilbakemelding på hele oppgaven, for Anslag og Refleksjon.",
    "Enhet, Laveste, Høyeste og Slingringsmonn: bare for Anslag.",
    "Øverst og Nederst: hva endene av en Rekkefølge heter, som mest og minst.",
)


def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101
    sheet.title = "Spørsmål"
    sheet.append(HEADINGS)
    for example in EXAMPLES:
        sheet.append([example.get(heading, "") for heading in HEADINGS])
    _dress(sheet)
    choices = DataValidation(type="list", formula1='"' + ",".join(TYPES) + '"', allow_blank=True)
    sheet.add_data_validation(choices)
    choices.add("A2:A101")
    lines = book.create_sheet(HELP_SHEET)
    for text in HELP:
        lines.append([text])
    lines.column_dimensions["A"].width = 110
    for (cell,) in lines.iter_rows():
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _dress(sheet: Any) -> None:
    """Headings that stay in sight, and columns that can be read."""
    sheet.freeze_panes = "D2"
    for column, heading in enumerate(HEADINGS, start=1):
        width = 14 if heading == "Riktig" or column > 17 else 28
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(heading, width)
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DCEBE3")
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
