"""Overview: what this is, how much is known, and the story in small charts that lead to their pages."""

from urllib.parse import quote_plus

import pandas as pd

from dashboard import exports, opening, words
from dashboard.advice import is_network
from dashboard.content import Chart, Content, KeyFigure
from dashboard.coverage import FILL, explain, gaps, is_provisional, stands_behind
from dashboard.data_access import Build
from dashboard.facts import (
    byline_cautions,
    citing_posts,
    documents_by_generation,
    grain_to_show,
    people,
    reach,
    root_documents,
    series,
    usual_kind,
)
from dashboard.pages._listed import listed_chart
from dashboard.pages._overview_figures import (
    KNOWN,
    TOTAL,
    figure_contest,
    figure_coverage,
    figure_generations,
    figure_growth,
)
from dashboard.pages._spread_figures import SO_FAR, figure_cumulative, opened_so_far, up_to_each
from dashboard.pages._term_posts import behind_periods, posts_by_period, using
from dashboard.trends import chosen_rows, month_span
from dashboard.url_state import Parameter, View
from pipeline.coverage import links_known

NAME = "overview"
PATH = "/"
LABEL = "Overview"
TITLE = "How far have the ideas travelled, and how much of their trail is known?"
ORDER = 10
TABLES = ("documents", "citations", "spread", "pingbacks", "coverage", "term_trends", "terms", "term_counts")

DAY = len("2019-05-31")
_SPREAD = ["period", "grain", "venue", "kind"]
_STATE = [TOTAL, KNOWN, "covered", "partial"]
_CONTEST = ["term", "period", "documents", "documents_total", "authors", "documents_serials_once", "covered", "partial"]
_COVERAGE = ["period", "grain", "documents_known", "documents_with_body", "share_with_body", "authors_known", "authors_with_body", "covered", "partial"]  # fmt: skip


def parameters(_data: Build) -> tuple[Parameter, ...]:
    """Return nothing: the overview has one view."""
    return ()


def layout(data: Build, _view: View) -> Content:
    """Return the overview of one build."""
    posts, known = data.once(citing_posts), data.once(reach)
    cautions, kind = known.cautions, data.once(usual_kind)
    if is_provisional(known.known, known.total):
        cautions.append(
            f"These are lower bounds: of {known.called}, the text, "
            f"and so the links, of {known.known:,} ({words.percent(known.known, known.total)}) is known here. To learn more, "
            f"{FILL}."
        )
    grain = data.once(grain_to_show)
    spread = series(data.table("spread"), grain=grain, venue="all", kind=kind)
    charts = [
        _growth(spread, grain, kind),
        _authors(spread, kind),
        _generations(data),
        *_contests(data),
        *([] if is_network(data.settings) else [listed_chart(data, "quarter"), _coverage(data)]),
    ]
    return Content(
        _answer(data, posts, kind),
        charts,
        [*cautions, *data.once(byline_cautions)],
        _key_figures(data, posts),
        columns=2,
    )


def _answer(data: Build, posts: pd.DataFrame, kind: str) -> str:
    network, all_tables = is_network(data.settings), "every number comes from a table that you can download"
    if network and data.once(root_documents).empty:
        documents = words.count(len(data.table("documents")), "document")
        return (
            f"This atlas shows an imported network of {documents}; {all_tables}. No root work was named, so nothing has a distance from "
            "one: `--root ID` of `atlas import edges` names it."
        )
    where = "the imported network" if network else "the AI Alignment Forum and LessWrong, and how their words changed"
    work = words.quoted(data.settings.root_work.title)
    return f"This atlas shows how the ideas of {work} spread through {where}; {all_tables}. {_found(posts, kind)}"


def _found(posts: pd.DataFrame, kind: str) -> str:
    if posts.empty:
        return f"No {kind} that cites the work is known yet."
    dates = posts["posted_at"].dropna().str[:10]
    span = f", from {dates.min()} to {dates.max()}" if len(dates) else ""
    authors = people(posts["author_ids"])
    by = f" by {words.count(authors, 'author')}" if authors else ""
    return f"So far {words.count(len(posts), kind)}{by} are known to cite it{span}."


def _key_figures(data: Build, posts: pd.DataFrame) -> list[KeyFigure]:
    documents, kind = data.table("documents"), data.once(usual_kind)
    linked, network = int(links_known(documents).sum()), is_network(data.settings)
    kinds = "" if network else ": posts, comments, papers, pages"
    followed = KeyFigure(f"{len(data.table('terms')):,}", "terms followed", "/terminology")
    return [
        KeyFigure(f"{len(posts):,}", f"{kind}s known to cite the work", opening.works(generation="1", kind=kind)),
        KeyFigure(f"{len(documents):,}", f"documents known{kinds}", opening.works()),
        KeyFigure(
            f"{linked:,}",
            "of them with known citations" if network else "of them with text, and so links",
            "" if network else opening.works(text="yes"),
        ),
        KeyFigure(
            f"{len(data.table('citations')):,}", "citations between documents", exports.address("citations", "csv")
        ),
        # An imported network has titles at most: terms are looked for in it, but the study is not of them.
        *([] if network else [followed]),
        KeyFigure(data.as_of, "latest document", _latest(data)),
    ]


