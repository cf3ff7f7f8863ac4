"""The catalogs: one .po a room and language, which people write, and beside it the .mo that Django reads."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_locale

from baerekraft.config.translations import borrowed, texts

PACKAGE = Path(__file__).parents[2]
# No dates and no tool's name: a catalog changes only when a text does.
HEADER = """\
msgid ""
msgstr ""
"Language: {locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def rooms() -> list[Path]:
    return [*sorted(path.parent for path in PACKAGE.glob("*/__init__.py")), *borrowed.FOLDERS]


def locales() -> list[str]:
    """The languages to translate to; the texts in the code are English."""
    return [to_locale(code) for code, _name in settings.LANGUAGES if code != "en"]


def file_of(room: Path, locale: str) -> Path:
    # What a script says is a catalog of its own, so that the browser is sent that alone.
    domain = "djangojs" if room == borrowed.SCRIPT else "django"
    return room / "locale" / locale / "LC_MESSAGES" / f"{domain}.po"


def collect(room: Path, locale: str) -> Catalog:
    """A catalog of the texts that are in the room now, none translated."""
    if room in borrowed.FOLDERS:
        return borrowed.collect(room, locale)
    catalog = Catalog(locale=locale, domain="django", fuzzy=False)
    for path, text in texts.in_room(room):
        catalog.add(
            (text.id, text.plural) if text.plural else text.id,
            locations=[(f"{PACKAGE.name}/{path.relative_to(room.parent).as_posix()}", text.line)],
            auto_comments=text.notes,
            context=text.context,
        )
    return catalog


def written(room: Path, locale: str) -> Catalog:
    """The catalog as it lies in the .po file; empty where there is none."""
    path = file_of(room, locale)
    content = path.read_bytes() if path.exists() else b""
    return read_po(BytesIO(content), locale=locale, domain="django", abort_invalid=True)


def update(room: Path, locale: str) -> Catalog | None:
    """Bring the .po up to date, keeping translations and dropping texts that are gone, and compile it."""
    found = collect(room, locale)
    if not len(found):
        return None
    catalog = written(room, locale)
    catalog.update(found, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    path = file_of(room, locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_po(catalog, locale))
    if not _is_compiled(room, locale, catalog):  # a .mo carries the time it was made
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)
    return catalog


def as_po(catalog: Catalog, locale: str) -> bytes:
    body = BytesIO()
    write_po(body, catalog, width=0, omit_header=True, sort_by_file=True, include_lineno=False)
    return HEADER.format(locale=locale).encode() + body.getvalue()


def faults(room: Path, locale: str) -> Iterator[str]:
    """What is wrong with a room's translations, a sentence each."""
    found, catalog = collect(room, locale), written(room, locale)
    now, before = _by_key(found), _by_key(catalog)
    for key in now.keys() - before.keys():
        yield f"{_where(now[key])}: «{_told(now[key])}» is not in {file_of(room, locale).name}"
    for key in before.keys() - now.keys():
        yield f"{room.name}: «{_told(before[key])}» is not used any more"
    for key in now.keys() & before.keys():
        yield from _faults_of(before[key], catalog, where=_where(now[key]))
    if not _is_compiled(room, locale, catalog):
        yield f"{room.name}: the compiled {locale} translation is not up to date"


def _faults_of(message: Message, catalog: Catalog, *, where: str) -> Iterator[str]:
    if message.fuzzy or not all(_strings(message)):
        yield f"{where}: «{_told(message)}» is not translated"
    for error in message.check(catalog):
        yield f"{where}: «{_told(message)}»: {error}"


def _is_compiled(room: Path, locale: str, catalog: Catalog) -> bool:
    path = file_of(room, locale).with_suffix(".mo")
    if not path.exists():
        return not any(message.id for message in catalog)
    with path.open("rb") as file:
        return _translations(read_mo(file)) == _translations(catalog)


def _translations(catalog: Catalog) -> dict[tuple[str, str | None], list[str]]:
    ready = {key: _strings(message) for key, message in _by_key(catalog).items() if not message.fuzzy}
    return {key: strings for key, strings in ready.items() if any(strings)}


def _strings(message: Message) -> list[str]:
    if isinstance(message.string, (list, tuple)):
        return [string or "" for string in message.string]
    return [message.string or ""]


def _by_key(catalog: Catalog) -> dict[tuple[str, str | None], Message]:
    return {_key(message): message for message in catalog if message.id}


def _key(message: Message) -> tuple[str, str | None]:
    context = message.context or None
    # Babel leaves the context as bytes when it reads a .mo.
    return _told(message), context.decode() if isinstance(context, bytes) else context


def _told(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (list, tuple)) else message.id


def _where(message: Message) -> str:
    path, line = message.locations[0]
    return f"{path}:{line}"
