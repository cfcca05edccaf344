"""Citations inside clauses that no rule can settle, and works outside the corpus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .decode import doc

TargetKind = Literal["clause", "document", "outside", "name", "unresolved"]


@dataclass(frozen=True)
class WorkNote:
    """What a 《…》 in the corpus means, where the title alone does not tell."""

    title: str = doc("words between 《 and 》, verbatim")
    means: Literal["document", "outside", "name", "unresolved"] = doc(
        "a document of the corpus, a text outside it, a mere name (a form, a book, a magazine), or not to be told")
    target: str | None = doc("id of the document meant, where it is in the corpus", default=None)
    document: str | None = doc("id of the document in which this holds; null: everywhere", default=None)
    full_title: str | None = doc("full title of a text outside, where the document calls it by a short one",
                                 default=None)
    note: str | None = doc("how this was settled, in Chinese", default=None)


@dataclass(frozen=True)
class Settled:
    """One citation inside a clause whose target a person has settled."""

    clause: str = doc("id of the clause that cites")
    quote: str = doc("the citation, verbatim")
    target: str | None = doc("id of the clause or document meant; null: outside the corpus or not to be told")
    note: str = doc("why, in Chinese")


@dataclass(frozen=True)
class ArticleChange:
    """One change of an article by an amending decision."""

    clause: str = doc("id of the clause of the decision that orders the change")
    target: str = doc("id of the document that is changed")
    action: Literal["replace", "insert", "delete", "renumber"] = doc("what the decision does")
    before: tuple[str, ...] = doc("article numbers before, as the decision cites them", default=())
    after: tuple[str, ...] = doc("ids of the clauses in today's text", default=())
    scope: Literal["whole", "own"] = doc(
        "how much of each clause in `after` the wording replaces: the clause with everything below it, or its own text "
        "only (第六条第一款 is the own text of article 6)", default="whole")
    wording: str | None = doc("the new wording that the decision orders, verbatim, without its quotation marks",
                              default=None)
    note: str | None = doc("a remark for the reader", default=None)


@dataclass(frozen=True)
class References:
    """data/references.yml, kept by hand."""

    works: tuple[WorkNote, ...] = doc("titles that need a word", default=())
    settled: tuple[Settled, ...] = doc("single citations that need a word", default=())


@dataclass(frozen=True)
class Amendments:
    """data/amendments.yml, kept by hand."""

    changes: tuple[ArticleChange, ...] = doc("changes of articles by decisions of the corpus", default=())
