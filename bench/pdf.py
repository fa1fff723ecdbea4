"""How fast and in how little memory PDFs are read, against pdfplumber's text and bare pypdfium2's.

    python bench/pdf.py [--rounds 7] [--scans 2]

Reads the PDFs of raw/ and, where it is there, of ../shared/gold. The three readers take turns on each file, and the
median of their processor times counts. Writes bench/results/pdf.json. Targets: 20 times faster than pdfplumber's
extract_text on the sample archive, at most twice bare pypdfium2, a worker below 300 MB without OCR, OCR at most 6
processor seconds a 200-dpi page.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pdfplumber
import pypdfium2

from pipeline.ingest.document import read_document

REPOSITORY = Path(__file__).parents[1]
RESULTS = REPOSITORY / "bench" / "results" / "pdf.json"
FOLDERS = {"raw": REPOSITORY / "raw", "gold": REPOSITORY.parent / "shared" / "gold"}
PDFPLUMBER_TARGET, BARE_TARGET, MEMORY_TARGET, OCR_TARGET = 20.0, 2.0, 300.0, 6.0


def ours(file: Path) -> None:
    assert read_document(file, file.name).reason is None


def bare(file: Path) -> None:
    document = pypdfium2.PdfDocument(file)
    for page in document:
        textpage = page.get_textpage()
        textpage.get_text_range()
        textpage.close()
        page.close()
    document.close()


def plumbed(file: Path) -> None:
    with pdfplumber.open(file) as document:
        for page in document.pages:
            page.extract_text()


def seconds(reader: Callable[[Path], None], file: Path) -> float:
    start = time.process_time()
    reader(file)
    return time.process_time() - start


def medians(file: Path, rounds: int) -> dict[str, float]:
    """Median processor milliseconds of each reader; pdfplumber, being slow, gets a third of the rounds."""
    times: dict[str, list[float]] = {"ours": [], "bare": [], "pdfplumber": []}
    ours(file)
    for number in range(rounds):
        times["ours"].append(seconds(ours, file))
        times["bare"].append(seconds(bare, file))
        if number % 3 == 0:
            times["pdfplumber"].append(seconds(plumbed, file))
    return {name: round(1000 * statistics.median(found), 2) for name, found in times.items()}


def has_text_layer(file: Path) -> bool:
    """Whether the file's first page has more than a line or two of text."""
    return bool(pypdfium2.PdfDocument(file)[0].get_textpage().count_chars() > 60)


def summed(files: dict[str, dict[str, float]]) -> dict[str, float]:
    """Total milliseconds of the readers over the files, and how ours compares."""
    total = {name: sum(found[name] for found in files.values()) for name in ("ours", "bare", "pdfplumber")}
    times_faster, times_bare = total["pdfplumber"] / total["ours"], total["ours"] / total["bare"]
    return total | {"times_faster_than_pdfplumber": round(times_faster, 2), "times_bare_pdfium": round(times_bare, 2)}


def scan_seconds(file: Path, pages: int) -> float:
    """Median processor seconds to read one of the first pages of a scan by OCR, the engine already loaded."""
    from pipeline.ingest.limits import Limits
    from pipeline.ingest.scan import read_scan

    document = pypdfium2.PdfDocument(file)
    read_scan(document[0], None, Limits())
    found = []
    for number in range(pages):
        start = time.process_time()
        read_scan(document[number], None, Limits())
        found.append(time.process_time() - start)
    return round(statistics.median(found), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--scans", type=int, default=2)
    options = parser.parse_args()
    result: dict[str, object] = {
        "machine": {"processors": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()},
        "note": "pdfplumber gives no text at all for the fonts of some files of raw/, and is done with them early",
        "versions": {name: version(name) for name in ("pypdfium2", "pdfplumber", "rapidocr", "onnxruntime")},
        "rounds": options.rounds,
    }
    scans: list[Path] = []
    for name, folder in FOLDERS.items():
        files = sorted(folder.rglob("*.pdf")) if folder.is_dir() else []
        layered = [file for file in files if has_text_layer(file)]
        scans += [file for file in files if file not in layered]
        if layered:
            measured = {file.name: medians(file, options.rounds) for file in layered}
            result[name] = {"files": measured, "total": summed(measured)}
            print(name, json.dumps(result[name], ensure_ascii=False, indent=1))
    result["peak_megabytes_without_ocr"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    if scans and options.scans:
        result["ocr_seconds_a_page"] = scan_seconds(scans[0], options.scans)
    result["targets"] = {
        "times_faster_than_pdfplumber": PDFPLUMBER_TARGET,
        "times_bare_pdfium": BARE_TARGET,
        "megabytes": MEMORY_TARGET,
        "ocr_seconds_a_page": OCR_TARGET,
    }
    print("memory", result["peak_megabytes_without_ocr"], "MB; OCR", result.get("ocr_seconds_a_page"), "s a page")
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
