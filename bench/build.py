"""Importing and building: from dumps to every table, in a fresh data folder; seconds and memory."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from bench._harness import run as measure
from bench._material import made_up
from pipeline.terms.lexicon import BUNDLED_FAMILIES, read_lexicon

NAME = "build"
ROOT_POST = "FkgsxrGf3QxhfLWHG"  # the first part of the root work of atlas.toml


def run(arguments: argparse.Namespace) -> None:
    """Import dumps (or made-up posts), build without the bundled facts, and build again with nothing new."""
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as folder:
        dumps = arguments.data or _write_dump(Path(folder) / "dump.json", arguments.sample)
        files = sorted(str(path) for path in dumps.rglob("*.json*")) if dumps.is_dir() else [str(dumps)]
        where = ["--data-dir", f"{folder}/data", "--no-snapshot"]
        steps = {
            "atlas import dump": ["import", "dump", *files, *where],
            "atlas build": ["build", *where],
            "atlas build, nothing new": ["build", *where],
        }
        print(f"\nFrom {len(files):,} files to every table\n  {'':44}{'CPU s':>9}{'wall s':>9}{'peak MB':>10}")
        for name, command in steps.items():
            done = measure([sys.executable, "-m", "pipeline", *command])
            print(f"  {name:44}{done.cpu:9.1f}{done.wall:9.1f}{done.peak_bytes / 1e6:10,.0f}")


def _write_dump(path: Path, count: int) -> Path:
    """Write a dump of made-up posts, each linking to earlier ones and some to the root work, as the forum's API would answer."""
    forms = [form for _, term in read_lexicon([BUNDLED_FAMILIES]) for form in term.forms]
    posts = []
    for number, body in enumerate(made_up(count, forms)):
        cited = [_post_id(number // step) for step in (2, 3, 5) if number] + [ROOT_POST] * (number % 20 == 0)
        links = "".join(f'<a href="/posts/{post}/x">x</a>' for post in cited)
        posts.append(
            {
                "_id": _post_id(number),
                "title": f"Made-up post {number}",
                "slug": f"made-up-post-{number}",
                "postedAt": f"{2018 + number * 8 // count}-0{number % 9 + 1}-15T12:00:{number % 60:02d}.000Z",
                "baseScore": number % 100,
                "af": number % 3 == 0,
                "htmlBody": body + f"<p>{links}</p>",
                "user": {
                    "_id": f"user{number % 50:013d}",
                    "slug": f"author-{number % 50}",
                    "displayName": f"Author {number % 50}",
                },
            }
        )
    path.write_text(json.dumps({"data": {"posts": {"results": posts}}}), encoding="utf-8")
    return path


def _post_id(number: int) -> str:
    return f"madeUpPost{number:07d}"
