"""requirements.txt and the installed packages → docs/licences.md and docs/sbom.json, written by `make audit`.

The bill of materials is CycloneDX 1.5 (ECMA-424) in JSON. It holds no time and no serial number, so that the same
packages give the same bytes.
"""

import importlib.metadata
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[1]
LICENCES = REPOSITORY / "docs" / "licences.md"
SBOM = REPOSITORY / "docs" / "sbom.json"

# A pinned requirement: "click==8.5.1".
PINNED = re.compile(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.!+-]+)")
# Licences that let anyone use, change and pass on the work; MPL-2.0 asks only that changes of its own files stay open.
PERMISSIVE = (
    "mit", "bsd", "apache", "mpl-2.0", "mozilla public license 2.0", "psf-2.0", "python software foundation", "isc",
    "zlib", "0bsd", "cc0-1.0", "public domain", "unlicense", "hpnd", "mit-cmu",
)  # fmt: skip
# Licences that would bind the project's users.
BINDING = re.compile(r"\b(?:A|L)?GPL|\bSSPL|\bCC-BY-(?:NC|SA)|\bEUPL|Commons Clause|Business Source", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Component:
    """An installed package that the project needs."""

    name: str
    version: str
    licence: str


def pinned(path: Path) -> dict[str, str]:
    """Name → version of a lock file; raises ValueError for a line that pins nothing."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if not text:
            continue
        match = PINNED.fullmatch(text)
        if match is None:
            raise ValueError(f"{path.name}: {text} is not pinned to one version")
        found[match[1]] = match[2]
    return found


def components(path: Path) -> list[Component]:
    """The packages of a lock file with their licences as the installed packages state them."""
    return [Component(name, version, licence(name)) for name, version in sorted(pinned(path).items())]


def licence(name: str) -> str:
    """A package's licence: its SPDX expression where it states one, else its classifiers, else its licence field."""
    stated: Any = importlib.metadata.metadata(name)
    if stated.get("License-Expression"):
        return str(stated["License-Expression"])
    classifiers = [c.rpartition("::")[2].strip() for c in stated.get_all("Classifier") or () if "License ::" in c]
    named = [c for c in classifiers if c != "OSI Approved"]
    return " AND ".join(named) or str(stated.get("License") or "unknown").splitlines()[0]


def is_permissive(licence_text: str) -> bool:
    """Whether a licence binds nobody who uses the project.

    >>> is_permissive("BSD-3-Clause"), is_permissive("GPL-3.0-or-later"), is_permissive("unknown")
    (True, False, False)
    """
    return not BINDING.search(licence_text) and any(name in licence_text.lower() for name in PERMISSIVE)


def licences_page(found: list[Component]) -> str:
    """docs/licences.md."""
    lines = [
        "# Licences of what the project needs",
        "",
        "Made by `make audit` from requirements.txt and the installed packages. The project itself is under the MIT",
        "licence. None of these licences asks anything of those who only use the project or its outputs; MPL-2.0",
        "asks that changes of the package's own files stay open.",
        "",
        "| package | version | licence |",
        "|---|---|---|",
        *(f"| {c.name} | {c.version} | {c.licence} |" for c in found),
    ]
    return "\n".join(lines) + "\n"


def bill_of_materials(found: list[Component]) -> str:
    """docs/sbom.json."""
    content: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "jianbao", "bom-ref": "jianbao"}},
        "components": [_component(c) for c in found],
        "dependencies": [{"ref": "jianbao", "dependsOn": [_url(c) for c in found]}],
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _component(component: Component) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": _url(component),
        "name": component.name,
        "version": component.version,
        "purl": _url(component),
        "licenses": [{"license": {"name": component.licence}}],
    }


def _url(component: Component) -> str:
    return f"pkg:pypi/{component.name.lower().replace('_', '-')}@{component.version}"


def main() -> None:
    """Write both files; exit with status 1 where a licence is not permissive."""
    found = components(REPOSITORY / "requirements.txt")
    LICENCES.write_text(licences_page(found), encoding="utf-8")
    SBOM.write_text(bill_of_materials(found), encoding="utf-8")
    wrong = [c for c in found if not is_permissive(c.licence)]
    for component in wrong:
        print(f"{component.name} {component.version}: {component.licence}")
    print(f"{len(found)} packages, {len(wrong)} of them under a licence that is not permissive")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
