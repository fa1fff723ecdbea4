"""Reading Chinese numbers: accuracy and speed beside jionlp and cn2an, on the same cases in one run.

    python bench/numerals.py [--cases ../shared/external/numerals.csv] [--rounds 20]

jionlp and cn2an are development dependencies; one that is not installed is left out, and the output says so. Each
reader is asked for the value of every case that is one whole number: cn2an's own cases and those of
Recognizers-Text's NumberModel whose answer is the whole input.
"""

import argparse
import csv
import importlib
import json
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.extract.parse import parse_numbers

Reader = Callable[[str], float | None]


def load_cases(path: Path) -> list[tuple[str, float]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [case for row in rows if (case := whole_number(row)) is not None]


def whole_number(row: dict[str, str]) -> tuple[str, float] | None:
    expected = json.loads(row["expected"])
    if row["suite"] == "cn2an":
        return row["input"], float(expected)
    if row["file"].endswith("NumberModel.json") and len(expected) == 1:
        only = expected[0]
        if only["Start"] == 0 and only["End"] == len(row["input"]) - 1:
            return row["input"], float(only["Resolution"]["value"])
    return None


def ours(text: str) -> float | None:
    found = parse_numbers(text)
    return float(found[0]["value"]) if len(found) == 1 else None


def with_cn2an() -> Reader:
    module = importlib.import_module("cn2an")
    return lambda text: float(module.cn2an(text, "smart"))


def with_jionlp() -> Reader:
    module = importlib.import_module("jionlp")

    def read(text: str) -> float | None:
        found = module.parse_money(text + "元")
        return None if not found or isinstance(found["num"], list) else float(found["num"])

    return read


def readers() -> dict[str, Reader]:
    found: dict[str, Reader] = {"jianbao": ours}
    for name, make in (("cn2an", with_cn2an), ("jionlp", with_jionlp)):
        try:
            found[name] = make()
        except ImportError:
            print(f"{name} is not installed and is left out; `pip install {name}` brings it into the comparison.")
    return found


def accuracy(read: Reader, cases: list[tuple[str, float]]) -> float:
    def right(text: str, value: float) -> bool:
        try:
            got = read(text)
        except Exception:  # another library's refusal is a wrong answer, whatever it raises
            return False
        return got is not None and abs(got - value) <= 1e-9 * max(1e-6, abs(value))

    return sum(right(text, value) for text, value in cases) / len(cases)


def speed(read: Reader, cases: list[tuple[str, float]], rounds: int) -> float:
    """Numbers a second."""
    start = time.perf_counter()
    for _ in range(rounds):
        for text, _value in cases:
            try:
                read(text)
            except Exception:  # as in accuracy
                continue
    return rounds * len(cases) / (time.perf_counter() - start)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    beside = Path(__file__).resolve().parents[2] / "shared" / "external" / "numerals.csv"
    options.add_argument("--cases", type=Path, default=beside)
    options.add_argument("--rounds", type=int, default=20)
    arguments = options.parse_args()
    if not arguments.cases.exists():
        raise SystemExit(f"{arguments.cases} is not there: name the suite with --cases.")
    cases = load_cases(arguments.cases)
    print(f"{len(cases)} whole numbers")
    for name, read in readers().items():
        print(f"{name:10} right {accuracy(read, cases):6.1%}   {speed(read, cases, arguments.rounds):>10,.0f} a second")


if __name__ == "__main__":
    main()
