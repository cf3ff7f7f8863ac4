"""A page's addresses, from those of this installation to those of a package."""

import re
from collections.abc import Mapping
from urllib.parse import unquote

LINK = re.compile(r'<a\b([^>]*?)\shref="(/[^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)


def links(html: str, there: Mapping[str, str], root: str) -> str:
    """Links to what is in the package become relative; the others to this installation become plain text.

    `there` is where each address lies in the package; `root` leads from the page to the package's own folder.
    """

    def led(match: re.Match[str]) -> str:
        before, url, after, text = match.groups()
        address, mark, place = url.partition("#")
        path = there.get(unquote(address))
        return f'<a{before} href="{root}{path}{mark}{place}"{after}>{text}</a>' if path else text

    return LINK.sub(led, html)
