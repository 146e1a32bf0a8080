"""How communities flow from year to year."""

from itertools import pairwise

import pandas as pd

from pipeline.graph.communities import find_communities
from pipeline.graph.similarity import related

STARTS = 3
"""Seeded starts a year: the years are many."""

LEAST = 5
"""Documents that a community of a window needs to be followed."""


def yearly_communities(citations: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Divide the documents known at the end of each year into communities of their citations so far.

    Returns
    -------
    pd.DataFrame
        ``year``, ``document_id`` and ``community`` (1 for the largest of the year). Only citations between documents
        posted up to the year's end take part; undated documents are in none.
    """
    year = documents["posted_at"].astype("str").str[:4]
    known = documents["document_id"].where(year.notna())
    posted = dict(zip(known, year, strict=True))
    citing, cited = (citations[end].map(posted) for end in ("citing_id", "cited_id"))
    since = citing.where(citing >= cited, cited).where(citing.notna() & cited.notna())
    parts = []
    for last in sorted(since.dropna().unique()):
        pairs = related("citation", citations[since <= last], documents)
        found = find_communities(pairs, starts=STARTS)
        members = {"document_id": pairs.ids[found.documents], "community": found.community}
        parts.append(pd.DataFrame(members).assign(year=last))
    nobody = pd.DataFrame({"year": [], "document_id": [], "community": []})
    return pd.concat([nobody, *parts], ignore_index=True).astype(
        {"year": "str", "document_id": "str", "community": "int64"}
    )


def flows(yearly: pd.DataFrame) -> pd.DataFrame:
    """Follow communities from one year to the next by the documents they share.

    A flow leads from a community of one year to one of the next if they share a document and both have at least five.

    Returns
    -------
    pd.DataFrame
        ``from_year``, ``from_community``, ``to_year``, ``to_community``, ``shared`` (documents in both),
        ``document_ids`` (these, joined by `` | ``),
        ``from_size``, ``to_size``, ``jaccard`` (shared over documents in either), ``inclusion`` (shared over the smaller)
        and ``kind``: ``continues`` where each is the other's largest share, ``splits off`` where the later one is mostly
        from the earlier but not its largest part, ``merges into`` where the earlier goes mostly to the later, which is
        mostly from another, ``passes`` for any other share.

    References
    ----------
    .. [1] Palla, G., Barabási, A.-L. & Vicsek, T. (2007). Quantifying social group evolution. Nature 446, 664-667.
       doi:10.1038/nature05670

    Examples
    --------
    >>> before = pd.DataFrame({"year": "2019", "document_id": list("abcdef"), "community": 1})
    >>> after = pd.DataFrame({"year": "2020", "document_id": list("abcdexyz"), "community": 1})
    >>> found = flows(pd.concat([before, after]))
    >>> found[["shared", "jaccard", "kind"]].to_numpy().tolist()
    [[5, 0.5555555555555556, 'continues']]
    """
    sizes = yearly.groupby(["year", "community"])["document_id"].transform("size")
    large = yearly.assign(size=sizes)[sizes >= LEAST]
    years = sorted(yearly["year"].unique())
    following = dict(pairwise(years))
    earlier = large.assign(to_year=large["year"].map(following).astype("str")).add_prefix("from_")
    both = earlier.rename(columns={"from_to_year": "to_year", "from_document_id": "document_id"}).merge(
        large.add_prefix("to_").rename(columns={"to_document_id": "document_id"}), on=["to_year", "document_id"]
    )
    source, target = ["from_year", "from_community"], ["to_year", "to_community"]
    grouped = both.sort_values("document_id").groupby([*source, *target, "from_size", "to_size"])["document_id"]
    found = grouped.agg(shared="size", document_ids=" | ".join).reset_index()
    found["jaccard"] = found["shared"] / (found["from_size"] + found["to_size"] - found["shared"])
    found["inclusion"] = found["shared"] / found[["from_size", "to_size"]].min(axis=1)
    forth, back = (_largest(found, ends) for ends in (source, target))
    found["kind"] = "passes"
    found.loc[back & ~forth, "kind"] = "splits off"
    found.loc[forth & ~back, "kind"] = "merges into"
    found.loc[forth & back, "kind"] = "continues"
    return found


def _largest(found: pd.DataFrame, ends: list[str]) -> "pd.Series[bool]":
    """Return which flows are the largest of their end; of equal ones the one between the larger communities."""
    ordered = found.sort_values(["shared", "from_community", "to_community"], ascending=[False, True, True])
    chosen: pd.Series[bool] = ordered.duplicated(ends).reindex(found.index).eq(other=False)
    return chosen
