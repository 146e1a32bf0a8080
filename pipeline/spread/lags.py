"""Lags between venues: where something appeared first, and how long each step to another venue took."""

import itertools

import pandas as pd

from pipeline.moments import DAY

UNMARKED = "forum"
"""The venue of forum documents whose mark is not known: they may stand in either, and are compared with none."""

_LAGS = ["from_venue", "to_venue", "pairs", "lag_days", "lag_low", "lag_high", "from_document_id", "to_document_id"]
_LAGS += ["unmarked_before"]


def first_lags(documents: pd.DataFrame) -> pd.DataFrame:
    """Measure how long after its first document in one venue something had its first in another.

    Parameters
    ----------
    documents : pd.DataFrame
        ``document_id``, ``posted_at`` and ``venue``; undated and unmarked ones are left out.

    Returns
    -------
    pd.DataFrame
        A row a pair of different venues, the earlier first: ``lag_days`` from 0, the two documents, ``pairs`` = 1,
        and ``unmarked_before``, how many unmarked documents are older than the later one. Of documents of one moment the
        lesser id stands.

    Examples
    --------
    >>> documents = pd.DataFrame({"document_id": ["x", "y", "z"], "venue": ["lw", "af", "lw"],
    ...                           "posted_at": ["2019-06-04", "2019-06-01", "2019-06-02"]})
    >>> first_lags(documents)[["from_venue", "to_venue", "lag_days", "to_document_id"]].to_numpy().tolist()
    [['af', 'lw', 1.0, 'z']]
    """
    dated = documents.loc[documents["posted_at"].notna(), ["document_id", "posted_at", "venue"]]
    is_unmarked = dated["venue"] == UNMARKED
    first = dated[~is_unmarked].sort_values(["posted_at", "document_id"]).drop_duplicates("venue")
    unmarked = dated.loc[is_unmarked, "posted_at"]
    rows = []
    moments = pd.to_datetime(first["posted_at"], format="ISO8601", utc=True)
    documents_and_moments = zip(first.to_dict("records"), moments, strict=True)
    for (one, earlier), (other, later) in itertools.combinations(documents_and_moments, 2):
        # Dates of different precision count from their starts and may so seem to run back by part of a day or year.
        lag = max((later - earlier) / DAY, 0.0)
        before = int((unmarked < other["posted_at"]).sum())
        ends = (one["document_id"], other["document_id"])
        rows.append((one["venue"], other["venue"], 1, lag, None, None, *ends, before))
    return pd.DataFrame(rows, columns=_LAGS)


def step_lags(steps: pd.DataFrame, documents: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Summarise how long the steps from documents of each venue to documents of each venue took.

    Parameters
    ----------
    steps : pd.DataFrame
        ``from_id`` and ``to_id``.
    documents : pd.DataFrame
        ``document_id``, ``posted_at`` and ``venue``.

    Returns
    -------
    tuple
        A row a pair of venues (the same one included): ``pairs``, the median ``lag_days`` and the quartiles
        ``lag_low`` and ``lag_high``, negative where a step runs back; and how many steps were left out because a
        venue or a date is not known.
    """
    if steps.empty:
        return pd.DataFrame(columns=_LAGS), 0
    known = documents.set_index("document_id")
    ends = pd.DataFrame(
        {f"{end}_{of}": steps[f"{end}_id"].map(known[of]) for end in ("from", "to") for of in ("posted_at", "venue")}
    )
    usable = (
        ends["from_posted_at"].notna()
        & ends["to_posted_at"].notna()
        & ~ends["from_venue"].isin([UNMARKED])
        & ~ends["to_venue"].isin([UNMARKED])
    )
    used = ends[usable]
    moments = {end: pd.to_datetime(used[f"{end}_posted_at"], format="ISO8601", utc=True) for end in ("from", "to")}
    lags = (moments["to"] - moments["from"]) / DAY
    grouped = used.assign(lag=lags.astype("float64")).groupby(["from_venue", "to_venue"])["lag"]
    table = pd.DataFrame(
        {
            "pairs": grouped.size(),
            "lag_days": grouped.median(),
            "lag_low": grouped.quantile(0.25),
            "lag_high": grouped.quantile(0.75),
        }
    ).reset_index()
    return table.assign(from_document_id=None, to_document_id=None, unmarked_before=None)[_LAGS], int((~usable).sum())
