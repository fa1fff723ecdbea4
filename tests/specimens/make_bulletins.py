"""Print the specimen bulletins into raw/ from their sources: python tests/specimens/make_bulletins.py [--text].

The PDFs need the fonts of Debian's fonts-noto-cjk and fonts-dejavu-core, and fpdf2; with --text only the text files
are printed. The same sources, fonts and fpdf2 give the same bytes.
"""

import sys

from specimen_source import Specimen, specimens
from specimen_text import text_bytes


def main() -> None:
    for specimen in specimens():
        if specimen.format == "text" or "--text" not in sys.argv[1:]:
            specimen.target().parent.mkdir(parents=True, exist_ok=True)
            specimen.target().write_bytes(file_bytes(specimen))
            print(specimen.path)


def file_bytes(specimen: Specimen) -> bytes:
    """What the specimen's file in raw/ holds."""
    if specimen.format == "text":
        return text_bytes(specimen)
    from specimen_pdf import pdf_bytes

    return pdf_bytes(specimen)


if __name__ == "__main__":
    main()
