"""Pages as the product makes them, cut down to what the script meets."""

import json

FIRST, SECOND = "del-1/forste", "del-1/andre"


def exercise(kind: str, id: str, body: str, *, choose: str, counts: bool = True, graded: bool = True) -> str:
    tag = f"exercise-{kind.replace('_', '-')}"
    said = (
        'data-right="Riktig." data-partly="Delvis riktig." data-wrong="Ikke helt."'
        if graded
        else 'data-saved="Lagret."'
    )
    part, lesson = FIRST.split("/")
    return f"""
<{tag} data-choose="{choose}">
<form class="exercise" id="{id}" method="post" action="/kurs/{part}/{lesson}/svar/{id}/" data-exercise="{id}" data-kind="{kind}"{" data-counts" if counts else ""}>
  <p class="exercise-kind"><span class="ds-tag">Velg</span></p>
  <input type="hidden" name="version" value="3">
  <fieldset><legend>Spørsmål {id}?</legend>{body}</fieldset>
  <p class="exercise-error" role="alert" hidden></p>
  <p class="exercise-actions"><button class="ds-button" type="submit" data-again="{"Svar på nytt" if graded else "Lagre på nytt"}">{"Svar" if graded else "Lagre"}</button>
  <span class="exercise-status" role="status" {said}></span></p>
</form>
</{tag}>"""


def option(type: str, name: str, key: str, *, correct: bool) -> str:
    return f"""
<div class="option" data-key="{key}"{" data-correct" if correct else ""}>
  <label><input type="{type}" name="{name}" value="{key}"{" required" if type == "radio" else ""}><span>Valg {key}</span></label>
  <div class="feedback" data-verdict="{"right" if correct else "wrong"}" hidden><p>Hvorfor {key}.</p></div>
</div>"""


def line(field: str, key: str, right: str, values: dict[str, str]) -> str:
    pills = "".join(
        f'<label class="pill"><input type="radio" name="{field}-{key}" value="{value}" required><span>{text}</span></label>'
        for value, text in values.items()
    )
    return f"""
<div class="option statement" role="group" aria-labelledby="{field}-{key}" data-key="{key}" data-answer="{right}">
  <p id="{field}-{key}">Linje {key}</p><div class="row">{pills}</div>
  <div class="feedback" hidden><p>Hvorfor {key}.</p></div>
</div>"""


def single_choice(id: str = "valg") -> str:
    body = "".join(option("radio", "choice", key, correct=key == "b") for key in "abc")
    return exercise("single_choice", id, body, choose="Velg ett av svarene.")


def multiple_choice() -> str:
    body = "".join(option("checkbox", "choices", key, correct=key in "ac") for key in "abcd")
    return exercise("multiple_choice", "flere", body, choose="Velg minst ett.")


def fact_or_myth() -> str:
    values = {"fact": "Fakta", "myth": "Myte"}
    body = line("verdict", "a", "fact", values) + line("verdict", "b", "myth", values)
    return exercise("fact_or_myth", "myter", body, choose="Svar på hver påstand.")


def sorting() -> str:
    values = {"a": "Miljø", "b": "Samfunn", "c": "Økonomi"}
    body = "".join(line("place", key, right, values) for key, right in zip("abc", "abc", strict=True))
    return exercise("sorting", "sortering", body, choose="Velg en gruppe for hver linje.")


def estimate() -> str:
    limits = 'min="0" max="100" step="0.5"'
    body = f"""
<div class="guess"><label for="anslag-guess">Ditt anslag, fra 0 til 100 prosent</label>
  <input id="anslag-guess" type="number" name="guess" inputmode="decimal" required {limits}> <span>prosent</span>
  <input type="range" data-slider hidden aria-label="Ditt anslag" {limits}></div>
<div class="reveal" data-value="40" data-minimum="0" data-maximum="100" data-tolerance="2" data-unit="prosent" hidden>
  <dl class="scale"><div><dt>Ditt anslag</dt><dd><span data-guess></span> prosent</dd><meter min="0" max="100" value="0"></meter></div></dl>
  <p>Tallet er 40.</p></div>"""
    return exercise("estimate", "anslag", body, choose="Gjett et tall fra 0 til 100.")


def reflection() -> str:
    body = """<label for="tanke-text">Dine tanker</label><textarea id="tanke-text" name="text" maxlength="4000" required></textarea>
<div class="reveal" hidden><p>Ta det med til møtet.</p></div>"""
    return exercise("reflection", "tanke", body, choose="Skriv noen ord først.", counts=False, graded=False)


