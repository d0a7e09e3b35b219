"""The description of an archive that other programs read: RO-Crate 1.1 (Soiland-Reyes et al. 2022), as JSON-LD."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

METADATA = "ro-crate-metadata.json"
CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}]
KINDS = {
    ".csv": "text/csv",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".yml": "application/yaml",
    ".graphml": "application/xml",
    ".gexf": "application/xml",
}
TOOL = "#arabic-news-analysis"


def describe(folder: Path, record: Mapping[str, Any], notes: Sequence[str], license: str = "") -> dict[str, Any]:
    """Return the metadata of a crate whose files lie in `folder`: each with its size and hash, and what made them.

    `notes` tell what was left out of a file, as `name: what`.
    """
    about: dict[str, str] = {}
    for note in notes:
        name, _, what = note.partition(": ")
        about[name] = f"{about[name]}; {what}" if name in about else what
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    files = [_file(folder, name, record, about.get(name)) for name in names]
    told, corpus = record["made"], record["corpus"]
    name = next(iter(record["reports"].values()))["name"]
    licence = license or "#no-licence"
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"Analysis of the news corpus {name}",
        "description": f"Tables and figures on {corpus['counted']:,} articles ({corpus['words']:,} words; corpus "
        f"{corpus['fingerprint']}), without the text of the articles. texts.csv tells which texts these are; "
        "`analysis rehydrate` checks whether somebody holds them, and makes every table again.",
        "datePublished": told[:10],
        "license": {"@id": licence},
        "identifier": corpus["fingerprint"],
        "hasPart": [{"@id": each["@id"]} for each in files],
        "mentions": {"@id": "#run"},
    }
    run = {
        "@id": "#run",
        "@type": "CreateAction",
        "name": record["command"],
        "endTime": told,
        "instrument": {"@id": TOOL},
        "object": {"@id": "texts.csv"},
        "result": [{"@id": each["@id"]} for each in files if each["@id"].startswith(("tables/", "figures/"))],
    }
    tool = {
        "@id": TOOL,
        "@type": "SoftwareApplication",
        "name": "arabic-news-analysis",
        "version": record["versions"]["arabic-news-analysis"],
        "softwareRequirements": [f"{each} {version}" for each, version in record["versions"].items()],
    }
    chosen = {"@id": licence, "@type": "CreativeWork", "name": license or "No licence was chosen: ask the authors."}
    descriptor = {
        "@id": METADATA,
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    return {"@context": CONTEXT, "@graph": [descriptor, root, chosen, run, tool, *files]}


def _file(folder: Path, name: str, record: Mapping[str, Any], about: str | None) -> dict[str, Any]:
    data = (folder / name).read_bytes()
    told: dict[str, Any] = {
        "@id": name,
        "@type": "File",
        "name": name,
        "encodingFormat": KINDS.get(Path(name).suffix, "application/octet-stream"),
        "contentSize": str(len(data)),
        "sha256": sha256(data).hexdigest(),
    }
    if about:
        whole = record["files"].get(name)
        told["description"] = about + (f" (the whole one has the sha256 {whole})" if whole else "")
    return told
