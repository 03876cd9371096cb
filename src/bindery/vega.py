"""From a Vega-Lite spec to what a page, a PDF and a download need. Knows nothing of Sphinx.

Element ids derive from the figure's label, so that the same book gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import re
from functools import lru_cache
from typing import Any

import vl_convert
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

Spec = dict[str, Any]
Record = dict[str, Any]

#: Chromium, Firefox and Safari all read a spec of this version; vl-convert calls it by major and minor.
VEGALITE = "6.4"


def svg(spec: Spec, label: str) -> str:
    """Return the static picture: an SVG with role, title and description, ids from `label`, no background.

    Raises `ValueError` for a spec that Vega-Lite cannot draw.
    """
    drawn: str = vl_convert.vegalite_to_svg(_static(spec), vl_version=VEGALITE)
    return _named(_own_ids(drawn, label), label, title_of(spec), description_of(spec))


def pdf(spec: Spec) -> bytes:
    """Return the vector picture for print; the same spec gives the same bytes."""
    drawn: bytes = vl_convert.vegalite_to_pdf(_static(spec), vl_version=VEGALITE)
    return _in_one_order(drawn)


def png(spec: Spec) -> bytes:
    """Return the picture as pixels, twice as large, on white."""
    drawn: bytes = vl_convert.vegalite_to_png({**_static(spec), "background": "white"}, vl_version=VEGALITE, scale=2)
    return drawn


def table(spec: Spec) -> list[Record]:
    """Return the figure's data as records: the table its author attached (`usermeta.table`), else its first inline data."""
    attached = (spec.get("usermeta") or {}).get("table")
    if attached:
        return list(attached)
    inline = [*spec.get("datasets", {}).values(), (spec.get("data") or {}).get("values")]
    return next((list(values) for values in inline if values), [])


def table_csv(spec: Spec) -> str:
    """Return the figure's data as CSV with a header."""
    records = table(spec)
    target = io.StringIO()
    writer = csv.DictWriter(target, fieldnames=columns(records), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return target.getvalue()


def columns(records: list[Record]) -> list[str]:
    """Return the names that occur in any record, in the order in which they first occur."""
    return list(dict.fromkeys(name for record in records for name in record))


def spec_json(spec: Spec) -> str:
    """Return the spec as readable JSON."""
    return json.dumps(spec, indent=1, ensure_ascii=False) + "\n"


def title_of(spec: Spec) -> str:
    """Return the title that the figure draws, or nothing."""
    title = spec.get("title", "")
    text = title.get("text", "") if isinstance(title, dict) else title
    return " ".join(text) if isinstance(text, list) else str(text)


def description_of(spec: Spec) -> str:
    """Return the long description, for whoever does not see the figure."""
    return str(spec.get("description", ""))


@lru_cache(maxsize=1)
def browser_bundle() -> str:
    """Return Vega, Vega-Lite and vega-embed as one classic script that leaves `vega`, `vegaLite` and `vegaEmbed` behind.

    Raw, the bundle's names clash with those of other scripts of a page; as a module it would not load from a file.
    """
    bundle = vl_convert.javascript_bundle(vl_version=VEGALITE)  # type: ignore[call-arg]  # its stub knows no default
    return f"(() => {{\n{bundle}\n}})();\n"


def _static(spec: Spec) -> Spec:
    return {**spec, "background": None}


def _own_ids(drawn: str, label: str) -> str:
    """Replace the ids that Vega counts up (clip1, gradient_0 …) by ids from the label."""
    names = list(dict.fromkeys(re.findall(r'\bid="([^"]+)"', drawn)))
    for number, name in enumerate(names):
        ours = f"{label}-{number}"
        drawn = drawn.replace(f'id="{name}"', f'id="{ours}"').replace(f"url(#{name})", f"url(#{ours})")
    return drawn


def _named(drawn: str, label: str, title: str, description: str) -> str:
    """Give the root element its role, its name and its description."""
    names = f"<title id='{label}-title'>{_escape(title or label)}</title><desc id='{label}-desc'>{_escape(description)}</desc>"
    head = f'<svg role="img" aria-labelledby="{label}-title" aria-describedby="{label}-desc" '
    opened = re.sub(r"^<svg ", head, drawn, count=1)
    return re.sub(r">", lambda _: f">{names}", opened, count=1)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _in_one_order(drawn: bytes) -> bytes:
    """Write the resources of the page in one order: vl-convert takes them from a hash table, so its bytes vary."""
    page = PdfReader(io.BytesIO(drawn)).pages[0]
    contents = page.get_contents()
    if contents is not None:
        stream = DecodedStreamObject()
        stream.set_data(_tidy(page, contents.get_data()))
        page[NameObject("/Contents")] = stream.flate_encode()
    target = io.BytesIO()
    writer = PdfWriter()
    writer.add_page(page)
    writer.write(target)
    return target.getvalue()


def _tidy(part: DictionaryObject, contents: bytes) -> bytes:
    """Number the fonts of a page (or a picture in it) by name, sort its resources, and return its contents."""
    resources = part.get("/Resources", DictionaryObject()).get_object()
    fonts = resources.get("/Font", DictionaryObject())
    by_name = sorted(fonts, key=lambda key: str(fonts[key]["/BaseFont"]))
    ours = {old: NameObject(f"/f{number}") for number, old in enumerate(by_name)}
    resources[NameObject("/Font")] = DictionaryObject({ours[old]: fonts.raw_get(old) for old in by_name})
    for kind, named in resources.items():
        if isinstance(named, DictionaryObject):
            resources[kind] = DictionaryObject({name: named.raw_get(name) for name in sorted(named)})
    for within in resources.get("/XObject", {}).values():
        picture = within.get_object()
        if picture.get("/Subtype") == "/Form":
            picture.set_data(_tidy(picture, picture.get_data()))
    return re.sub(rb"/fo\d+(?=\s)", lambda found: ours[found.group().decode()].encode(), contents)
