"""Groups of documents that a link narrows Works to: communities, flows between them, and steps of the cascade."""

from collections.abc import Callable, Mapping

from dashboard.data_access import Build
from dashboard.facts import records
from dashboard.labels import spoken, venue
from dashboard.narrowing import Filter
from dashboard.pages._network_table import community_name, flow_named

TABLES = ("documents", "communities", "community_flows", "community_years", "cascade")
Ids = frozenset[str]
_COMMUNITY, _DEPTH = ("communities", "relation", "community"), ("cascade", "rule", "depth")
_COMMUNITY_IN = ("community_years", "year", "community")
"""Tables that place documents, and the two columns that name the place."""


def filters(data: Build) -> tuple[Filter, ...]:
    """Return the filters that take a group of the tables."""
    return (
        Filter("community", "Community", data.once(_communities_said)),
        Filter("community_in", "Community at the end of a year", data.once(_communities_in_said)),
        Filter("flow", "In both communities", data.once(_flows_said)),
        Filter("depth", "Step of the cascade", {name: name for name in data.once(_by_pair, *_DEPTH)}),
        Filter("step", "Step from venue to venue", data.once(_steps_said)),
    )


def _community(data: Build, value: str, _field: str) -> Ids:
    """Return the members of a community, ``citation:12``."""
    return data.once(_by_pair, *_COMMUNITY).get(value, frozenset())


def _communities_said(data: Build) -> dict[str, str]:
    """Return what each community is called: the relation, its number, and what its titles share."""
    table = data.table("communities").drop_duplicates(["relation", "community"]).dropna(subset=["community"])
    return {
        f"{row['relation']}:{row['community']}": f"by {spoken(row['relation'])}, {community_name(row['community'], row['label'])}"
        for row in records(table, ("relation", "community", "label"))
    }


def _community_in(data: Build, value: str, _field: str) -> Ids:
    """Return the members of a community as it was at the end of a year, ``2019:3``."""
    return data.once(_by_pair, *_COMMUNITY_IN).get(value, frozenset())


def _communities_in_said(data: Build) -> dict[str, str]:
    """Return what each community of a year is called: the year, its number, and what its titles share."""
    table = data.table("community_years").drop_duplicates(["year", "community"])
    return {
        f"{row['year']}:{row['community']}": f"{row['year']}, {community_name(row['community'], row['label'])}"
        for row in records(table, ("year", "community", "label"))
    }


def _flow(data: Build, value: str, _field: str) -> Ids:
    """Return the documents in both communities of a flow from year to year, ``2019:3:2020:1``."""
    return data.once(_flows).get(value, frozenset())


def _flows(data: Build) -> dict[str, Ids]:
    flows = records(data.table("community_flows"))
    return {flow_named(row): frozenset(row["document_ids"].split(" | ")) for row in flows}


def _flows_said(data: Build) -> dict[str, str]:
    """Return what each flow is called: the two years, and the numbers and labels that its communities have there."""
    return {
        flow_named(row): " and ".join(
            f"{row[f'{end}_year']}, {community_name(row[f'{end}_community'], row[f'{end}_label'])}"
            for end in ("from", "to")
        )
        for row in records(data.table("community_flows"))
    }


def _depth(data: Build, value: str, _field: str) -> Ids:
    """Return the documents at a step of the cascade, ``first_exposure:2``."""
    return data.once(_by_pair, *_DEPTH).get(value, frozenset())


def _step(data: Build, value: str, _field: str) -> Ids:
    """Return the later documents of the steps from venue to venue, ``step_first_exposure:af:lw``."""
    return data.once(steps).get(value, frozenset())


def steps(data: Build) -> dict[str, Ids]:
    """Return the later documents of each kind of step of the cascade between two venues, as ``venue_lags`` counts them."""
    known = data.table("documents").set_index("document_id")[["venue", "posted_at"]]
    tree = data.table("cascade")[["rule", "parent_id", "document_id"]]
    ends = tree.join(known, on="document_id").join(known.add_prefix("parent_"), on="parent_id")
    dated = ends.dropna(subset=["venue", "parent_venue", "posted_at", "parent_posted_at"])
    grouped = dated.groupby(["rule", "parent_venue", "venue"])["document_id"]
    return {f"step_{rule}:{start}:{end}": frozenset(ids) for (rule, start, end), ids in grouped}


def _steps_said(data: Build) -> dict[str, str]:
    said = {}
    for name in data.once(steps):
        rule, start, end = name.removeprefix("step_").split(":")
        said[name] = f"{venue(start)} to {venue(end)}, by {spoken(rule)}"
    return said


def _by_pair(data: Build, table: str, first: str, second: str) -> dict[str, Ids]:
    frame = data.table(table).dropna(subset=[first, second])
    keys = frame[first].astype("str") + ":" + frame[second].astype("str")
    return {str(name): frozenset(ids) for name, ids in frame.groupby(keys)["document_id"]}


FITS: Mapping[str, Callable[[Build, str, str], Ids]] = {
    "community": _community,
    "community_in": _community_in,
    "flow": _flow,
    "depth": _depth,
    "step": _step,
}
