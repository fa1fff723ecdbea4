"""The package's source → docs/messages.md, every message that can reach a user; written by `make audit`."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.model import errors

REPOSITORY = Path(__file__).parents[1]
PAGE = REPOSITORY / "docs" / "messages.md"

# What a kind of error means for the run, and what the user can do beside what the message says.
KINDS = {
    "UnreadableDocument": (
        "A raw file that cannot be read",
        "Not an error of the run: the file stands in `documents` as `quarantined` with this reason, and all "
        "else goes on. Mend or replace the file and run again; limits are set in `jianbao.toml` (docs/robustness.md).",
    ),
    "Duplicate": (
        "A raw file that holds an issue again",
        "Not an error: the file stands in `documents` as `duplicate`; its issue is read from the other one.",
    ),
    "Warning": (
        "A raw file that was read in part",
        "Not an error: the file stands in `documents` as `accepted` with these in `warnings`.",
    ),
    "Quarantined": ("A strict run", "Under `--strict` the run ends with status 1; its outputs are shown all the same."),
    "UnusableOutput": (
        "The output folder",
        "The run ends with status 1. What readers see stays as it was; what was done is kept for the next run.",
    ),
    "OutOfResources": ("Memory", "The run ends with status 1. What readers see stays as it was; the next run goes on."),
    "UnusableFile": ("A file of a command", "The command ends with status 1; what it had written until then stands."),
    "MissingStage": ("Something to read is missing", "The command ends with status 1 and has changed nothing."),
    "MissingPackage": ("A package is missing", "The command ends with status 1 and has changed nothing."),
    "StageFailed": (
        "A fault of the pipeline",
        "The run ends with status 1 and names the document. What readers see stays as it was.",
    ),
    "UnforeseenFault": (
        "Anything else",
        "The command ends with status 1. Outputs are shown only when all is done, so what readers see stays as it was.",
    ),
    "BadLexicon": ("The lexicon", "The command ends with status 1; mend the CSV file that is named."),
    "BadCorrection": (
        "Corrections",
        "The run ends with status 1 and applies none of the corrections; mend the line that is named.",
    ),
    "BadSettings": (
        "Settings",
        "The command ends with status 1 and has changed nothing; mend `jianbao.toml` beside the folder of raw files.",
    ),
    "BadQuery": (
        "Queries and questions",
        "The command ends with status 1; mend the query. The site says it in Chinese.",
    ),
    "Unreachable": ("Servers", "The command ends with status 1; it can be given again."),
    "UnusableAddress": (
        "URLs",
        "The command ends with status 1. What the URL showed before it shows still; what was done is kept in the "
        "working folder for the next run (docs/scale.md).",
    ),
    "UnusableCluster": (
        "The cluster",
        "The run ends with status 1. What readers see stays as it was; what was done is kept for the next run.",
    ),
    "BadGold": ("Measuring", "The command ends with status 1 and has changed nothing."),
}
# What a template is filled with. Example: {at}
FILLED = re.compile(r"\{\w+\}")
# Tables and functions that hold messages, by name, and the kind of these.
TABLES = {"_ENGLISH": "BadQuery", "_CHINESE": "BadQuery", "OPENING_ERRORS": "UnreadableDocument"}
FUNCTIONS = {"_duplicate_reason": "Duplicate"}


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """A message as the source has it, `…` for what is filled in."""

    kind: str
    text: str
    module: str


class Unreadable(ValueError):
    """The source makes a message of something else than a text, a named text or one of the TABLES."""


def messages() -> list[Message]:
    """All messages of the package. Raises Unreadable where one cannot be told from the source."""
    package = REPOSITORY / "pipeline"
    return sorted({message for path in package.rglob("*.py") for message in messages_of(path, package)})


def messages_of(path: Path, package: Path) -> Iterator[Message]:
    """The messages of a file of the package. Raises Unreadable where one cannot be told from the source."""
    module = ".".join(path.relative_to(package.parent).with_suffix("").parts)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = dict(_named_texts(tree))
    for node in ast.walk(tree):
        for kind, said in _said(node):
            text = named.get(said.id, said) if isinstance(said, ast.Name) else said
            if not _is_from_table(text):
                yield Message(kind, _text(text, f"{module}:{said.lineno}"), module)


def _named_texts(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value


def _said(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The kind and the text of the messages that a node makes."""
    match node:
        case ast.Call(func=ast.Name(id=name), args=[text, *_]) if _is_error(name):
            yield name, text
        case ast.Call(func=ast.Name(id="replace" | "Document"), keywords=keywords):
            yield from (("UnreadableDocument", k.value) for k in keywords if k.arg == "reason" and _is_text(k.value))
        case ast.Call(func=ast.Attribute(attr="append", value=value), args=[text]) if _is_warnings(value):
            yield "Warning", text
        case ast.FunctionDef(name=name) if name in FUNCTIONS:
            yield from ((FUNCTIONS[name], n.value) for n in ast.walk(node) if isinstance(n, ast.Return) and n.value)
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(values=texts)) if name in TABLES:
            yield from ((TABLES[name], text) for text in texts)


def _is_error(name: str) -> bool:
    found = getattr(errors, name, None)
    return isinstance(found, type) and issubclass(found, errors.PipelineError)


def _is_warnings(node: ast.expr) -> bool:
    return "warnings" in (getattr(node, "id", ""), getattr(node, "attr", ""))


def _is_from_table(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and any(isinstance(n, ast.Name) and n.id in TABLES for n in ast.walk(node))


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant | ast.JoinedStr)


def _text(node: ast.expr, where: str) -> str:
    if isinstance(node, ast.Constant):
        return FILLED.sub("…", str(node.value))
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    raise Unreadable(f"{where}: write the message where it is raised, or in one of {', '.join(TABLES)}")


def page() -> str:
    """docs/messages.md."""
    by_kind: dict[str, list[Message]] = defaultdict(list)
    for message in messages():
        by_kind[message.kind].append(message)
    lines = [
        "# What the pipeline says when something is wrong",
        "",
        "Every message of the source, made by `make audit`; `…` stands for a file, a number or a name. Errors of the",
        "command line are one line on standard error, `error: ` and the sentence. Each is provoked by",
        "`tests/robust/test_messages.py`.",
    ]
    for kind, (title, meaning) in KINDS.items():
        lines += ["", f"## {title} ({kind})", "", meaning, "", "| message | from |", "|---|---|"]
        lines += [f"| {m.text.replace('|', chr(92) + '|')} | `{m.module}` |" for m in by_kind[kind]]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
