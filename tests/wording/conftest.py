"""The planted forum, counted by the pipeline; and the tables made from it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline import tables
from pipeline.exports import _shared, population
from pipeline.registry import call, plugins
from pipeline.settings import EVER, WHOLE, Settings
from pipeline.terms.counts import count_terms
from pipeline.terms.lexicon import read_lexicon

FAMILY = """
description = "Planted."

[[terms]]
name = "gear demon"
definition = "The old word."
definition_source = "made up"
forms = ["gear demon"]
examples = ["A gear demon."]

[[terms]]
name = "cog-minimizer"
definition = "The new word."
definition_source = "made up"
forms = ["cog-minimizer", "cog minimizer"]
first_known_use = "2019-06-01"
first_known_where = "forum:RootRootRootRoot1"
coined = true
examples = ["A cog-minimizer.", "A cog minimizer."]

[[terms]]
name = "lantern sum"
definition = "What comes in bursts."
definition_source = "made up"
forms = ["lantern sum"]
examples = ["A lantern sum."]
"""
ROOT = "forum:RootRootRootRoot1"


@pytest.fixture(scope="session")
def planted() -> dict[str, Any]:
    """What the planting script wrote: posts, and what is true of them."""
    script = Path(__file__).with_name("planted.py")
    made: dict[str, Any] = json.loads(subprocess.run([sys.executable, script], capture_output=True, check=True).stdout)
    return made


@pytest.fixture(scope="session")
def resources(planted: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What exports may ask for, made from the planted posts."""
    folder = tmp_path_factory.mktemp("families")
    (folder / "planted.toml").write_text(FAMILY, encoding="utf-8")
    lexicon = read_lexicon([folder])
    posts = planted["posts"]
    documents = tables.empty("documents").drop(columns=["generation", "generation_longest", "why_included"])
    made = pd.DataFrame(
        {
            "document_id": [post["id"] for post in posts],
            "kind": "post",
            "venue": "forum",
            "title": [post["title"] for post in posts],
            "author_ids": ["forum:" + post["author"] for post in posts],
            "posted_at": [post["moment"] for post in posts],
            "modified_at": pd.Series([post["modified"] for post in posts], dtype="str"),
            "has_body": True,
            "serial": pd.Series([post["serial"] for post in posts], dtype="str"),
        }
    ).reindex(columns=documents.columns)
    texts = pd.DataFrame(
        [(post["id"], field, post[field]) for post in posts for field in ("body", "quote", "code")],
        columns=["document_id", "field", "text"],
    )
    citations = pd.DataFrame(
        [(post["id"], ROOT) for post in posts if post["cites"]], columns=["citing_id", "cited_id"], dtype="str"
    )
    return {
        "settings": Settings.model_validate(
            {
                "root": "gears",
                "works": {"gears": {"title": "Gears", "documents": [{"id": ROOT}]}},
                "contests": {"gears": {"variants": ["gear demon", "cog-minimizer"]}},
            }
        ),
        "lexicon": lexicon,
        "documents": made,
        "authorship": pd.DataFrame(
            {"document_id": made["document_id"], "author_id": made["author_ids"], "position": 1}
        ),
        "citations": citations,
        "term_counts": count_terms(made, texts, tables.empty("links"), lexicon),
        "term_contexts": tables.empty("term_contexts"),
        "root_ids": frozenset([ROOT]),
        "as_of": "2021-12-31T23:59:59Z",
        "population": population(made, {WHOLE: EVER}),
    }


@pytest.fixture(scope="session")
def build() -> Callable[..., pd.DataFrame]:
    """Return a function that builds one published table, and what it is made from, from resources."""

    made: dict[tuple[str, int], pd.DataFrame] = {}

    def make(name: str, given: dict[str, Any]) -> pd.DataFrame:
        if (name, id(given)) not in made:
            made[name, id(given)] = _make(name, given)
        return made[name, id(given)]

    def _make(name: str, given: dict[str, Any]) -> pd.DataFrame:
        shared = {key: call(getattr(_shared, key), given) for key in ("contests", "term_uses", "coverage_by_field")}
        if name == "term_flows":
            shared["co_terms"] = make("co_terms", given)
        return tables.conform(call(plugins("pipeline.exports")[name].build, {**given, **shared}), name)

    return make
