"""The package's source → docs/messages.md, every message that can reach a user; written by `make audit`."""

import ast
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
    "UnusableOutput": (
        "The output folder",
        "The run ends with status 1. What readers see stays as it was; what was done is kept for the next run.",
    ),
    "OutOfResources": ("Memory", "The run ends with status 1. What readers see stays as it was; the next run goes on."),
    "MissingStage": ("Something to read is missing", "The command ends with status 1 and has changed nothing."),
    "StageFailed": (
        "A fault of the pipeline",
        "The run ends with status 1 and names the document. What readers see stays as it was.",
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
    "PipelineError": ("Measuring", "The command ends with status 1 and has changed nothing."),
}
# Classes that make their message of a table of templates, by the name of that table.
TEMPLATES = {"_ENGLISH": "BadQuery"}


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """A message as the source has it, `…` for what is filled in."""

    kind: str
    text: str
    module: str


def messages() -> list[Message]:
    """All messages of the package."""
    package = REPOSITORY / "pipeline"
    return sorted({m for path in package.rglob("*.py") for m in _messages_of(path, package)})


def _messages_of(path: Path, package: Path) -> Iterator[Message]:
    module = ".".join(path.relative_to(package.parent).with_suffix("").parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and _is_error(node.func.id) and node.args:
            text = _text(node.args[0])
            if text:
                yield Message(node.func.id, text, module)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            kind = TEMPLATES.get(node.targets[0].id)
            if kind and isinstance(node.value, ast.Dict):
                yield from (Message(kind, _filled(_text(value)), module) for value in node.value.values)


def _is_error(name: str) -> bool:
    found = getattr(errors, name, None)
    return isinstance(found, type) and issubclass(found, errors.PipelineError)


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return ""


def _filled(template: str) -> str:
    return template.replace("{at}", "…").replace("{text}", "…")


def page() -> str:
    """docs/messages.md."""
    by_kind: dict[str, list[Message]] = defaultdict(list)
    for message in messages():
        by_kind[message.kind].append(message)
    lines = [
        "# What the pipeline says when something is wrong",
        "",
        "Every message of the source, made by `make audit`; `…` stands for a file, a number or a name. Errors of the",
        "command line are one line on standard error, `error: ` and the sentence.",
    ]
    for kind, (title, meaning) in KINDS.items():
        lines += ["", f"## {title} ({kind})", "", meaning, "", "| message | from |", "|---|---|"]
        lines += [f"| {m.text.replace('|', chr(92) + '|')} | `{m.module}` |" for m in by_kind[kind]]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
