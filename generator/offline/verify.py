"""A zip of the offline edition -> what is wrong with it, in plain words."""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from .bundle import SUMS
from .names import mistakes

# An edition has some 30 MB; a zip that claims a hundred times as much is none of ours.
LARGEST = 4 << 30
CHUNK = 1 << 20

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)\Z")
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


def verify(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (file, what is wrong) for a zip; nothing where every file is the one that its list of sums names."""
    if not path.is_file():
        yield path.name, "there is no such file"
        return
    try:
        archive = zipfile.ZipFile(path)
    except _UNREADABLE as error:
        yield path.name, _no_zip(path, error)
        return
    with archive:
        files = [entry for entry in archive.infolist() if not entry.is_dir()]
        if unsafe := list(_unsafe(archive)):
            yield from unsafe
            return  # nothing of such a zip should be unpacked, so nothing more is said of it
        yield from _differences(archive, files, path.name)


def _no_zip(path: Path, error: Exception) -> str:
    with path.open("rb") as file:
        begins = file.read(4)
    if begins == b"PK\x03\x04":
        return f"is a zip whose end is missing or damaged ({error}): it was cut off; copy or download it again"
    return "is empty" if not begins else "is not a zip"


def _unsafe(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    entries = archive.infolist()
    for name, times in Counter(entry.orig_filename for entry in entries).items():
        if times > 1:
            yield name, f"stands {times} times in the zip"
    yield from mistakes(sorted({entry.orig_filename.removesuffix("/") for entry in entries}))
    for entry in entries:
        if stat.S_ISLNK(entry.external_attr >> 16):
            yield entry.filename, "is a link, not a file"
        if entry.flag_bits & 1:
            yield entry.filename, "is encrypted"
    if (size := sum(entry.file_size for entry in entries)) > LARGEST:
        yield "the zip", f"would unpack to {size} bytes, more than any edition"


def _differences(archive: zipfile.ZipFile, files: list[zipfile.ZipInfo], zip_name: str) -> Iterator[tuple[str, str]]:
    folders = {entry.filename.partition("/")[0] for entry in files}
    if len(folders) != 1 or any("/" not in entry.filename for entry in files):
        yield zip_name, "does not hold exactly one folder: this is no offline edition"
        return
    [folder] = folders
    inside = {entry.filename.removeprefix(folder + "/"): entry for entry in files}
    if SUMS not in inside:
        yield SUMS, "is missing: without it nothing can be checked"
        return
    try:
        listed, bad_lines = _sums(archive.read(inside[SUMS]).decode("utf-8", "replace"))
    except _UNREADABLE as error:
        yield SUMS, f"cannot be unpacked: it is damaged ({error})"
        return
    yield from ((SUMS, words) for words in bad_lines)
    yield from ((name, f"is in {SUMS} but missing from the zip") for name in listed if name not in inside)
    for name, entry in inside.items():
        if name == SUMS:
            continue
        if name not in listed:
            yield name, f"is in the zip but not in {SUMS}: it was added later"
        elif words := _changed(archive, entry, listed[name]):
            yield name, words


def _sums(text: str) -> tuple[dict[str, str], list[str]]:
    """The sums by name, and what is wrong with lines that are none."""
    sums: dict[str, str] = {}
    bad = []
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.match(line)
        if not found:
            bad.append(f"line {number} is not a sum and a name")
        elif found.group(2) in sums:
            bad.append(f"line {number} names {found.group(2)} a second time")
        else:
            sums[found.group(2)] = found.group(1)
    if not text.strip():
        bad.append("is empty")
    return sums, bad


def _changed(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, wanted: str) -> str:
    found = hashlib.sha256()
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                found.update(chunk)
    except _UNREADABLE as error:
        return f"cannot be unpacked: it is damaged ({error})"
    return "" if found.hexdigest() == wanted else f"is not the file that {SUMS} names: it was changed"
