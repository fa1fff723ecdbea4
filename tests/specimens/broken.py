"""Files that broke on some disk, or were made to break their reader. Each maker returns the bytes of a file."""

import random

from fpdf.enums import EncryptionMethod

from tests.specimens.layouts import LEFT, PARAGRAPHS, TOP, Paper, letter
from tests.specimens.raw_pdf import A4, assemble, one_page, stream


def encrypted(user_password: str | None) -> bytes:
    """A letter with an owner's password, and a user's as well where one is given."""
    paper = Paper()
    paper.set_encryption("owner", user_password or "", EncryptionMethod.AES_128)
    paper.furnished(head=False)
    for row, line in enumerate(paper.wrapped(PARAGRAPHS[0], 400)):
        paper.at(LEFT, TOP + 20 * row, line)
    return paper.bytes()


def truncated(share: float) -> bytes:
    """The first part of a letter."""
    content = letter(2).content
    return content[: int(share * len(content))]


def without_end_mark() -> bytes:
    """A letter that lacks its last line, whatever font it is set in."""
    content = letter(2).content
    return content[: content.rindex(b"%%EOF")]


def mutated(seed: int, changes: int = 40) -> bytes:
    """A letter with bytes changed at random places; the same for the same seed."""
    dice, content = random.Random(seed), bytearray(letter(1).content)
    for _ in range(changes):
        content[dice.randrange(len(content))] = dice.randrange(256)
    return bytes(content)


def zero_pages() -> bytes:
    return assemble(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"])


def many_pages(count: int = 5000) -> bytes:
    kids = " ".join(f"{n} 0 R" for n in range(3, count + 3))
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox {A4} >>"
    return assemble(
        ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {count} >>", *([page] * count)]
    )


def huge_page(side: int = 1_000_000) -> bytes:
    return one_page(b"BT /F1 12 Tf 80 760 Td (big) Tj ET", "", box=f"[0 0 {side} {side}]")


def image_bomb(side: int = 60_000) -> bytes:
    """A page-filling image of side² pixels, packed to a few kilobytes."""
    image = stream(
        bytes(side // 8) * 400,
        f"/Type /XObject /Subtype /Image /Width {side} /Height {side} /ColorSpace /DeviceGray /BitsPerComponent 1",
        packed=True,
    )
    return one_page(b"595 0 0 842 0 0 cm /I Do", "/XObject << /I 5 0 R >>", [image])


def cyclic_pages() -> bytes:
    """A page tree that is its own child."""
    return assemble(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R /Count 1 >>"])


def deep_pages(depth: int = 5000) -> bytes:
    """A page tree of so many levels."""
    nodes = [f"<< /Type /Pages /Kids [{n + 1} 0 R] /Count 1 >>" for n in range(2, depth + 2)]
    page = f"<< /Type /Page /Parent {depth + 1} 0 R /MediaBox {A4} >>"
    return assemble(["<< /Type /Catalog /Pages 2 0 R >>", *nodes, page])


def cyclic_forms() -> bytes:
    """A form that draws itself."""
    form = stream(b"/F Do", f"/Type /XObject /Subtype /Form /BBox {A4} /Resources << /XObject << /F 5 0 R >> >>")
    return one_page(b"/F Do", "/XObject << /F 5 0 R >>", [form])


def deep_forms(depth: int = 60) -> bytes:
    """Forms within forms."""
    forms = [
        stream(b"/F Do", f"/Type /XObject /Subtype /Form /BBox {A4} /Resources << /XObject << /F {n + 1} 0 R >> >>")
        for n in range(5, depth + 5)
    ]
    last = stream(b"0 0 10 10 re f", f"/Type /XObject /Subtype /Form /BBox {A4}")
    return one_page(b"/F Do", "/XObject << /F 5 0 R >>", [*forms, last])


def deep_arrays(depth: int = 200_000) -> bytes:
    """A catalogue that holds arrays within arrays."""
    nested = "[" * depth + "]" * depth
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox {A4} >>"
    pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return assemble([f"<< /Type /Catalog /Pages 2 0 R /Deep {nested} >>", pages, page])


def many_objects(count: int = 150_000) -> bytes:
    """A page on which so many rectangles are drawn."""
    return one_page(b"0 0 5 5 re f " * count, "")


def pdf_in_pdf() -> bytes:
    """A letter to which another PDF is attached."""
    paper = Paper()
    paper.furnished(head=False)
    for row, line in enumerate(paper.wrapped(PARAGRAPHS[0], 400)):
        paper.at(LEFT, TOP + 20 * row, line)
    paper.embed_file(bytes=letter().content, basename="inner.pdf")
    return paper.bytes()
