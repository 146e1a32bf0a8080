"""What every metric rests on."""

import pandas as pd

from pipeline.exports import metric_caveats
from pipeline.registry import plugins
from pipeline.tables import conform

DOCUMENTS = pd.DataFrame(
    {
        "document_id": ["old", "root", "x", "y", "remark"],
        "posted_at": ["2018", "2019-05-31", "2020", None, "2020"],
        "kind": ["post", "post", "post", "post", "comment"],
        "has_body": pd.array([True, True, True, False, True], dtype="boolean"),
    }
)
AUTHORSHIP = pd.DataFrame({"document_id": ["old", "root", "root", "x", "y"], "author_id": list("abcab")})
PINGBACKS = pd.DataFrame({"listed_on": ["root", "root", "root"], "citing_id": ["x", None, None]})


def _table() -> pd.DataFrame:
    filled = {
        kind: pd.DataFrame(
            {name: [1.0, None] for name, metric in plugins("pipeline.metrics").items() if kind == metric.OF}
        )
        for kind in ("document", "author")
    }
    return metric_caveats.build(filled, DOCUMENTS, AUTHORSHIP, PINGBACKS, {"root"}).set_index("metric")


COUNTS = ["of", "with_value", "out_of", "rests_on", "documents_in_reach", "documents_on_record", "provisional"]


def test_every_metric_has_a_row_with_what_it_rests_on() -> None:
    table = _table()

    assert list(table.index) == list(plugins("pipeline.metrics"))
    # Of the four posts three were read; of the two that may cite the root work, 'x' alone.
    assert table.loc["pagerank", COUNTS].tolist() == ["document", 1, 2, "links", 4, 3, True]
    assert table.loc["citing_documents", COUNTS].tolist() == ["author", 1, 2, "links_to_root", 2, 1, True]
    assert table.loc["documents", COUNTS].tolist() == ["author", 1, 2, "bylines", 4, 4, False]
    assert table.loc["site_citations", COUNTS].tolist() == ["document", 1, 2, "incoming_lists", 4, 1, True]
    conform(table.reset_index(), "metric_caveats")


def test_the_note_says_in_words_what_is_missing() -> None:
    notes = _table()["note"]

    assert notes["hub"].startswith("Outgoing links are known for 3 of 4 documents.")
    assert notes["first_citing_at"].startswith(
        "Outgoing links are known for 1 of the 2 documents that may cite the root"
    )
    assert "for 1 of 4 documents; 2 of its items name no document" in notes["site_citations"]
    assert all(note.endswith("Deleted posts, and those that a site hides, are in no count.") for note in notes)