def pledge() -> str:
    steps = "".join(
        f'<div class="option" data-key="{key}"><label><input type="radio" name="step" value="{key}" required><span>Steg {key}</span></label></div>'
        for key in "ab"
    )
    own = """<div class="option" data-key="own"><label><input type="radio" name="step" value="own"><span>Mitt eget</span></label>
<input class="box" name="text" maxlength="300" data-error="Skriv ditt eget steg." aria-label="Mitt eget steg"></div>
<div class="reveal" hidden><p>Vi spør om 30 dager.</p></div>"""
    return exercise("pledge", "lofte", steps + own, choose="Velg et steg.", counts=False, graded=False)


def ordering() -> str:
    """Shown mixed: c, a, b."""
    places = "".join(f"<option>{place}</option>" for place in (1, 2, 3))
    lines = "".join(
        f"""<li class="option statement" data-key="{key}" data-answer="{"abc".index(key) + 1}"><p id="o-{key}">Linje {key}</p>
<div class="row moves"><button type="button" data-move="previous" aria-label="Opp: Linje {key}">Opp</button>
<button type="button" data-move="next" aria-label="Ned: Linje {key}">Ned</button></div>
<select class="box" name="place-{key}" aria-labelledby="o-{key}" required><option value="">Velg</option>{places}</select>
<div class="feedback" hidden><p>Hvorfor {key}.</p></div></li>"""
        for key in "cab"
    )
    body = f'<ol data-place="plass">{lines}</ol><div class="reveal" hidden><p>Kilde: SSB.</p></div>'
    return exercise("ordering", "rekke", body, choose="")


def matching() -> str:
    sides = "".join(f'<option value="{key}">Høyre {key}</option>' for key in "bca")
    lines = "".join(
        f"""<div class="option statement" data-key="{key}" data-answer="{key}"><p id="m-{key}">Venstre {key}</p>
<select class="box" name="match-{key}" aria-labelledby="m-{key}" required><option value="">Velg</option>{sides}</select>
<div class="feedback" hidden><p>Hvorfor {key}.</p></div></div>"""
        for key in "abc"
    )
    return exercise("matching", "par", lines, choose="Velg for hver linje.")


def dilemma() -> str:
    then = "".join(
        f"""<div class="option" data-key="{key}"><label><input type="radio" name="choice-b" value="{key}" data-error="Velg her også."><span>Så {key}</span></label>
<div class="feedback" hidden><p>Prisen for så {key}.</p></div></div>"""
        for key in "ab"
    )
    choices = "".join(
        f"""<div class="option" data-key="{key}"><label><input type="radio" name="choice" value="{key}" required><span>Gjør {key}</span></label>
<div class="feedback" hidden><p>Prisen for {key}.</p></div>{f'<fieldset class="next"><legend>Hva nå?</legend>{then}</fieldset>' if key == "b" else ""}</div>"""
        for key in "ab"
    )
    body = f'{choices}<div class="reveal" hidden><p>Spør før.</p></div>'
    return exercise("dilemma", "dilemma", body, choose="Velg ett av valgene.", graded=False)


def flashcards() -> str:
    cards = "".join(
        f"""<details class="option ds-details" data-key="{key}"><summary><span id="k-{key}">Ord {key}</span></summary>
<div class="row" role="group" aria-labelledby="k-{key}"><p>Betyr {key}.</p>
<label><input type="radio" name="known-{key}" value="yes"><span>Kunne</span></label>
<label><input type="radio" name="known-{key}" value="no"><span>Øv mer</span></label></div></details>"""
        for key in "abc"
    )
    body = f'{cards}<div class="reveal" hidden><p>Du kunne <span data-known>0</span> av 3.</p></div>'
    return exercise("flashcards", "kort", body, choose="Snu hvert kort.", graded=False)


def poll() -> str:
    options = "".join(
        f"""<div class="option" data-key="{key}"><label><input type="radio" name="choice" value="{key}" required><span>Mening {key}</span></label>
<p class="share" hidden><meter max="100" value="0" aria-hidden="true"></meter> <b>0 %</b></p></div>"""
        for key in "ab"
    )
    told = "<p>Vises når fem har svart.</p><p hidden>Slik svarte <span>0</span>.</p><p>Ingen fasit.</p>"
    body = f'{options}<div class="reveal" hidden>{told}</div>'
    return exercise("poll", "mening", body, choose="Velg en mening.", counts=False, graded=False)


def every_kind() -> str:
    kinds = (
        *(single_choice, multiple_choice, fact_or_myth, ordering, matching, sorting, estimate),
        *(dilemma, flashcards, reflection, poll, pledge),
    )
    return "".join(kind() for kind in kinds)


