"""The command line: python -m generator COMMAND. Each command is a function of the project's root folder."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .citation import FORMS
from .problems import DataError, Problem, report

if TYPE_CHECKING:
    from .handbook import Handbook

ROOT = Path(__file__).resolve().parent.parent


def _extract(args: argparse.Namespace) -> int:
    from .extract.run import extract, write

    print("reading the sources and the manifest …", file=sys.stderr)
    extraction = extract(args.data)
    changed = write(extraction, args.data)
    print(f"{len(extraction.documents)} documents, {sum(1 for d in extraction.documents for _ in d.walk())} clauses; "
          f"{len(changed)} files changed{': ' + ', '.join(changed) if changed else ''}")
    for doubt in extraction.doubts:
        print(doubt)
    if extraction.doubts:
        print(f"{len(extraction.doubts)} places were not understood (above); the rest was read")
    return 0


def _check(args: argparse.Namespace) -> int:
    from .handbook import load

    problems = _problems(load(args.data), args.data)
    if args.file:
        problems = [problem for problem in problems if problem.place.endswith(args.file)]
    return report(problems, "check")


def _problems(handbook: Handbook, data: Path) -> list[Problem]:
    """Every problem of the data."""
    from .calculators.checks import check_calculators, check_complete
    from .checks import check
    from .facts_checks import check_facts

    return [*check(handbook), *check_facts(handbook, handbook.facts), *check_calculators(handbook),
            *check_complete(handbook), *_extracted_is_current(data)]


def _problems_of_texts(handbook: Handbook, data: Path) -> list[Problem]:
    """As `_problems`, of what an edition freezes: texts and facts; a calculator may be wanting."""
    from .checks import check
    from .facts_checks import check_facts

    return [*check(handbook), *check_facts(handbook, handbook.facts), *_extracted_is_current(data)]


def _release(args: argparse.Namespace) -> int:
    from .release import release

    for line in release(args.data, args.date, lambda handbook: _problems_of_texts(handbook, args.data)):
        print(line)
    return 0


def _calculate(args: argparse.Namespace) -> int:
    from .calculators.command import calculate_command
    from .handbook import load

    text, status = calculate_command(load(args.data), args.calculator, args.inputs, args.json)
    print(text, file=sys.stderr if status else sys.stdout)
    return status


def _verify(args: argparse.Namespace) -> int:
    from .calculators.command import verify_command
    from .handbook import load

    text, status = verify_command(load(args.data), args.calculation)
    print(text)
    return status


def _portfolio(args: argparse.Namespace) -> int:
    from .calculators.portfolio_command import portfolio_command
    from .handbook import load

    text, status = portfolio_command(load(args.data), args.profile, args.json, args.date.isoformat())
    print(text, file=sys.stderr if status else sys.stdout)
    return status


def _cite(args: argparse.Namespace) -> int:
    from .citation import cite_text
    from .handbook import load
    from .offline.edition import edition_date

    try:
        print(cite_text(load(args.data), args.clauses, args.form, edition_date(ROOT).isoformat(), _site_url()))
    except ValueError as error:
        return report([Problem("cite", 0, str(error))], "cite")
    return 0


def _resolve(args: argparse.Namespace) -> int:
    from .handbook import load
    from .resolve import resolve_text

    print(resolve_text(load(args.data), " ".join(args.text), _site_url()))
    return 0


def _extracted_is_current(data: Path) -> list[Problem]:
    """data/documents must be what the extractor writes from today's sources, manifest and outlines."""
    from . import strict_yaml
    from .extract.run import HEADER, extract
    from .model.decode import plain

    stale = []
    for document in extract(data).documents:
        path = data / "documents" / f"{document.id}.yml"
        if not path.is_file() or path.read_text("utf-8") != strict_yaml.dump(plain(document), HEADER):
            stale.append(Problem(f"data/documents/{document.id}.yml", 0,
                                 "is not what the extractor writes now: nobody edits it; run `make extract`"))
    return stale


def _coverage(args: argparse.Namespace) -> int:
    from .coverage import coverage_report
    from .facts_checks import account_report
    from .handbook import load

    text, complete = coverage_report(args.data)
    print(text)
    handbook = load(args.data)
    text, settled = account_report(handbook, handbook.facts)
    print(text)
    return 0 if complete and settled else 1


def _register(args: argparse.Namespace) -> int:
    from .handbook import load
    from .registry import register

    for line in register(load(args.data), args.data):
        print(line)
    return 0


def _pages(args: argparse.Namespace) -> int:
    from .handbook import load
    from .pages import build

    pages = build.pages(load(args.data), ROOT / "docs")
    for name, text in pages.items():
        path = args.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    print(f"{len(pages)} pages written to {args.out}")
    return 0


def _links(args: argparse.Namespace) -> int:
    from .links import check_links

    return report((Problem(place, 0, message) for place, message in check_links(args.site)), "links")


def _offline(args: argparse.Namespace) -> int:
    from .offline.bundle import bundle, in_megabytes, offer

    print("packing the offline edition …", file=sys.stderr)
    made = bundle(args.site, args.out)
    offer(args.site, made)
    print(f"{made.path}: {in_megabytes(made.size)}, unpacked {in_megabytes(made.unpacked)}, {made.files} files, edition of {made.date}\n"
          f"SHA-256 {made.sha256}\nlongest path ({len(made.longest)} characters): {made.longest}\n"
          f"the page {args.site.name}/offline/ offers it for download")
    return 0


