"""Reading the environment: every setting an operator can make comes through here."""

import os
import secrets
from pathlib import Path


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


YES, NO = {"1", "true", "yes", "on", "ja", "på"}, {"0", "false", "no", "off", "nei", "av"}


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if value and value not in YES | NO:
        raise SystemExit(f"{name} must be on or off, not «{value}».")
    return value in YES if value else default


def number(name: str, default: int, *, least: int | None = None) -> int:
    value = text(name)
    if not value:
        return default
    if not value.lstrip("-").isdigit() or (least is not None and int(value) < least):
        raise SystemExit(f"{name} must be a whole number{f' from {least}' if least else ''}, not «{value}».")
    return int(value)


def listing(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def secret_key(data_dir: Path) -> str:
    """SECRET_KEY, else the one in the data folder, made at first start and readable by its owner alone."""
    if key := text("SECRET_KEY"):
        return key
    file = data_dir / "secret-key"
    try:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return file.read_text().strip()
