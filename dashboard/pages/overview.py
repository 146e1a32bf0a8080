"""Overview: what this is, how much is known, and the story in small charts that lead to their pages."""

import pandas as pd

from dashboard import words
from dashboard.content import Chart, Content, Figure, KeyFigure
from dashboard.coverage import FILL, Gap, drawn, gaps, is_provisional
from dashboard.data_access import Build
from dashboard.facts import citing_posts, people, reach, series
from dashboard.figures import bars, line, mark_partial, over_time, shaded
from dashboard.url_state import Parameter, View

NAME = "overview"
PATH = "/"
LABEL = "Overview"
TITLE = "How far have the ideas travelled, and how much of their trail is known?"
ORDER = 10
TABLES = ("documents", "citations", "spread", "coverage", "term_trends", "terms")


def parameters(_data: Build) -> tuple[Parameter, ...]:
    """Return nothing: the overview has one view."""
    return ()


def layout(data: Build, _view: View) -> Content:
    """Return the overview of one build."""
    work = data.settings.root_work.title
    posts, known = citing_posts(data), reach(data)
    answer = (
        f"RLO Atlas shows how the ideas of “{work}” spread through the AI Alignment Forum and LessWrong, and how their words "
        f"changed; every number comes from a table that you can download. {_found(posts, work)}"
    )
    cautions = []
    if is_provisional(known.known, known.total):
        cautions = [
            (
                f"These are lower bounds: of {words.count(known.total, 'post')} since {known.since or 'the root work'}, the text, and so "
                f"the links, of {known.known:,} ({words.percent(known.known, known.total)}) is known here. To learn more, {FILL}."
            )
        ]
    return Content(answer, _charts(data), cautions, _key_figures(data, posts), columns=2)


def _found(posts: pd.DataFrame, work: str) -> str:
    if posts.empty:
        return f"No post that cites “{work}” is known yet."
    dates = posts["posted_at"].dropna()
    span = f", from {str(dates.min())[:10]} to {str(dates.max())[:10]}" if len(dates) else ""
    return f"So far {words.count(len(posts), 'post')} by {words.count(people(posts['author_ids']), 'author')} are known to cite it{span}."


def _key_figures(data: Build, posts: pd.DataFrame) -> list[KeyFigure]:
    documents = data.table("documents")
    with_body = int(documents["has_body"].fillna(False).sum())
    return [
        KeyFigure(f"{len(posts):,}", "posts known to cite the work"),
        KeyFigure(f"{len(documents):,}", "documents known"),
        KeyFigure(f"{with_body:,}", "of them with text, and so links"),
        KeyFigure(f"{len(data.table('citations')):,}", "citations between documents"),
        KeyFigure(f"{len(data.table('terms')):,}", "terms followed"),
        KeyFigure(data.as_of, "latest document"),
    ]


def _charts(data: Build) -> list[Chart]:
    spread = series(data.table("spread"), grain="quarter", venue="all", kind="post")
    coverage = series(data.table("coverage"), grain="quarter", venue="all")
    return [_growth_chart(spread, coverage), _authors_chart(spread), *_contest_charts(data), _coverage_chart(coverage)]


def _growth_chart(spread: pd.DataFrame, coverage: pd.DataFrame) -> Chart:
    table = spread[
        [
            "period",
            "citing_documents",
            "citing_authors",
            "documents_total",
            "documents_with_links",
            "covered",
            "partial",
        ]
    ]
    found = gaps(table, "documents_with_links", "documents_total")
    return Chart(
        "growth",
        "Posts that cite the work, beside all posts",
        "Posts per quarter. Above: those that cite the work. Below: all posts known, so that growth of the forum is not mistaken "
        "for growth of the idea.",
        figure_growth(table),
        table,
        "spread",
        int(coverage["documents_known"].sum()),
        "No post is dated after the root work. Run `make ingest`.",
        [gap.sentence("citing posts are") for gap in found],
        link=("Spread, in full →", "/spread"),
    )


def figure_growth(table: pd.DataFrame) -> Figure:
    """Draw citing posts over all posts, one above the other on the same quarters.

    ``table`` holds ``spread`` rows of one venue and kind in order of time. Quarters that the coverage rule excludes have no
    bar above and are shaded; a quarter in which nothing cites has a bar of 0.
    """
    labels = table["period"].tolist()
    hover = [
        f"<b>{period}</b>: {cites} of {total} posts cite it" if known else f"<b>{period}</b>: not known"
        for period, cites, total, known in zip(
            labels, table["citing_documents"], table["documents_total"], table["covered"].fillna(False), strict=True
        )
    ]
    above = bars(labels, drawn(table, "citing_documents"), "citing posts", 1, hover, yaxis="y")
    below = bars(
        labels,
        table["documents_total"],
        "all posts known",
        6,
        [
            f"<b>{period}</b>: {total} posts known"
            for period, total in zip(labels, table["documents_total"], strict=True)
        ],
        yaxis="y2",
    )
    pairs = [shaded(gap.first, gap.last, gap.label, "y domain") for gap in _table_gaps(table)]
    return {
        "data": [above, below],
        "layout": over_time(
            "citing posts",
            [shape for shape, _ in pairs],
            [label for _, label in pairs],
            yaxis={"title": {"text": "citing posts"}, "domain": [0.5, 1]},
            yaxis2={"title": {"text": "all posts"}, "domain": [0, 0.4]},
            showlegend=False,
            hovermode="closest",
            xaxis={"type": "date", "anchor": "y2"},
        ),
    }


