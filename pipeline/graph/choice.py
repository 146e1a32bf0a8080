"""What results are taken on: documents or works, all citations or the substantive, with one's own or without."""

from typing import Literal

import pandas as pd

from pipeline.corpus.citations import REFERENCES

Unit = Literal["document", "work"]
Links = Literal["all", "substantive"]

_SUBSTANCE = ["n_body", "n_footnote"]
_OTHER = ["n_quote", "n_list", "n_code", "n_comment", "n_crosspost"]
_COUNTS = ["n_links", *_SUBSTANCE, *_OTHER]


def choose_citations(
    citations: pd.DataFrame,
    documents: pd.DataFrame,
    unit: Unit = "document",
    links: Links = "all",
    *,
    self_citations: bool = True,
) -> pd.DataFrame:
    """Return the citations that measures of the graph are asked for.

    Parameters
    ----------
    citations, documents : pd.DataFrame
        Tables of those names.
    unit : str
        ``work`` puts the earliest dated document of a work, of equal ones the alphabetically first, in the place of all
        its documents. Citations within a work go; those that become parallel are merged: their links add up, and age
        and ``backward`` are those of the youngest citation that is not backward, if there is one.
    links : str
        ``substantive`` keeps citations with a link in running text or in a footnote of a post or page, and counts these
        alone. Links in quotations, lists, code and comments go, and links to a copy of the same work, and citations that
        only a list of pingbacks names, since their kind is not known. Citations of an edge list, a list of
        references or an index of citations have no kinds, and stay.
    self_citations : bool
        Whether citations between documents that share an author stay.

    Returns
    -------
    pd.DataFrame
        The same columns; rows in order of (citing_id, cited_id) where works were put together.

    Examples
    --------
    >>> citations = pd.DataFrame({"citing_id": ["x", "x", "y"], "cited_id": ["post", "paper", "x"], "n_links": [1, 2, 3],
    ...     "n_body": [1, 2, 0], "n_footnote": 0, "n_quote": 0, "n_list": [0, 0, 3], "n_code": 0, "n_comment": 0,
    ...     "n_crosspost": 0, "evidence": "body", "backward": False, "citation_age_days": [9.0, 8.0, 1.0], "self_citation": [False, False, True]})
    >>> documents = pd.DataFrame({"document_id": ["post", "paper", "x", "y"], "work_id": ["w", "w", None, None],
    ...                           "posted_at": ["2019-05-31", "2019-06", "2020", "2021"]})
    >>> choose_citations(citations, documents, "work", "substantive")[["citing_id", "cited_id", "n_links"]].to_numpy().tolist()
    [['x', 'post', 3]]
    """
    chosen = citations if self_citations else citations[~citations["self_citation"].fillna(False).astype(bool)]
    if links == "substantive":
        chosen = _substantive(chosen)
    if unit == "work":
        chosen = _by_work(chosen, documents)
    return chosen.reset_index(drop=True)


def choose_documents(documents: pd.DataFrame, unit: Unit = "document") -> pd.DataFrame:
    """Return the documents that results on the graph count: every one, or one a work, as :func:`choose_citations` takes it.

    The links of a work are known where those of any of its documents are. What stood under, or answered, a copy stands
    under the document in its place.

    Examples
    --------
    >>> documents = pd.DataFrame({"document_id": ["paper", "post", "remark"], "work_id": ["w", "w", None],
    ...     "posted_at": ["2019-06", "2019-05-31", "2020"], "has_body": pd.array([True, False, True], dtype="boolean"),
    ...     "parent_id": [None, None, "paper"], "reply_to": None})
    >>> choose_documents(documents, "work")[["document_id", "has_body", "parent_id"]].to_numpy().tolist()
    [['post', True, nan], ['remark', True, 'post']]
    """
    if unit == "document":
        return documents
    instead = _stand_ins(documents)
    place = documents["document_id"].map(lambda name: instead.get(name, name))
    read = documents["has_body"].fillna(False).astype(bool).groupby(place).transform("any")
    moved = {
        column: documents[column].map(lambda name: instead.get(name, name)) for column in ("parent_id", "reply_to")
    }
    chosen = documents.assign(has_body=read.astype("boolean"), **moved)
    return chosen[place == documents["document_id"]].reset_index(drop=True)


def _stand_ins(documents: pd.DataFrame) -> dict[str, str]:
    """Return the document that stands for its work, for every document of a work."""
    ordered = documents[documents["work_id"].notna()].sort_values(["posted_at", "document_id"], na_position="last")
    stands_for = ordered["document_id"].groupby(ordered["work_id"]).transform("first")
    return dict(zip(ordered["document_id"], stands_for, strict=True))


def _substantive(citations: pd.DataFrame) -> pd.DataFrame:
    substance = citations[_SUBSTANCE].sum(axis=1)
    listed = citations["evidence"].str.contains("|".join(REFERENCES)) & (
        citations[[*_SUBSTANCE, *_OTHER]].sum(axis=1) == 0
    )
    kept = citations.assign(n_links=substance.where(~listed, citations["n_links"]), **dict.fromkeys(_OTHER, 0))
    return kept[(substance > 0) | listed]


def _by_work(citations: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    instead = _stand_ins(documents)
    ends = {end: citations[end].map(lambda name: instead.get(name, name)) for end in ("citing_id", "cited_id")}
    renamed = citations.assign(**ends)
    renamed = renamed[renamed["citing_id"] != renamed["cited_id"]]
    pairs = ["citing_id", "cited_id"]
    parallel = renamed.duplicated(pairs, keep=False)
    several = renamed[parallel].sort_values([*pairs, "backward", "citation_age_days"])
    grouped = several.groupby(pairs, sort=False)
    merged = several.drop_duplicates(pairs).set_index(pairs)
    merged[_COUNTS] = grouped[_COUNTS].sum()
    merged["evidence"] = grouped["evidence"].agg(_joined)
    merged["self_citation"] = grouped["self_citation"].max()
    both = pd.concat([renamed[~parallel], merged.reset_index()[renamed.columns]])
    return both.sort_values(pairs)


def _joined(evidence: "pd.Series[str]") -> str:
    return " | ".join(sorted({kind for kinds in evidence for kind in kinds.split(" | ")}))