def _latest(data: Build) -> str:
    """Return the address of the documents of the latest day; none where that is not known to the day."""
    return (
        opening.works(since=data.as_of, until=data.as_of) if data.as_of[:1].isdigit() and len(data.as_of) == DAY else ""
    )


def _growth(spread: pd.DataFrame, grain: str, kind: str) -> Chart:
    table = spread[[*_SPREAD, "citing_documents", "citing_authors", *_STATE]]
    return Chart(
        "growth",
        f"{kind.capitalize()}s that cite the work, beside all {kind}s",
        f"{kind.capitalize()}s per {grain}. Above: those that cite the work. Below: all {kind}s known, so that growth of the whole is not "
        f"mistaken for growth of the idea. The first {grain} counts whole, with the days before the work appeared.",
        figure_growth(table, kind),
        table,
        "spread",
        int(table[TOTAL].sum()),
        f"No {kind} is dated after the root work. Run `make ingest`.",
        explain(gaps(table, KNOWN, TOTAL), f"citing {kind}s"),
        link=("Spread, in full →", "/spread"),
        opens=[opening.works(cites="root", kind=kind, period=label) for label in table["period"]],
        wide=True,
    )


def _authors(spread: pd.DataFrame, kind: str) -> Chart:
    reached = up_to_each(spread)
    return Chart(
        "authors",
        "Authors who have cited the work so far",
        f"Distinct authors of citing {kind}s, as long as 90 % of all {kind}s so far have known links.",
        figure_cumulative(reached, "cumulative_authors", "authors so far"),
        reached[[*_SPREAD, "cumulative_authors", "new_authors", *_STATE]],
        "spread",
        stands_behind(reached, "citing_documents"),
        f"No citing {kind} is known. Run `make ingest`.",
        [
            "Where it is not drawn, later authors may be missing, and the count of all of them with it.",
            "A point opens the documents with which these authors cite it.",
        ],
        SO_FAR,
        opens=opened_so_far(reached),
        link=("Spread by venue →", "/spread"),
    )


def _generations(data: Build) -> Chart:
    """Return how many documents stand how many citations away from the work."""
    table = data.once(documents_by_generation)
    return Chart(
        "generations",
        "How far the chains of citations go",
        "Documents by the fewest citations that lead from them to the work, as far as links are known.",
        figure_generations(table),
        table,
        "documents",
        int(table["documents"].sum()),
        "Nothing known here descends from the work. Run `make ingest`.",
        explained={"documents": "documents at that distance. Unit: documents."},
        provisional=data.once(reach).is_provisional,
        link=("The network →", "/network?y=generation"),
        opens=[opening.works(generation=str(one)) for one in table["generation"]],
    )


def _contests(data: Build) -> list[Chart]:
    """Return one small chart a contest: the titles that use each of its words, by year."""
    span = data.once(month_span)
    charts = []
    for name, contest in data.settings.contests.items():
        rows = chosen_rows(data, contest.variants, "title", "all", "year", span)
        used = rows.loc[(rows["documents"] > 0).fillna(False), "period"]
        table = rows.loc[rows["period"] >= str(int(used.min()) - 1) if len(used) else [], _CONTEST].reset_index(
            drop=True
        )
        charts.append(
            Chart(
                f"contest-{name}",
                f"Which word: {words.listing(contest.variants, 'or')}?",
                "Posts per year whose title uses the word, of all posts whose title is known.",
                figure_contest(table),
                table,
                "term_trends",
                behind_periods(table, data.once(posts_by_period, tuple(contest.variants), "title", "year")),
                "No title uses any of these words.",
                link=("Succession →", f"/succession?contest={quote_plus(name)}"),
                opens=[using(term, "title", label) for term, label in zip(table["term"], table["period"], strict=True)],
                height=300,
            )
        )
    return charts


def _coverage(data: Build) -> Chart:
    table = series(data.table("coverage"), grain="quarter", venue="all")[_COVERAGE]
    known, total = int(table["documents_with_body"].sum()), int(table["documents_known"].sum())
    return Chart(
        "coverage",
        "How much of the forum has been read",
        f"Posts per quarter known to exist, and those whose text was read: {words.percent(known, total)} in all.",
        figure_coverage(table),
        table,
        "coverage",
        total,
        "No post is known. Run `make ingest`.",
        [
            "Where under 90 % of the posts of a period have a text, charts that rest on texts leave the period out.",
        ],
        opens=[opening.works(kind="post", period=label) for label in table["period"]],
        height=300,
        wide=True,
    )