def _table_gaps(table: pd.DataFrame) -> list[Gap]:
    return gaps(table, "documents_with_links", "documents_total")


def _authors_chart(spread: pd.DataFrame) -> Chart:
    table = spread[
        ["period", "cumulative_authors", "new_authors", "documents_total", "documents_with_links", "covered", "partial"]
    ]
    return Chart(
        "authors",
        "Authors who have cited the work",
        "Distinct authors of citing posts up to the end of each quarter.",
        figure_authors(table),
        table,
        "spread",
        int(spread["citing_documents"].sum()),
        "No citing post is known. Run `make ingest`.",
        [gap.sentence("authors are") for gap in _table_gaps(table)],
        link=("Spread by venue →", "/spread"),
    )


def figure_authors(table: pd.DataFrame) -> Figure:
    """Draw the cumulative authors of one venue, with gaps where the coverage rule says so."""
    labels = table["period"].tolist()
    hover = [
        f"<b>{period}</b>: {total} authors, {new} new"
        for period, total, new in zip(labels, table["cumulative_authors"], table["new_authors"], strict=True)
    ]
    trace = line(
        labels,
        drawn(table, "cumulative_authors"),
        "authors",
        0,
        hover,
        marker=mark_partial(table["partial"], 0),
    )
    pairs = [shaded(gap.first, gap.last, gap.label) for gap in _table_gaps(table)]
    return {
        "data": [trace],
        "layout": over_time(
            "authors so far", [shape for shape, _ in pairs], [label for _, label in pairs], showlegend=False
        ),
    }


def _contest_charts(data: Build) -> list[Chart]:
    """One small chart per contest: the titles that use each of its words, by year."""
    trends = data.table("term_trends")
    years = trends[(trends["grain"] == "year") & (trends["venue"] == "all") & (trends["field"] == "title")]
    charts = []
    for name, contest in data.settings.contests.items():
        table = years[years["term"].isin(contest.variants)][
            ["period", "term", "documents", "documents_total", "authors", "documents_serials_once", "partial"]
        ].drop_duplicates(["period", "term"])
        chosen = "~".join(contest.variants).replace(" ", "+")
        charts.append(
            Chart(
                f"contest-{name}",
                f"Which word: {words.listing(list(contest.variants)).replace(' and ', ' or ')}?",
                "Posts per year whose title uses the word. Titles are known for every post.",
                figure_contest(table, contest.variants),
                table.sort_values(["term", "period"], ignore_index=True),
                "term_trends",
                int(table["documents"].sum()),
                "No title uses any of these words.",
                link=("Terminology →", f"/terminology?terms={chosen}&scale=documents"),
                height=300,
            )
        )
    return charts


def figure_contest(table: pd.DataFrame, variants: tuple[str, ...]) -> Figure:
    """Draw the documents per year of each variant; a year in which a variant is not used is 0."""
    labels = sorted(table["period"].unique())
    traces = []
    for place, variant in enumerate(variants):
        rows = table[table["term"] == variant].set_index("period").reindex(labels)
        counts = rows["documents"].fillna(0)
        hover = [
            f"{variant}: {int(n)} posts, {int(a)} authors, {int(once)} with serials once"
            for n, a, once in zip(
                counts, rows["authors"].fillna(0), rows["documents_serials_once"].fillna(0), strict=True
            )
        ]
        traces.append(line(labels, counts, variant, place, hover))
    return {"data": traces, "layout": over_time("posts a year")}


def _coverage_chart(coverage: pd.DataFrame) -> Chart:
    table = coverage[
        [
            "period",
            "documents_known",
            "documents_with_body",
            "share_with_body",
            "authors_known",
            "authors_with_body",
            "covered",
        ]
    ]
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
        ["Where under 90 % of the posts of a period have a text, charts that rest on texts leave the period out."],
        height=300,
    )


def figure_coverage(table: pd.DataFrame) -> Figure:
    """Draw posts known and posts read, the second in front of the first."""
    labels = table["period"].tolist()
    known = bars(
        labels, table["documents_known"], "known to exist", 6, [f"{n} known" for n in table["documents_known"]]
    )
    read = bars(
        labels, table["documents_with_body"], "text read", 2, [f"{n} read" for n in table["documents_with_body"]]
    )
    return {"data": [known, read], "layout": over_time("posts", barmode="overlay")}
