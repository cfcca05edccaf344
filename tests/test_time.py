"""Time: editions that lose nothing, feeds and calendars of what changed and falls due, what was in force on a day."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from generator import strict_yaml
from generator.handbook import fingerprint, load
from generator.history import digest, load_history, present
from tests.support import DATA, minimal, real, run, snapshot
from tests.test_broken import rehash

PLAN = "《测试文本：云桥市鼓励纸船制造的若干措施（虚构）》"
FIRST, SECOND, THIRD = "2024-01-01", "2024-06-01", "2025-01-01"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), "utf-8")


def retext(data: Path, capsys: Any, old: str, new: str, file: str = "first.txt") -> None:
    """Change the words of a source, as a new edition of a text does, and register them."""
    edit(data / "sources" / file, old, new)
    rehash(data)
    for command in ("extract", "register"):
        assert run(capsys, command, "--data", data).status == 0


def freeze(data: Path, capsys: Any, day: str) -> str:
    done = run(capsys, "release", day, "--data", data)
    assert done.status == 0, done.err
    return done.out


def refused(data: Path, capsys: Any, day: str) -> str:
    """The message of a release that may not be; it must have written nothing."""
    before = snapshot(data)
    done = run(capsys, "release", day, "--data", data)
    assert done.status == 1 and done.out == ""
    assert snapshot(data) == before
    return done.err


def problems(data: Path, capsys: Any) -> list[str]:
    """What `check` says of texts and facts; the minimal data have no calculators."""
    return [line for line in run(capsys, "check", "--data", data).problems if "has no calculator" not in line]


@pytest.fixture
def data(tmp_path: Path, capsys: Any) -> Path:
    """The minimal data with a first edition."""
    found = minimal(tmp_path)
    freeze(found, capsys, FIRST)
    return found


# --- editions ---


def test_the_first_edition_collects_every_document_with_every_word(tmp_path: Path, capsys: Any) -> None:
    data = minimal(tmp_path)
    out = freeze(data, capsys, FIRST)
    assert out.splitlines()[0] == f"edition of {FIRST}: 3 documents, 28 clauses; the first edition: 3 changes"
    assert "- 收录《云桥市纸船管理办法》（云府〔2031〕7号），共11个条款。" in out
    assert "- 收录《关于修改〈云桥市纸船管理办法〉的决定》，共" in out
    handbook = load(data)
    assert {clause: [w.fingerprint for w in found] for clause, found in handbook.history.wordings.items()} == {
        clause: [fingerprint(view.clause)] for clause, view in handbook.clauses.items()}
    assert {clause: found[0].text for clause, found in handbook.history.wordings.items()} == {
        clause: view.clause.text for clause, view in handbook.clauses.items()}
    assert problems(data, capsys) == []


def test_the_same_day_again_changes_nothing(data: Path, capsys: Any) -> None:
    before = snapshot(data)
    assert "frozen already" in freeze(data, capsys, FIRST)
    assert snapshot(data) == before


def test_an_edition_without_changes_says_so(data: Path, capsys: Any) -> None:
    before = snapshot(data / "history")
    assert freeze(data, capsys, SECOND).endswith(f"since {FIRST}: no changes\n")
    assert snapshot(data / "history") == before
    assert [edition.date for edition in load(data).history.editions] == [FIRST, SECOND]


def test_a_changed_clause_is_told_with_both_wordings(data: Path, capsys: Any) -> None:
    old = load(data).clauses["plan-2030.2.1"].clause
    retext(data, capsys, "应当支持。", "应当大力支持。")
    out = freeze(data, capsys, SECOND)
    assert out.splitlines()[1:] == [
        f"- 修改{PLAN}第二部分第1项。", "    原为：1．加强领导。县级市<区>人民政府<管委会>应当支持。",
        "    现为：1．加强领导。县级市<区>人民政府<管委会>应当大力支持。"]
    history = load(data).history
    [change] = history.editions[-1].changes
    assert (change.action, change.clause, change.before) == ("changed", "plan-2030.2.1", fingerprint(old))
    assert history.wording("plan-2030.2.1", change.before).text == old.text
    assert history.published(FIRST)["plan-2030"].wordings["plan-2030.2.1"].text == old.text
    assert history.published(SECOND)["plan-2030"].wordings["plan-2030.2.1"].text == old.text.replace("应当", "应当大力")


def rename(data: Path, capsys: Any) -> None:
    """Take a row's address away and give its text another one, as the guide says it must be done."""
    edit(data / "outline" / "plan-2030.yml", "two-hundred", "twice-hundred")
    edit(data / "tombstones.yml", "tombstones: []", "tombstones:\n- {id: plan-2030.2.2.table-1.two-hundred, reason: 地址有误，已改正。, "
                                                    "moved_to: plan-2030.2.2.table-1.twice-hundred}")
    for command in ("extract", "register"):
        assert run(capsys, command, "--data", data).status == 0


