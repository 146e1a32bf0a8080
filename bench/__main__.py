"""Races the pipeline against plain ways to do the same, and measures whole runs. Prints; asserts nothing."""

import argparse
from pathlib import Path

from pipeline.registry import plugins

BENCHES = plugins("bench")

parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)} (default: all)")
parser.add_argument("--data", type=Path, metavar="DIR", help="real dumps of the forum's API (default: made-up posts)")
parser.add_argument("--sample", type=int, default=100, metavar="N", help="bodies to race on (default: 100)")
parser.add_argument("--rounds", type=int, default=3, metavar="N", help="times that each candidate runs (default: 3)")
parser.add_argument(
    "--built", type=Path, metavar="DIR", help="a built data folder to show (default: the bundled facts, built)"
)
arguments = parser.parse_args()
if unknown := sorted(set(arguments.names) - set(BENCHES)):
    parser.error(f"unknown benchmark {', '.join(unknown)}; there are {', '.join(BENCHES)}")
for name in arguments.names or BENCHES:
    BENCHES[name].run(arguments)
