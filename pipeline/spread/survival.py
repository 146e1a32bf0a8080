"""Time to cite: how long authors who could have cited the root work went without doing so."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.coverage import links_known
from pipeline.graph.adoption import adopters
from pipeline.moments import days_after, earliest

_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Population:
    """Who was watched, and who was not.

    Attributes
    ----------
    times : pd.DataFrame
        Indexed by ``author_id``: ``days`` watched, ``cited`` (True where a citation ended the watch) and ``citing_id``, the
        document that did.
    left_out_citing : int
        Authors who cite the root work in documents whose links are not known otherwise, or that have no date.
    left_out : int
        Other authors with documents since the root work, none of whose links are known.
    """

    times: pd.DataFrame
    left_out_citing: int
    left_out: int


def authors_at_risk(
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
    citations: pd.DataFrame,
    root_ids: AbstractSet[str],
    own: AbstractSet[str],
) -> Population:
    """Say how long each author was watched, and whether a citation of the root work ended it.

    Watched are the authors of a dated document, not older than the root work, whose outgoing links are known; the root
    work's authors (``own``) are not. The clock starts at the root work's date for authors of an older document, and with the
    author's first document for the others. It ends with the first citing document whose links are known, or, without
    one, with the last document whose links are known (censored: what the author did later is not known).

    Documents known to cite only from a list of incoming links count for nobody: the like of them that do not cite
    would be missing, and the curve would fall too fast.
    """
    is_root = documents["document_id"].isin(root_ids)
    since = earliest(documents.loc[is_root, "posted_at"])
    kinds = {"days": "Float64", "cited": "boolean", "citing_id": "str"}
    empty = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
    if since is None:
        return Population(empty, 0, 0)
    written = authorship.loc[~authorship["author_id"].isin(own), ["document_id", "author_id"]].merge(
        documents.loc[~is_root, ["document_id", "posted_at"]].assign(read=links_known(documents)), on="document_id"
    )
    written["day"] = days_after(written["posted_at"], since)
    citing = set(adopters(citations, documents, root_ids)["document_id"])
    # A date known to the year or day counts from its start, and may so seem to lie before the root work's moment.
    since_root = (written["day"] >= 0) | written["document_id"].isin(citing)
    written["cites"] = written["document_id"].isin(citing)
    read = written[since_root & written["read"] & written["day"].notna()]

    start = written.groupby("author_id")["day"].min().clip(lower=0)
    last = read.groupby("author_id")["day"].max().clip(lower=0)
    ordered = (
        read[read["cites"]].sort_values(["day", "document_id"]).drop_duplicates("author_id").set_index("author_id")
    )
    first = ordered["day"].clip(lower=0)
    end = first.combine_first(last)
    times = pd.DataFrame(
        {
            "days": end - start.reindex(end.index),
            "cited": pd.Series(end.index.isin(first.index), index=end.index),
            "citing_id": ordered["document_id"].reindex(end.index),
        }
    ).astype(kinds)
    unread = written[since_root & ~written["author_id"].isin(end.index)]
    unread_citing = set(written.loc[written["cites"], "author_id"]) - set(first.index)
    return Population(times.sort_index(), len(unread_citing), len(set(unread["author_id"]) - unread_citing))


def kaplan_meier(days: Sequence[float], event: Sequence[bool]) -> pd.DataFrame:
    """Estimate the share of a population to which an event has not yet happened.

    Parameters
    ----------
    days, event : sequence
        How long each one was watched, from 0, and whether the event ended it; else the watch ended for another reason.
        Who is censored on the day of an event was still at risk at it.

    Returns
    -------
    pd.DataFrame
        A row at 0 and a row a distinct time, in order: ``days``, ``at_risk`` (just before), ``events``, ``censored``,
        ``surviving`` (from this time on, in [0, 1]), ``ci_low`` and ``ci_high`` (95 %, on the scale of log(-log),
        which keeps the band within [0, 1]; NaN before the first event and where nobody is left).

    References
    ----------
    .. [1] Kaplan, E. L. & Meier, P. (1958). Nonparametric estimation from incomplete observations. Journal of the
       American Statistical Association 53(282), 457-481. doi:10.1080/01621459.1958.10501452
    .. [2] Kalbfleisch, J. D. & Prentice, R. L. (2002). The Statistical Analysis of Failure Time Data, 2nd ed., section
       1.4. doi:10.1002/9781118032985

    Examples
    --------
    Of four, one has the event after a day, one is lost after two, one has it after three:

    >>> kaplan_meier([1, 2, 3, 4], [True, False, True, False])[["days", "at_risk", "surviving"]].to_numpy().tolist()
    [[0.0, 4.0, 1.0], [1.0, 4.0, 0.75], [2.0, 3.0, 0.75], [3.0, 2.0, 0.375], [4.0, 1.0, 0.375]]
    """
    watched: npt.NDArray[np.float64] = np.asarray(days, dtype=np.float64)
    ended = np.asarray(event, dtype=bool)
    if (watched < 0).any() or not np.isfinite(watched).all():
        raise ValueError("kaplan_meier: expected times from 0, found a negative or missing one; leave those out")
    moments = np.unique(np.concatenate([[0.0], watched]))
    places = np.searchsorted(moments, watched)
    events = np.bincount(places[ended], minlength=len(moments))
    censored = np.bincount(places[~ended], minlength=len(moments))
    at_risk = len(watched) - np.concatenate([[0], np.cumsum(events + censored)[:-1]])
    with np.errstate(divide="ignore", invalid="ignore"):
        surviving = np.cumprod(np.where(events > 0, 1 - events / at_risk, 1.0))
        variance = np.cumsum(np.where(events > 0, events / (at_risk * (at_risk - events)), 0.0))
        scale = np.exp(_Z * np.sqrt(variance) / np.log(surviving))
        low, high = surviving ** (1 / scale), surviving**scale
    bounded = (surviving > 0) & (surviving < 1)
    return pd.DataFrame(
        {
            "days": moments,
            "at_risk": at_risk,
            "events": events,
            "censored": censored,
            "surviving": surviving,
            "ci_low": np.where(bounded, low, np.nan),
            "ci_high": np.where(bounded, high, np.nan),
        }
    )


def quantile(curve: pd.DataFrame, share: float, column: str = "surviving") -> float | None:
    """Return the first time at which at most ``share`` are left, None if that is never seen.

    >>> quantile(kaplan_meier([1, 2, 3], [True, True, False]), 0.5)
    2.0
    """
    reached = curve.loc[curve[column] <= share, "days"]
    return None if reached.empty else float(reached.iloc[0])
