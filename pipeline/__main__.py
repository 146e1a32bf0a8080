"""Where the program begins, as ``atlas`` and as ``python -m pipeline``: it can be stopped before anything slow is imported."""

import sys

from pipeline.stopping import Stopped, heed_signals


def main() -> int:
    """Run the command line, and return its exit code."""
    heed_signals()
    try:
        from pipeline import cli

        return cli.main()
    except Stopped as stop:
        # What is under way says itself what is kept; here nothing was, or it is stopped a second time.
        print("atlas: stopped", file=sys.stderr)
        return stop.exit_code


if __name__ == "__main__":
    sys.exit(main())
