"""PDFs written object by object, for what no PDF library would write."""

import zlib
from collections.abc import Sequence

A4 = "[0 0 595 842]"


def stream(content: bytes, entries: str = "", packed: bool = False) -> bytes:
    """A stream object's body."""
    data = zlib.compress(content, 9) if packed else content
    filtered = " /Filter /FlateDecode" if packed else ""
    return f"<< {entries}{filtered} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def assemble(objects: Sequence[bytes | str], trailer: str = "") -> bytes:
    """A PDF of numbered objects from 1; the first is the catalogue."""
    parts, offsets, at = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"], [], 15
    for number, body in enumerate(objects, 1):
        offsets.append(at)
        parts.append(f"{number} 0 obj\n".encode() + (body.encode() if isinstance(body, str) else body) + b"\nendobj\n")
        at += len(parts[-1])
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    parts.append(
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer}>>\nstartxref\n{at}\n%%EOF\n".encode()
    )
    return b"".join(parts)


def one_page(content: bytes, resources: str, extra: Sequence[bytes | str] = (), box: str = A4, page: str = "") -> bytes:
    """A PDF of one page; its content is object 4, the extra objects are 5, 6 …"""
    return assemble(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents 4 0 R /Resources << {resources} >> {page} >>",
            stream(content),
            *extra,
        ]
    )
