"""Spread: who cited the work, when, and where."""

import pandas as pd

from dashboard import words
from dashboard.advice import is_network
from dashboard.content import Behind, Chart, Content
from dashboard.coverage import FILL, NOT_DRAWN, explain, gaps, is_provisional
from dashboard.data_access import Build
from dashboard.facts import byline_cautions, citing_posts, grain_to_show, people, reach, series, usual_kind
from dashboard.labels import KINDS, OFF_FORUM, VENUES
from dashboard.pages._adoption import MODELS, SERIES, baseline_chart, fit_chart
from dashboard.pages._cascade import cascade_chart
from dashboard.pages._lags import lag_chart, measures_of_lag
from dashboard.pages._listed import listed_chart
from dashboard.pages._parts import parts_chart
from dashboard.pages._ranking import RECEIVED, most_cited, ranking
from dashboard.pages._share import share_chart
from dashboard.pages._spread_figures import (
    KNOWN,
    SO_FAR,
    TOTAL,
    behind_venues,
    by_venue,
    figure_cumulative,
    figure_new_authors,
    opened_arrivals,
    opened_so_far,
    spread_table,
    up_to_each,
)
from dashboard.pages._timing import attention_chart, time_chart
from dashboard.pages._unread import ranked_unlike
from dashboard.url_state import Choice, Many, Parameter, View
from pipeline.periods import GRAINS, end

NAME = "spread"
PATH = "/spread"
LABEL = "Spread"
TITLE = "Who cited the work, when, and where did it spread?"
ORDER = 20
TABLES = (
    "documents",
    "document_metrics",
    "citations",
    "spread",
    "pingbacks",
    "adoption_baseline",
    "adoption_curves",
    "adoption_fits",
    "cascade",
    "cascade_generations",
    "cascade_summary",
    "time_to_cite",
    "author_exposures",
    "attention",
    "venue_lags",
    "parts",
)

_SERIES = ["period", "grain", "venue", "kind"]
_STATE = [TOTAL, KNOWN, "covered", "partial"]
_NEW = "New among what was read: an author may have cited the work before, in a text that was not."
_AUTHORS = "Not drawn where the count of documents is not, for the same reason. A point opens the documents with which these authors cite it."
_EMPTY = "No venue is chosen, or none of the chosen ones holds documents of this kind. Choose another venue or kind."


def parameters(data: Build) -> tuple[Parameter, ...]:
    """Return what a reader may choose: venues and kinds that occur, and the grain."""
    spread = data.table("spread")
    held, of_kinds = set(spread["venue"]), set(spread["kind"])
    usual = data.once(usual_kind)
    here = {name: label for name, label in VENUES.items() if name in held} or {"all": VENUES["all"]}
    kinds = {name: label for name, label in KINDS.items() if name in of_kinds} or {usual: KINDS[usual]}
    lags = data.once(measures_of_lag)
    return (
        Many("venues", "Venues", {"": here}, (next(iter(here)),), limit=len(here)),
        Choice("kind", "Kind of document", kinds, usual if usual in kinds else next(iter(kinds))),
        Choice("grain", "Period", {grain: grain for grain in GRAINS}, data.once(grain_to_show)),
        Choice("series", "Curve of adoption", SERIES, "citing_documents"),
        Choice("model", "Kind of curve", MODELS, "logistic"),
        Choice("lag", "Lag between venues", lags, next(reversed(lags))),
    )


def layout(data: Build, view: View) -> Content:
    """Return the page for one view."""
    grain = view["grain"]
    charts = [
        data.part(_documents_so_far, view),
        data.part(_authors_so_far, view),
        data.part(_newcomers, view),
        *([] if is_network(data.settings) else [data.once(listed_chart, grain)]),
        data.once(share_chart, grain),
        *([] if is_network(data.settings) else [data.once(baseline_chart, grain)]),
        data.part(_fit, view),
        data.once(cascade_chart),
        data.once(time_chart),
        data.once(attention_chart),
        data.once(lag_chart, view["lag"]),
        data.once(parts_chart, grain),
        data.once(_most_cited),
    ]
    return Content(data.once(_answer), charts, [*data.once(_cautions), *data.once(byline_cautions)], columns=2)


def _table(data: Build, view: View) -> pd.DataFrame:
    """Return the rows of the chosen venues, kind and grain."""
    return spread_table(data.table("spread"), view["venues"], view["kind"], view["grain"])


def _up_to_each(data: Build, view: View) -> tuple[pd.DataFrame, Behind | None]:
    """Return the same rows, with ``covered`` said of all that came up to the end of each, and what is behind those drawn."""
    rows = up_to_each(data.part(_table, view))
    return rows, behind_venues(rows) if len(rows) else None


def _documents_so_far(data: Build, view: View) -> Chart:
    kind = KINDS[view["kind"]]
    notes = _notes(data.part(_up_to_each, view)[0], kind, network=is_network(data.settings))
    return _curve(data, view, "documents", f"Citing {kind} so far", notes)