def test_new_and_removed_clauses_are_told(data: Path, capsys: Any) -> None:
    rename(data, capsys)
    out = freeze(data, capsys, SECOND)
    assert f"- {PLAN}新增第二部分第2项" in out and "“200”一行。\n    现为：200 市水塘局\n" in out
    [removed] = [change for change in load(data).history.editions[-1].changes if change.action == "removed"]
    assert removed.words.startswith(f"删去{PLAN}第二部分第2项") and removed.words.endswith("地址有误，已改正。")
    assert "    原为：200 市水塘局" in out
    assert removed.departments and removed.industries == ("paper-boats",)
    assert load(data).history.wordings[removed.clause][-1].text == "200 市水塘局", "the words stay when the clause goes"


def test_a_changed_date_is_told(data: Path, capsys: Any) -> None:
    path = data / "metadata" / "rules-2031.yml"
    edit(path, "effective_to: {value: null, evidence: null}", "effective_to: {value: '2031-03-01', evidence: 自2031年3月1日起施行}")
    out = freeze(data, capsys, SECOND)
    assert out.splitlines()[1:] == ["- 《云桥市纸船管理办法》的有效期末日，由“文件未载明”改记为“2031-03-01”。"]
    assert freeze(data, capsys, THIRD).endswith("no changes\n")


@pytest.mark.parametrize("day", ["2024-02-30", "2024-1-1", "20240101", "yesterday", "", "２０２４-01-01"])
def test_a_bad_date_is_refused(data: Path, capsys: Any, day: str) -> None:
    assert "is no date: write it as YYYY-MM-DD" in refused(data, capsys, day)


def test_going_backwards_is_refused(data: Path, capsys: Any) -> None:
    assert "2023-12-31 would go backwards" in refused(data, capsys, "2023-12-31")


def test_a_day_to_come_is_refused(data: Path, capsys: Any) -> None:
    assert "is still to come" in refused(data, capsys, "9999-12-31")


def test_a_frozen_day_does_not_take_later_changes(data: Path, capsys: Any) -> None:
    retext(data, capsys, "应当支持。", "应当大力支持。")
    assert "release them under a later date" in refused(data, capsys, FIRST)


def test_data_with_a_problem_are_refused(data: Path, capsys: Any) -> None:
    edit(data / "sources" / "first.txt", "应当支持。", "应当大力支持。")
    rehash(data)
    assert run(capsys, "extract", "--data", data).status == 0
    assert "the text of plan-2030.2.1 is no longer the registered one" in refused(data, capsys, SECOND)


def test_what_is_not_committed_is_refused(data: Path, capsys: Any) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], cwd=data, check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "-m", "first")
    retext(data, capsys, "应当支持。", "应当大力支持。")
    assert "data/sources/first.txt: is not committed" in refused(data, capsys, SECOND).replace("\nsources", "\ndata/sources").replace(
        "sources/first.txt", "data/sources/first.txt", 1)
    git("add", ".")
    git("commit", "-m", "second")
    freeze(data, capsys, SECOND)


def test_a_release_that_broke_off_is_simply_run_again(data: Path, capsys: Any) -> None:
    retext(data, capsys, "应当支持。", "应当大力支持。")
    log = (data / "changes.yml").read_bytes()
    freeze(data, capsys, SECOND)
    whole = snapshot(data)
    (data / "changes.yml").write_bytes(log)
    assert f"speaks of an edition of {SECOND}" in run(capsys, "check", "--data", data).err
    freeze(data, capsys, SECOND)
    assert snapshot(data) == whole


# --- nothing published is lost: every way of losing it must be refused ---


def drop_clause(data: Path) -> None:
    """Take a clause out of the text, its registry line with it, so that only the history remembers."""
    edit(data / "outline" / "plan-2030.yml", "two-hundred", "twice-hundred")
    assert_run("extract", data)
    (data / "registry.yml").write_text("ids: {}\n", "utf-8")
    assert_run("register", data)


def change_quietly(data: Path) -> None:
    """Change a clause's words and pretend in the registry that it never read otherwise."""
    edit(data / "sources" / "first.txt", "应当支持。", "应当大力支持。")
    rehash(data)
    assert_run("extract", data)
    (data / "registry.yml").write_text("ids: {}\n", "utf-8")
    assert_run("register", data)


def drop_document(data: Path) -> None:
    for folder in ("documents", "metadata", "facts"):
        (data / folder / "plan-2030.yml").unlink()
    rows = (data / "registry.yml").read_text("utf-8").splitlines(keepends=True)
    (data / "registry.yml").write_text("".join(row for row in rows if not row.startswith("  plan-2030")), "utf-8")


def forget_address(data: Path) -> None:
    rows = (data / "registry.yml").read_text("utf-8").splitlines(keepends=True)
    (data / "registry.yml").write_text("".join(row for row in rows if not row.startswith("  rules-2031.3:")), "utf-8")