def page(body: str, scripts: list[str], *, title: str = "Side", attributes: str = 'data-page="page"') -> str:
    tags = "".join(f'<script type="module" src="{address}"></script>' for address in scripts)
    return f"""<!doctype html>
<html lang="nb"><head><meta charset="utf-8"><title>{title} – Bærekraft</title>{tags}</head>
<body data-state-url="/min-side/tilstand/" data-responses-url="/min-side/svar/" {attributes}>
<header>
  <form class="who" method="post" action="/bli-med/ut/" data-when="entered" data-leave data-unsent="Noe er ikke sendt. Gå likevel?" hidden>
    <button type="submit"><span data-learner-name hidden></span> <span>Ikke deg?</span></button></form>
</header>
<div role="status">
  <p data-when="offline" hidden>Du er uten nett.</p>
  <p data-when="unsent" hidden>Noe er ikke sendt.</p>
  <p data-when="unkept" hidden>Hold siden åpen.</p>
  <p data-when="refused" hidden>Ikke tatt imot: <span data-reason></span></p>
</div>
<main id="innhold">{body}</main>
</body></html>"""


def trail() -> str:
    stops = "".join(
        f'<li data-progress="{key}"><a href="/kurs/{key}/">{key}</a></li>' for key in (FIRST, SECOND)
    )
    return f"<ol>{stops}</ol>"


def lesson(key: str, scripts: list[str], *, version: int = 3) -> str:
    exercises = every_kind() if key == FIRST else single_choice("siste")
    part = key.split("/")[0]
    body = f"""
<nav>{trail()}
  <button type="button" data-read-aloud data-pause="Pause" data-resume="Les videre" hidden>Les opp</button>
  <button type="button" data-read-aloud-stop hidden>Stopp</button></nav>
<article>
  <h1>Bære&shy;kraft på Tangen</h1>
  <p>Klubben har åpent to kvelder.<sup class="mark"><a href="#kilde-1">1</a></sup> Nå skal det spares ca. 180 000 kroner, og forslaget er én kveld i uka. Hvem merker det?</p>
  <p>Et <button class="term" type="button" popovertarget="ord">vedtak</button><span popover id="ord">En beslutning.</span> er fattet.</p>
  {exercises}
  <p lang="en">It is done.</p>
  <section data-when="done" hidden><h2>Du er framme</h2><p>Leksjonen er gjort.</p>
    <p data-when="part-done" hidden>Kursbeviset er ditt. <a href="/min-side/" data-certificate="{part}">Åpne kursbeviset</a></p></section>
  <section data-when="anonymous" hidden><h2>Ta vare på det</h2></section>
  <section data-when="waiting" hidden><h2>Svarene blir med</h2></section>
  <section><h2>Kilder</h2><ol class="sources"><li id="kilde-1">SSB: Tabell. 2023</li></ol></section>
</article>"""
    return page(
        body,
        scripts,
        title=f"Leksjon {key}",
        attributes=f'data-page="lesson" data-lesson="{key}" data-version="{version}"',
    )


def part(scripts: list[str]) -> str:
    body = f"""<h1>Del 1</h1>
<p><a class="ds-button" href="/kurs/{FIRST}/" data-continue="del-1" data-onwards="Gå videre">Start med første</a></p>
<p data-when="part-done" hidden><b>Hele delen er gjort.</b> <a href="/min-side/" data-certificate="del-1">Åpne kursbeviset</a></p>
{trail()}"""
    return page(body, scripts, title="Del 1")


def front(scripts: list[str]) -> str:
    body = """<h1>Bærekraft</h1>
<form method="post" action="/bli-med/" data-when="anonymous"><label>Navn <input name="name"></label></form>
<p data-when="entered" hidden><a href="/kurs/">Gå videre</a></p>"""
    return page(body, scripts, title="Forside")


def offline(scripts: list[str], language: str) -> str:
    said = {"nn": "Du er utan nett", "en": "You are offline"}.get(language, "Du er uten nett")
    return page(f"<h1>{said}</h1>\n<ul data-visited hidden></ul>", scripts, title=said)


def plain(title: str, scripts: list[str]) -> str:
    return page(f"<h1>{title}</h1>", scripts, title=title)


def own(scripts: list[str], answers: int) -> str:
    return page(
        f"<h1>Min side</h1><p>{answers} svar</p>", scripts, title="Min side", attributes='data-page="own"'
    )


def document(value: object) -> bytes:
    return json.dumps(value).encode()
