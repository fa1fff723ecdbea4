"""How much a single raw file may ask for before it is refused with a reason."""

from dataclasses import dataclass

from pipeline.model.errors import UnreadableDocument


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one document; what goes beyond is refused in words, never cut off silently.

    `characters` bounds a document, `page_characters` a page; `page_points` the longer side of a page (ISO 32000-1
    annex C allows 14,400); `pixels` a page rendered for OCR, `image_pixels` an image drawn on a page; `objects` the
    objects drawn on a page and `nesting` the depth of forms within forms. `seconds` is processor time for a document,
    to which each page read by OCR adds `ocr_seconds`; `silence` the seconds by the clock after which a reader that
    finishes no page is ended; `memory` the address space in bytes of the process that reads.
    """

    bytes: int = 200_000_000
    pages: int = 2_000
    characters: int = 20_000_000
    page_characters: int = 200_000
    page_points: float = 14_400.0
    pixels: int = 25_000_000
    image_pixels: int = 400_000_000
    objects: int = 100_000
    nesting: int = 12
    seconds: float = 120.0
    ocr_seconds: float = 30.0
    silence: float = 180.0
    memory: int = 4_000_000_000


DEFAULT_LIMITS = Limits()


def check_characters(count: int, limits: Limits) -> None:
    """Raises UnreadableDocument where a document of so many characters is beyond the limits."""
    if count > limits.characters:
        raise UnreadableDocument(
            f"holds more than {limits.characters} characters; split it, or raise characters in jianbao.toml"
        )