def _authors_so_far(data: Build, view: View) -> Chart:
    return _curve(data, view, "authors", "Authors who have cited the work so far", [_AUTHORS])


def _newcomers(data: Build, view: View) -> Chart:
    table = data.part(_table, view)
    return Chart(
        "new-authors",
        f"Authors new to the work, by {view['grain']}",
        "Authors whose first citing document of this venue and kind falls in the period; one may be new in two venues. A bar opens "
        "those first documents, a document of several new authors once.",
        figure_new_authors(table, view["grain"]),
        table[[*_SERIES, "new_authors", "citing_authors", *_STATE]],
        "spread",
        behind_venues(table),
        _EMPTY,
        [_NEW] if data.once(reach).is_provisional else [],
        opens=opened_arrivals(table),
        height=300,
    )


def _fit(data: Build, view: View) -> Chart:
    venue = view["venues"][0] if view["venues"] else "all"
    return fit_chart(data, view["series"], view["model"], view["grain"], venue)


def _most_cited(data: Build) -> Chart:
    ranked, provisional, kind = most_cited(data), data.once(reach).is_provisional, data.once(usual_kind)
    return Chart(
        "most-cited",
        f"The citing {kind}s that were themselves cited most",
        f"{kind.capitalize()}s that cite the work, by citations received from documents of this corpus.",
        None,
        ranked,
        "documents",
        len(data.once(citing_posts)),
        f"No citing {kind} is known. Run `make ingest`.",
        [f"Citations by {kind}s whose text is not known are missing, most of all recent ones."] * provisional
        + ranked_unlike(data, ranked),
        {
            RECEIVED: data.described("document_metrics").get(
                RECEIVED, "citations received from documents of this corpus."
            )
        },
        provisional,
        body=ranking(ranked, f"The citing {kind}s that were themselves cited most"),
        wide=True,
    )


def _curve(data: Build, view: View, unit: str, title: str, notes: list[str]) -> Chart:
    reached, behind = data.part(_up_to_each, view)
    return Chart(
        f"cumulative-{unit}",
        title,
        "Counted up to the end of each period, as long as 90 % of what was posted so far has known links.",
        figure_cumulative(reached, f"cumulative_{unit}", f"{unit} so far"),
        reached[[*_SERIES, f"citing_{unit}", f"cumulative_{unit}", *_STATE]],
        "spread",
        behind,
        _EMPTY,
        notes if len(reached) else [],
        SO_FAR,
        opens=opened_so_far(reached),
    )


def _answer(data: Build) -> str:
    posts, work, kind = data.once(citing_posts), data.settings.root_work.title, data.once(usual_kind)
    if posts.empty:
        return f"No {kind} that cites {words.quoted(work)} is known yet; run `make ingest`."
    dates = posts["posted_at"].dropna().str[:10]
    found = f"{words.count(len(posts), kind)} by {words.count(people(posts['author_ids']), 'author')}"
    when = f", the first on {dates.min()} and the latest on {dates.max()}" if len(dates) else ""
    covered = _last_covered(series(data.table("spread"), grain="quarter", venue="all", kind=kind))
    if not covered:
        return f"{found} are known to cite {words.quoted(work)}{when}."
    inside = int((dates < end(covered)).sum())
    until = f"{inside:,} of them up to {words.period(covered)}, the last quarter of which enough texts are known"
    return f"{found} are known to cite {words.quoted(work)}{when}; {until}."


def _last_covered(rows: pd.DataFrame) -> str:
    covered = rows[rows["covered"].fillna(False).astype(bool)]
    return str(covered["period"].iloc[-1]) if len(covered) else ""


def _cautions(data: Build) -> list[str]:
    known, posts = data.once(reach), data.once(citing_posts)
    cautions = known.cautions
    if is_provisional(known.known, known.total):
        cautions.append(
            f"Provisional: the outgoing links of {known.known:,} of {known.called} "
            f"({words.percent(known.known, known.total)}) are known, under the 90 % that a "
            f"whole picture needs; {FILL}."
        )
    unknown = int((posts["venue"] == "forum").sum())
    if unknown:
        cautions.append(
            f"The Alignment Forum mark of {words.count(unknown, f'citing {data.once(usual_kind)}')} is not known: they count in “all venues” and "
            "“forum, mark unknown”, and are left out of a comparison of Alignment Forum and LessWrong."
        )
    return cautions


def _notes(reached: pd.DataFrame, kind: str, *, network: bool = False) -> list[str]:
    notes = []
    for name, rows in by_venue(reached):
        missing, called = gaps(rows, KNOWN, TOTAL), f"{kind} ({name})"
        if missing and rows["venue"].iloc[0] in OFF_FORUM:
            known, total = sum(gap.known for gap in missing), sum(gap.total for gap in missing)
            notes.append(
                f"{missing[0].when}: {NOT_DRAWN.format(called)}, because the links of {known:,} of {total:,} are known; these stand on "
                "no forum, so gathering one does not bring them."
            )
        else:
            notes += explain(missing, called)
    if kind in ("comments", "documents") and not network:
        notes.append("Comments are never all known: only those that a source handed over.")
    return notes