def _verify_offline(args: argparse.Namespace) -> int:
    from .offline.verify import verify

    return report((Problem(place, 0, message) for place, message in verify(args.zip)), f"verify-offline {args.zip.name}")


def _pdf(args: argparse.Namespace) -> int:
    from .handbook import load
    from .offline.edition import edition_date
    from .print.pdf import PrintError
    from .print.write import write_pdfs

    handbook = load(args.data)
    if args.document and args.document not in handbook.entries:
        return report([Problem(args.document, 0, "there is no document of this id")], "pdf")
    try:
        for written in write_pdfs(handbook, args.out, ROOT / "node_modules", edition_date(ROOT), _site_url(), args.document):
            print(written, flush=True)
    except PrintError as error:
        return report([Problem("pdf", 0, str(error))], "pdf")
    return 0


def _epub(args: argparse.Namespace) -> int:
    from .handbook import load
    from .offline.edition import edition_date
    from .print.write import write_epub

    print(write_epub(load(args.data), args.out, edition_date(ROOT), _site_url()))
    return 0


def _site_url() -> str:
    """Where the handbook is published, if it is: mkdocs.yml reads the same variable."""
    return os.environ.get("HANDBOOK_SITE_URL", "")


def _schemas(args: argparse.Namespace) -> int:
    from .exports.schemas import write_editor_files

    for name in write_editor_files(ROOT):
        print(name)
    return 0


COMMANDS = {
    "extract": (_extract, "read the sources into data/documents/*.yml (all or nothing)"),
    "check": (_check, "check all of data/, every problem in one run"),
    "coverage": (_coverage, "account for every character of the sources, and for every number, grant and ban"),
    "register": (_register, "remember new addresses and texts in data/registry.yml"),
    "release": (_release, "freeze an edition: every wording, and what changed since the edition before"),
    "pages": (_pages, "write the Markdown pages into a folder, for any engine"),
    "links": (_links, "check every link and anchor of the built site"),
    "offline": (_offline, "pack the built site into one zip, and offer it on the site's page 离线版"),
    "verify-offline": (_verify_offline, "check a zip of the offline edition against its list of sums"),
    "pdf": (_pdf, "write the handbook and each of its documents as PDF"),
    "epub": (_epub, "write the handbook as EPUB"),
    "calculate": (_calculate, "run a calculator: calculate ID 名称=值 …"),
    "verify": (_verify, "check a calculation exported from a page"),
    "portfolio": (_portfolio, "what a company may get from the whole corpus, by a profile saved from the page 政策体检"),
    "cite": (_cite, "print citations of clauses in the form of letters, GB/T 7714, Markdown, HTML, CSL-JSON, RIS"),
    "resolve": (_resolve, "print the clauses that a citation, a number or an old address means, with reasons"),
    "schemas": (_schemas, "write the JSON Schemas that editors use"),
}


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit status. Bad data is printed as `file:line: message`, never a traceback."""
    parser = argparse.ArgumentParser(prog="python -m generator", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (run, help_text) in COMMANDS.items():
        command = commands.add_parser(name, help=help_text, description=help_text)
        command.add_argument("--data", type=Path, default=ROOT / "data", help="the data folder")
        command.set_defaults(run=run)
        if name == "check":
            command.add_argument("--file", default="", help="show only the problems of this file")
        if name == "release":
            command.add_argument("date", metavar="DATE", help="the day of the edition, YYYY-MM-DD")
        if name == "pages":
            command.add_argument("--out", type=Path, required=True, help="folder to write to")
        if name in ("links", "offline"):
            command.add_argument("site", type=Path, nargs="?", default=ROOT / "site", help="the built site")
        if name in ("offline", "pdf", "epub"):
            command.add_argument("--out", type=Path, default=ROOT / "build", help="the folder to write to")
        if name == "pdf":
            command.add_argument("--document", metavar="ID", help="only this document")
        if name == "calculate":
            command.add_argument("calculator", help="id of the calculator: data/calculators/<id>.yml")
            command.add_argument("inputs", nargs="*", help="名称=值, for each input; what is left out is unknown")
            command.add_argument("--json", action="store_true", help="print what the page exports")
        if name == "portfolio":
            command.add_argument("profile", type=Path, help="the JSON file that the page saved")
            command.add_argument("--json", action="store_true", help="print the report as JSON")
            command.add_argument("--date", type=datetime.date.fromisoformat, default=datetime.date.today(), help="the day asked about; today")
        if name == "cite":
            command.add_argument("clauses", nargs="+", metavar="ID", help="clause id, or a range of siblings: icv-2025.1.2..icv-2025.1.4")
            command.add_argument("--form", choices=["all", *FORMS], default="all", help="one form only")
        if name == "resolve":
            command.add_argument("text", nargs="+", metavar="TEXT", help="what stands in the letter")
        if name == "verify":
            command.add_argument("calculation", type=Path, help="the JSON file that the page exported")
        if name == "verify-offline":
            command.add_argument("zip", type=Path, help="the zip")
    args = parser.parse_args(argv)
    try:
        return args.run(args)
    except DataError as error:
        return report(error.problems, args.command)


if __name__ == "__main__":
    sys.exit(main())
