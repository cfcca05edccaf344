"""JSON Schemas of the files in data/, for editors: completion and errors as one types."""

from __future__ import annotations

from pathlib import Path

from ..model.decode import schema
from ..model.document import Document
from ..model.manifest import Manifest, Outline
from ..model.metadata import Metadata
from ..model.reference import Amendments, References
from ..model.registry import Registry, Tombstones
from ..model.taxonomy import Departments, Jurisdictions, Kinds
from .write import to_json

EDITOR_SCHEMAS = {
    "manifest": (Manifest, ["manifest.yml"]), "outline": (Outline, ["outline/*.yml"]),
    "document": (Document, ["documents/*.yml"]), "metadata": (Metadata, ["metadata/*.yml"]),
    "departments": (Departments, ["taxonomy/departments.yml"]), "jurisdictions": (Jurisdictions, ["taxonomy/jurisdictions.yml"]),
    "kinds": (Kinds, ["taxonomy/kinds.yml"]), "references": (References, ["references.yml"]),
    "amendments": (Amendments, ["amendments.yml"]), "registry": (Registry, ["registry.yml"]),
    "tombstones": (Tombstones, ["tombstones.yml"]),
}


def write_editor_schemas(data: Path) -> list[str]:
    """Write data/schemas/*.schema.json; returns their names. Made from the model, so they cannot drift."""
    folder = data / "schemas"
    folder.mkdir(exist_ok=True)
    names = []
    for name, (record, _files) in EDITOR_SCHEMAS.items():
        path = folder / f"{name}.schema.json"
        path.write_text(to_json(schema(record, f"data/{name}")), "utf-8")
        names.append(path.name)
    return names
