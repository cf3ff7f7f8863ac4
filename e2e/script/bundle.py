"""The script as it ships: the modules joined and minified, and the service worker with its variables filled in."""

import hashlib
import json
import re
from pathlib import Path

import rjsmin

ROOT = Path(__file__).resolve().parents[2] / "baerekraft"
KINDS = sorted(path.stem for path in ROOT.glob("exercises/*/static/exercises/*.js"))
WORKER = ROOT / "player/templates/player/sw.js"
OFFLINE = ["/frakoblet/", "/nn/frakoblet/", "/en/frakoblet/"]
IMPORT = re.compile(r"^import [^;]*;\n?", re.MULTILINE)
EXPORT = re.compile(r"^export ", re.MULTILINE)
NOTE = re.compile(r"\{#.*?#\}")


def modules() -> dict[str, Path]:
    """Every module by its address under /static/, in the order of the bundle."""
    found = {"exercises/exercise.js": ROOT / "exercises/static/exercises/exercise.js"}
    for kind in KINDS:
        found[f"exercises/{kind}.js"] = ROOT / f"exercises/{kind}/static/exercises/{kind}.js"
    for name in ("page", "outbox", "offline", "progress", "read-aloud"):
        found[f"player/{name}.js"] = ROOT / f"player/static/player/{name}.js"
    return found


def joined() -> str:
    texts = (path.read_text(encoding="utf-8") for path in modules().values())
    return str(rjsmin.jsmin("\n".join(EXPORT.sub("", IMPORT.sub("", text)) for text in texts)))


def name() -> str:
    return f"/static/app.{hashlib.sha256(joined().encode()).hexdigest()[:12]}.js"


def worker(version: str) -> str:
    text = NOTE.sub("", WORKER.read_text(encoding="utf-8"))
    values = {"version": version, "assets|safe": json.dumps([name(), "/static/app.0123456789ab.css"])}
    values["offline_urls|safe"] = json.dumps(OFFLINE)
    for variable, value in values.items():
        text = text.replace("{{ " + variable + " }}", value)
    assert "{{" not in text
    return text
