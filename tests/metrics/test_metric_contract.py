"""What every metric must keep to, whoever writes it."""

import doctest
import inspect
from types import ModuleType

import pandas as pd
import pytest

from pipeline import metrics
from pipeline.graph.acyclic import acyclic_form
from pipeline.graph.citation import build_citation_graph, citation_arrays
from pipeline.graph.generations import generations
from pipeline.registry import call, plugins, summary
from pipeline.schema import TABLES
from pipeline.tables import conform

METRICS = plugins("pipeline.metrics")
IDS = {"document": "document_id", "author": "author_id"}
each_metric = pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)


def _resources(citations: list[tuple[str, str]]) -> dict[str, object]:
    """A corpus of five documents by two authors, one without a date and one without a body."""
    documents = pd.DataFrame(
        {
            "document_id": ["root", "x", "y", "z", "apart"],
            "posted_at": ["2019-05-31", "2019-07-01T10:00:00Z", "2020", None, "2018"],
            "has_body": [True, True, True, False, True],
            "kind": "post",
        }
    )
    pairs = pd.DataFrame(citations, columns=["citing_id", "cited_id"])
    pairs = pairs.assign(
        n_links=1,
        n_body=1,
        n_footnote=0,
        n_quote=0,
        n_list=0,
        n_code=0,
        n_comment=0,
        n_crosspost=0,
        evidence="body",
        backward=False,
        citation_age_days=5.0,
        self_citation=pd.array([None] * len(pairs), dtype="boolean"),
    )
    authorship = pd.DataFrame({"document_id": ["root", "x", "y"], "author_id": ["ann", "bob", "bob"], "position": 1})
    graph = build_citation_graph(pairs, documents)
    acyclic = acyclic_form(graph)
    root_ids = frozenset({"root"})
    return {
        "citations": pairs,
        "documents": documents,
        "authorship": authorship,
        "pingbacks": pd.DataFrame({"listed_on": ["root"], "source": "page", "position": 1}),
        "authors": pd.DataFrame({"author_id": ["ann", "bob"], "name": ["Ann", "Bob"]}),
        "root_ids": root_ids,
        "as_of": "2020",
        "citation_graph": graph,
        "acyclic": acyclic,
        "generations": generations(graph, acyclic, root_ids),
    }


SOME = [("x", "root"), ("y", "x"), ("y", "root"), ("z", "y")]


@each_metric
def test_says_what_it_is(metric: ModuleType):
    assert metric.OF in IDS
    assert metric.TYPE in ("integer", "number", "datetime")
    assert metric.UNIT is None or metric.UNIT
    assert metric.MISSING
    assert metric.RESTS_ON in ("links", "links_to_root", "bylines", "incoming_lists")
    assert summary(metric).endswith(".")


@each_metric
def test_docstring_is_complete_and_its_example_runs(metric: ModuleType):
    text = inspect.getdoc(metric.compute) or ""

    for heading in ("Parameters", "Returns", "References", "Examples"):
        assert f"{heading}\n{'-' * len(heading)}" in text, heading
    assert doctest.DocTestFinder().find(metric.compute, metric.NAME)[0].examples


@each_metric
@pytest.mark.parametrize("citations", [SOME, []], ids=["some citations", "no citations"])
def test_gives_one_value_an_id_under_its_own_name(metric: ModuleType, citations: list[tuple[str, str]]):
    resources = _resources(citations)
    arrays = citation_arrays(resources["citations"], resources["documents"])
    values = call(metric.compute, {**resources, "citation_arrays": arrays})

    assert values.name == metric.NAME
    assert values.index.name == IDS[metric.OF]
    assert values.index.is_unique


def test_frames_have_a_row_for_everybody_and_fit_their_tables():
    computed = metrics.compute_all(_resources(SOME))

    documents = computed["document"].reset_index()
    assert documents["document_id"].tolist() == ["apart", "root", "x", "y", "z"]
    conform(documents, "document_metrics", metrics.columns("document"))
    authors = computed["author"].reset_index().assign(name="somebody")
    conform(authors, "author_metrics", metrics.columns("author"))


def test_columns_come_from_the_plug_ins_alone():
    names = [column.name for kind in IDS for column in metrics.columns(kind)]

    assert sorted(names) == list(METRICS)
    assert all(column.missing for kind in IDS for column in metrics.columns(kind))
    assert not {*names} & {*TABLES["document_metrics"].names, *TABLES["author_metrics"].names}


def test_a_value_for_an_unknown_id_is_an_error(monkeypatch: pytest.MonkeyPatch):
    strange = pd.Series([1], index=pd.Index(["nobody"], name="document_id"), name="depth")
    monkeypatch.setattr(METRICS["depth"], "compute", lambda: strange)

    with pytest.raises(ValueError, match="metric depth: 'nobody' is no document"):
        metrics.compute_all(_resources(SOME))


def test_relabelling_the_documents_relabels_the_values():
    resources = _resources(SOME)
    new = {"root": "q", "x": "p", "y": "o", "z": "n", "apart": "m"}
    renamed = {**resources, "root_ids": frozenset({"q"})}
    renamed["documents"] = resources["documents"].assign(document_id=resources["documents"]["document_id"].map(new))
    renamed["authorship"] = resources["authorship"].assign(document_id=resources["authorship"]["document_id"].map(new))
    ends = {end: resources["citations"][end].map(new) for end in ("citing_id", "cited_id")}
    renamed["citations"] = resources["citations"].assign(**ends)
    renamed["pingbacks"] = resources["pingbacks"].assign(listed_on="q")
    renamed["citation_graph"] = build_citation_graph(renamed["citations"], renamed["documents"])
    renamed["acyclic"] = acyclic_form(renamed["citation_graph"])

    before = metrics.compute_all(resources)["document"].rename(index=new).sort_index()
    after = metrics.compute_all(renamed)["document"]
    numbers = after.select_dtypes("number").columns
    pd.testing.assert_frame_equal(before[numbers], after[numbers], check_names=False, atol=1e-12)
