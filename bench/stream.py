"""Reading a stream of HTML: bodies to text, links and term counts, one after another; memory as it goes on."""

import argparse
import subprocess
import sys
from pathlib import Path

from bench._material import made_up
from pipeline.corpus.markup import extract_html
from pipeline.terms.lexicon import BUNDLED_FAMILIES, read_lexicon
from pipeline.terms.matching import Matcher

NAME = "stream"
_MEGABYTES = 1000
_PARTS = 5


def run(arguments: argparse.Namespace) -> None:
    """Read a gigabyte of made-up bodies in a process of its own and print what memory it holds on the way."""
    print(
        f"\nA stream of {_MEGABYTES:,} MB of HTML\n  {'read, MB':>12}{'uses found':>14}{'memory held, MB':>18}",
        flush=True,
    )
    subprocess.run([sys.executable, "-m", "bench.stream", str(arguments.sample)], check=True)


def read(sample: int) -> None:
    """Read the bodies again and again, each time a little different, and print where memory stands."""
    lexicon = read_lexicon([BUNDLED_FAMILIES])
    matcher = Matcher(lexicon)
    bodies = made_up(sample, [form for _, term in lexicon for form in term.forms])
    done = uses = number = 0
    for part in range(1, _PARTS + 1):
        while done < part * _MEGABYTES * 1e6 / _PARTS:
            body = f"<p>Body {number}, from <a href='/posts/{number:017d}/x'>here</a></p>{bodies[number % len(bodies)]}"
            uses += sum(matcher.count(text).total() for text in extract_html(body).texts.values())
            done += len(body.encode())
            number += 1
        print(f"  {done / 1e6:12,.0f}{uses:14,}{_resident() / 1e6:18,.1f}", flush=True)


def _resident() -> int:
    """Return the bytes that this process holds in memory now."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))


if __name__ == "__main__":
    read(int(sys.argv[1]))
