"""Runs every notebook, or those named, and keeps each with its results in ``data/notebooks``."""

import argparse
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from pipeline.settings import PROJECT, load


def main() -> int:
    """Run the notebooks; 1 if one of them fails."""
    folder = PROJECT / "notebooks"
    known = sorted(path.stem for path in folder.glob("[a-z]*.py"))
    parser = argparse.ArgumentParser(prog="python -m notebooks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)} (default: all)")
    names = parser.parse_args().names or known
    if unknown := sorted(set(names) - set(known)):
        parser.error(f"unknown notebook {', '.join(unknown)}; there are {', '.join(known)}")
    results = load().data_dir / "notebooks"
    results.mkdir(parents=True, exist_ok=True)
    failed = 0
    for name in names:
        notebook = jupytext.read(folder / f"{name}.py")
        client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(PROJECT)}})
        client.create_kernel_manager().transport = "ipc"  # no port that others on this machine could reach
        try:
            client.execute()
        except CellExecutionError as error:
            failed += 1
            print(f"{name}: {error.ename}: {error.evalue}")
        else:
            print(f"{name}: {_answer(notebook)}")
        target = results / f"{name}.ipynb"
        nbformat.write(notebook, target)
        print(f"    {_shown(target)}")
    return 1 if failed else 0


def _answer(notebook: nbformat.NotebookNode) -> str:
    """Return what the last cell shows."""
    last = notebook.cells[-1]
    return "".join(output.get("text", "") for output in last["outputs"]).strip()


def _shown(path: Path) -> str:
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else str(path)


if __name__ == "__main__":
    raise SystemExit(main())
