"""JSON Schemas of the files in data/, for editors: completion and errors as one types."""

from __future__ import annotations

from pathlib import Path

from ..model.calculator import Calculator, NotCalculables
from ..model.decode import schema
from ..model.document import Document
from ..model.history import ChangeLog, DocumentHistory
from ..model.facts import Facts
from ..model.manifest import Manifest, Outline
from ..model.metadata import Metadata
from ..model.profile import Profile
from ..model.reference import Amendments, References
from ..model.registry import Registry, Tombstones
from ..model.taxonomy import Departments, Jurisdictions, Kinds
from ..model.terms import AwardTypes, Industries, Levels, Recipients
from ..model.asked import Asked
from ..model.thesaurus import Thesaurus
from .write import to_json

EDITOR_SCHEMAS = {
    "manifest": (Manifest, ["manifest.yml"]), "outline": (Outline, ["outline/*.yml"]),
    "document": (Document, ["documents/*.yml"]), "metadata": (Metadata, ["metadata/*.yml"]),
    "departments": (Departments, ["taxonomy/departments.yml"]), "jurisdictions": (Jurisdictions, ["taxonomy/jurisdictions.yml"]),
    "kinds": (Kinds, ["taxonomy/kinds.yml"]), "references": (References, ["references.yml"]),
    "amendments": (Amendments, ["amendments.yml"]), "registry": (Registry, ["registry.yml"]),
    "tombstones": (Tombstones, ["tombstones.yml"]), "facts": (Facts, ["facts/*.yml"]),
    "industries": (Industries, ["taxonomy/industries.yml"]), "award_types": (AwardTypes, ["taxonomy/award_types.yml"]),
    "recipients": (Recipients, ["taxonomy/recipients.yml"]), "levels": (Levels, ["taxonomy/levels.yml"]),
    "history": (DocumentHistory, ["history/*.yml"]), "changes": (ChangeLog, ["changes.yml"]),
    "thesaurus": (Thesaurus, ["thesaurus.yml"]), "calculator": (Calculator, ["calculators/*.yml"]),
    "not_calculable": (NotCalculables, ["not-calculable.yml"]), "asked": (Asked, ["asked.yml"]),
    "profile": (Profile, ["profile.yml"]),
}


def editor_files() -> dict[str, str]:
    """{path in the repository: text} of the schemas and of the editor's settings that point at them."""
    found = {f"data/schemas/{name}.schema.json": to_json(schema(record, f"data/{name}"))
             for name, (record, _files) in EDITOR_SCHEMAS.items()}
    settings = {"yaml.schemas": {f"./data/schemas/{name}.schema.json": [f"data/{pattern}" for pattern in patterns]
                                 for name, (_record, patterns) in EDITOR_SCHEMAS.items()}}
    return {**found, ".vscode/settings.json": to_json(settings)}


def write_editor_files(root: Path) -> list[str]:
    """Write them; returns their paths. Made from the model, so they cannot drift (a test compares)."""
    files = editor_files()
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return list(files)
