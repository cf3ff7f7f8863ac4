"""A learning system that speaks SCORM: scorm-again in its page, the package in a frame or a window of its own.

What the page's API commits is kept here by row, as such a system keeps it, and given back at the next launch. `trouble` on
its page makes a call answer "false", throw, or be missing; `refuses` and `seconds` are the server's own.
"""

import json
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from lxml import etree

NODE = Path(__file__).parent / "node/node_modules"
WORDS = {
    "scorm12": {
        "api": "API",
        "file": "scorm12.js",
        "class": "Scorm12API",
        "core": "cmi.core.",
        "learner": "student",
    },
    "scorm2004": {
        "api": "API_1484_11",
        "file": "scorm2004.js",
        "class": "Scorm2004API",
        "core": "cmi.",
        "learner": "learner",
    },
}
PAGE = Template("""<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>Kommunens læringsportal</title>
<style>
body { margin: 0; font: 16px/1.4 Georgia, serif; display: grid; grid: auto 1fr / 15rem 1fr; height: 100vh; color: #222 }
header { grid-column: 1 / 3; background: #5a2a4f; color: #fff; padding: .8rem 1.2rem; display: flex; gap: 2rem }
nav { background: #f2e9f0; padding: 1rem; overflow: auto } nav li { margin-bottom: .5rem }
iframe { border: 0; width: 100%; height: 100% }
</style></head><body>
<header><b>Kommunens læringsportal</b><span>Kari Nordmann</span></header>
<nav><ol>$rows</ol></nav><main></main>
<script src="/scorm-again/$file"></script>
<script>
const { kind, core, api, href, how, stored } = $told;
window.trouble = $trouble;
window.calls = [];
const Made = $class.$class ?? $class;
const real = new Made({ lmsCommitUrl: "/commit?row=" + encodeURIComponent(href), dataCommitFormat: "flattened", logLevel: 5 });
real.loadFromFlattenedJSON(stored);
const names = ["Initialize", "Finish", "Terminate", "GetValue", "SetValue", "Commit", "GetLastError", "GetErrorString", "GetDiagnostic"];
const shown = {};
for (const name of names.flatMap((name) => [name, "LMS" + name])) {
  if (typeof real[name] !== "function") continue;
  shown[name] = (...given) => {
    const short = name.replace("LMS", "");
    if (!short.startsWith("GetL")) window.calls.push([short, ...given]);
    const wrong = window.trouble[[short, ...given].join(" ")] ?? window.trouble[[short, given[0]].join(" ")] ?? window.trouble[short];
    if (wrong === "throw") throw new Error("The session is over");
    if (wrong !== undefined) return wrong;
    return real[name](...given);
  };
}
if (!window.trouble.missing) window[api] = shown;
window.mend = () => { window.trouble = {}; window[api] = shown; };
if (how === "window") {
  window.start = () => window.open(href);
} else {
  const frame = document.createElement("iframe");
  frame.title = "Kurset";
  frame.src = how === "deep" ? "/between?deep=6&href=" + encodeURIComponent(href) : href;
  document.querySelector("main").append(frame);
}
</script></body></html>""")
BETWEEN = Template("""<!doctype html><title>Mellomside</title><style>body { margin: 0 } iframe { border: 0; width: 100%; height: 99vh }</style>
<iframe src="$src"></iframe>""")


@dataclass
class LearningSystem:
    """`stored` is what each row's attempt holds, by the standard's own names."""

    url: str
    kind: str
    folder: Path
    stored: dict[str, dict[str, str]] = field(default_factory=dict)
    commits: list[dict[str, str]] = field(default_factory=list)
    learner: str = "kari.nordmann"
    refuses: bool = False
    seconds: float = 0

    @property
    def rows(self) -> dict[str, str]:
        """What it lists: the address of each row, and its title, as the manifest says."""
        tree = etree.parse(self.folder / "imsmanifest.xml")
        pages = {each.get("identifier"): each.get("href") for each in tree.iterfind(".//{*}resource[@href]")}
        items = tree.iterfind(".//{*}item[@identifierref]")
        return {f"/package/{pages[item.get('identifierref')]}": item.findtext("{*}title") for item in items}

    def launch(self, row: str, *, how: str = "frame", **trouble: Any) -> str:
        """The address of the page where the learner opens the row."""
        return f"{self.url}/launch?{urlencode({'row': row, 'how': how, 'trouble': json.dumps(trouble)})}"

    def value(self, row: str, name: str) -> str:
        """Such as `suspend_data` or `lesson_status`, wherever the edition has it."""
        held = self.stored.get(row, {})
        return held.get(f"{WORDS[self.kind]['core']}{name}") or held.get(f"cmi.{name}", "")

    def page(self, row: str, how: str, trouble: str) -> str:
        words = WORDS[self.kind]
        core, held = words["core"], self.stored.get(row, {})
        kept = {name: value for name, value in held.items() if not name.endswith(("exit", "session_time"))}
        left = held.get(f"{core}exit")
        kept |= {
            f"{core}{words['learner']}_id": self.learner,
            f"{core}{words['learner']}_name": "Nordmann, Kari",
        }
        kept[f"{core}entry"] = "resume" if left == "suspend" else "" if held else "ab-initio"
        told = {"kind": self.kind, "core": core, "api": words["api"], "href": row, "how": how, "stored": kept}
        lines = "".join(f"<li>{title}</li>" for title in self.rows.values())
        return PAGE.substitute(words, told=json.dumps(told), trouble=trouble, rows=lines)


class Desk(SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, system: list[LearningSystem], **kwargs: Any) -> None:
        self.system = system[0]
        super().__init__(*args, directory=str(self.system.folder), **kwargs)

    def log_message(self, *args: Any) -> None:
        """Nothing: the tests' own output is enough."""

    def translate_path(self, path: str) -> str:
        if path.startswith("/scorm-again/"):
            return str(NODE / "scorm-again/dist" / Path(urlsplit(path).path).name)
        return super().translate_path(path.removeprefix("/package"))

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        if path == "/launch":
            self.answer(self.system.page(query["row"][0], query["how"][0], query["trouble"][0]), "text/html")
        elif path == "/between":
            deep, href = int(query["deep"][0]), query["href"][0]
            src = f"/between?deep={deep - 1}&amp;href={quote(href)}" if deep else href
            self.answer(BETWEEN.substitute(src=src), "text/html")
        else:
            super().do_GET()

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        row = parse_qs(urlsplit(self.path).query)["row"][0]
        time.sleep(self.system.seconds)
        if not self.system.refuses:
            told = {name: value for name, value in body.items() if isinstance(value, str | int | float)}
            self.system.stored.setdefault(row, {}).update({name: str(value) for name, value in told.items()})
            self.system.commits.append({"row": row, **told})
        self.answer(
            json.dumps({"result": not self.system.refuses, "errorCode": 101 if self.system.refuses else 0})
        )

    def answer(self, text: str, kind: str = "application/json") -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def learning_system(kind: str, package: Path, folder: Path) -> Iterator[LearningSystem]:
    """Takes the package in, and is open as long as it is needed."""
    with zipfile.ZipFile(package) as zipped:
        zipped.extractall(folder)
    system: list[LearningSystem] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Desk, system=system))
    system.append(LearningSystem(f"http://127.0.0.1:{server.server_address[1]}", kind, folder))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield system[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
