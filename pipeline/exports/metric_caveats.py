"""What every metric rests on, and how much of that is known."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.coverage import links_known
from pipeline.exports._caveats import countable, in_reach, with_counts
from pipeline.registry import plugins

NAME = "metric_caveats"

_ON_RECORD = {
    "links": "Outgoing links are known for {read:,} of {known:,} documents. What the others cite is missing, so a low value may mean that those who cite were not read.",
    "links_to_root": "Outgoing links are known for {read:,} of the {known:,} documents that may cite the root work. Who cites it in the others is missing, so none, or a late date, may mean that nobody looked.",
    "bylines": "An author is known for {read:,} of {known:,} documents. Dumps and lists name the first author alone, so coauthors have fewer documents here than they wrote.",
    "incoming_lists": "The site's list of incoming links is at hand for {read:,} of {known:,} documents; {unnamed:,} of its items name no document of the corpus.",
}
_HIDDEN = "Deleted posts, and those that a site hides, are in no count."


def build(
    metrics: Mapping[str, pd.DataFrame],
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
    pingbacks: pd.DataFrame,
    root_ids: AbstractSet[str],
) -> pd.DataFrame:
    """Return a row a metric. Comments count in no reach: those known are never all there are."""
    counted = countable(documents)
    of_root = countable(in_reach(documents, root_ids))
    on_record = {
        "links": links_known(counted),
        "links_to_root": links_known(of_root),
        "bylines": counted["document_id"].isin(authorship["document_id"]),
        "incoming_lists": counted["document_id"].isin(pingbacks["listed_on"]),
    }
    unnamed = int(pingbacks["citing_id"].isna().sum())
    rows = []
    for name, metric in plugins("pipeline.metrics").items():
        values, record = metrics[metric.OF][name], on_record[metric.RESTS_ON]
        known, read = len(record), int(record.sum())
        said = _ON_RECORD[metric.RESTS_ON].format(read=read, known=known, unnamed=unnamed)
        filled = int(values.notna().sum())
        rows.append((name, metric.OF, filled, len(values), metric.RESTS_ON, known, read, f"{said} {_HIDDEN}"))
    columns = ["metric", "of", "with_value", "out_of", "rests_on", "documents_in_reach", "documents_on_record", "note"]
    table = pd.DataFrame(rows, columns=columns)
    judged = with_counts(table, table["documents_in_reach"], table["documents_on_record"])
    return judged.drop(columns="documents_with_links")
