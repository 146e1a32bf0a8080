"""Links of real bodies read a second, slow and obvious way, compared one citing pair at a time. No race: a check."""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from pipeline.corpus.markup import extract_html
from pipeline.corpus.naming import name_target

NAME = "links"
BASE = "https://www.lesswrong.com/"
SITES = "lesswrong|lesserwrong|lessestwrong|alignmentforum|alignment-forum|greaterwrong"
POST = re.compile(
    rf"\s*(?:https?://(?:www\.)?(?:{SITES})\.(?:com|org))?/(?:posts|events|s/[^/?#]+/p|g/[^/?#]+/p)/([A-Za-z0-9]{{17}}|[0-9a-f]{{24}})(?:[/?#].*)?\s*",
    re.IGNORECASE | re.DOTALL,
)
"""An address that spells out a post's id: the plain routes only, so that the rule can be read at a glance."""


def run(arguments: argparse.Namespace) -> None:
    """Compare every HTML body of the dumps; without dumps there is nothing to check."""
    if arguments.data is None:
        print("links: needs real dumps; name their folder with --data DIR")
        return
    bodies = pairs = same = only_slow = only_ours = 0
    for post_id, html in _bodies(arguments.data):
        slow = Counter(
            match[1]
            for anchor in BeautifulSoup(html, "lxml").find_all("a", href=True)
            if (match := POST.fullmatch(str(anchor["href"])))
        )
        named = (name_target(href, BASE).resolved_id for href, _ in _hrefs(html))
        ours = Counter(name.removeprefix("forum:") for name in named if name and name.startswith("forum:"))
        bodies += 1
        pairs += len(slow)
        same += sum(ours[target] == count for target, count in slow.items())
        only_slow += len(slow.keys() - ours.keys())
        only_ours += len(ours.keys() - slow.keys())
        if missing := slow.keys() - ours.keys():
            print(f"  {post_id}: not found by the pipeline: {sorted(missing)}")
    print(
        f"links: {bodies:,} HTML bodies, {pairs:,} citing pairs by the slow reading, {same:,} of them with the same number "
        f"of links, {only_slow:,} not found by the pipeline, {only_ours:,} found by the pipeline alone (mirrors, mended "
        "addresses)"
    )


def _hrefs(html: str) -> Iterator[tuple[str, str]]:
    for link in extract_html(html).links:
        yield link.href, link.place


def _bodies(folder: Path) -> Iterator[tuple[str, str]]:
    import gzip

    for path in sorted(folder.rglob("*.json.gz")):
        rows: list[dict[str, Any]] = json.loads(gzip.decompress(path.read_bytes()))
        for row in rows:
            if row.get("htmlBody"):
                yield row["_id"], row["htmlBody"]