def alter_old_words(data: Path) -> None:
    edit(data / "history" / "rules-2031.yml", "处以十元罚款", "处以百元罚款")


def alter_old_words_and_fingerprint(data: Path) -> None:
    path = data / "history" / "rules-2031.yml"
    text = path.read_text("utf-8").replace("处以十元罚款", "处以百元罚款")
    [entry] = [entry for entry in strict_yaml.loads(text, "")["wordings"] if entry["id"] == "rules-2031.3"]
    from generator.history import fingerprint_of

    path.write_text(text.replace(entry["fingerprint"], fingerprint_of(entry["label"], entry["text"], ())), "utf-8")


def forget_wording(data: Path) -> None:
    path = data / "history" / "rules-2031.yml"
    entries = strict_yaml.load(path)
    entries["wordings"] = [entry for entry in entries["wordings"] if entry["id"] != "rules-2031.3"]
    path.write_text(strict_yaml.dump({key: [dict(e) for e in value] if isinstance(value, list) else value for key, value in entries.items()}), "utf-8")


def forget_history(data: Path) -> None:
    (data / "history" / "rules-2031.yml").unlink()


def forget_log(data: Path) -> None:
    (data / "changes.yml").unlink()


def forget_change(data: Path) -> None:
    path = data / "changes.yml"
    text = path.read_text("utf-8")
    start = text.index("  - words: 收录《云桥市纸船管理办法》")
    path.write_text(text[:start], "utf-8")


def redate(data: Path) -> None:
    edit(data / "changes.yml", FIRST, "2023-05-05")


def redescribe(data: Path) -> None:
    edit(data / "history" / "rules-2031.yml", "effective_from: '2031-03-01'", "effective_from: '2030-03-01'")


def assert_run(command: str, data: Path) -> None:
    from generator.__main__ import main

    assert main([command, "--data", str(data)]) == 0


@pytest.mark.parametrize("lose, message", [
    (drop_clause, "the published clause plan-2030.2.2.table-1.two-hundred would be lost"),
    (change_quietly, "plan-2030.2.1 was published with the fingerprints"),
    (drop_document, "the published document plan-2030 would be lost"),
    (forget_address, "rules-2031.3 was published with the fingerprints"),
    (alter_old_words, "the words of rules-2031.3 of 2024-01-01 have been altered"),
    (alter_old_words_and_fingerprint, "what data/history holds is not what the edition of 2024-01-01 published"),
    (forget_wording, "what data/history holds is not what the edition of 2024-01-01 published"),
    (forget_history, "what data/history holds is not what the edition of 2024-01-01 published"),
    (forget_log, "speaks of an edition of 2024-01-01, which data/changes.yml does not have"),
    (forget_change, "the change log of 2024-01-01 is not what that edition changed"),
    (redate, "speaks of an edition of 2024-01-01, which data/changes.yml does not have"),
    (redescribe, "what data/history holds is not what the edition of 2024-01-01 published"),
])
def test_nothing_published_can_be_lost(data: Path, capsys: Any, lose: Any, message: str) -> None:
    lose(data)
    done = run(capsys, "check", "--data", data)
    assert done.status == 1 and message in done.err, done.err
    if lose is not forget_log:  # without a log a release cannot know that there was one; the check says it
        run_again = run(capsys, "release", SECOND, "--data", data)
        assert run_again.status == 1 and run_again.out == ""


def test_the_address_of_a_clause_that_is_gone_is_never_given_to_other_words(data: Path, capsys: Any) -> None:
    rename(data, capsys)
    freeze(data, capsys, SECOND)
    edit(data / "outline" / "plan-2030.yml", "twice-hundred", "two-hundred")
    (data / "tombstones.yml").write_text("tombstones:\n- {id: plan-2030.2.2.table-1.twice-hundred, reason: 恢复原地址。}\n", "utf-8")
    for command in ("extract", "register"):
        assert run(capsys, command, "--data", data).status == 0
    kept = shutil.copytree(data, data.parent / "kept")
    edit(data / "outline" / "plan-2030.yml", "end: 200 市水塘局", "end: 200 市纸船局")
    retext(data, capsys, "\t200\n\t市水塘局", "\t200\n\t市纸船局")
    assert "its address may come back with its old words only" in refused(data, capsys, THIRD)
    out = freeze(Path(kept), capsys, THIRD)
    assert f"恢复{PLAN}" in out, "with its old words it may"
    assert problems(Path(kept), capsys) == []


def test_the_published_edition_is_what_the_data_say() -> None:
    """The repository's own history: sound, and every edition's digest that of its words."""
    history = load_history(DATA)
    assert history.editions[0].date == "2026-11-21"
    assert {change.action for change in history.editions[0].changes} == {"collected"}
    assert len(history.editions[0].changes) == history.editions[0].documents == 44
    for edition in history.editions:
        assert digest(history.published(edition.date)) == edition.digest
    alive = present(real(), history.latest)
    assert history.published(history.latest).keys() <= alive.keys()
