"""Gives the pages the tables of one published build, whole, and notices a new one.

A build is published by turning one symbolic link, so the link is resolved once and every table of a page comes from the
folder that it named. All tables are read when a build is first seen: a build that is later pruned stays readable.
"""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from dashboard.parts import Parts
from dashboard.url_state import View
from pipeline import tables
from pipeline.errors import StoreUnusable
from pipeline.settings import PROJECT, WHOLE, Census, Contest, Settings, Work

T = TypeVar("T")
RECENT = 48
"""Views that are kept as drawn, so that going back, or two readers of one page, cost nothing. About 0.5 MB each."""
PARTS = 150
"""Parts of views that are kept, so that a choice costs only what depends on it."""


_NOWHERE = np.array([], dtype="int64")


class Build:
    """The tables of one published build, in memory.

    Parameters
    ----------
    folder : Path
        Holds ``<table>.parquet`` files; not a symbolic link.
    names : iterable of str
        Tables to read; those without a file are left out, see :meth:`lacks`.
    settings : Settings
        What the reader's configuration says; what the build was made with stands over it, see :func:`studied`.

    Attributes
    ----------
    folder : Path
        Where the tables are.
    record : dict
        What the build says of itself in ``build.json``; empty where it says nothing.
    """

    def __init__(self, folder: Path, names: Iterable[str], settings: Settings, key: str = "") -> None:
        self.key = key
        self.folder = folder
        self.record = _record(folder.parent / "build.json")
        self.settings = studied(settings, self.record)
        self._local = folder.parent / "local"
        self._frames = {
            name: tables.read_parquet(name, folder)
            for name in sorted(set(names))
            if (folder / f"{name}.parquet").is_file()
        }
        self._derived: dict[object, Any] = {}
        self._recent: OrderedDict[Hashable, Any] = OrderedDict()
        self._parts = Parts(PARTS)
        self._lock = threading.RLock()

    def table(self, name: str) -> pd.DataFrame:
        """Return a table; whoever changes the frame changes a copy (pandas copies on write)."""
        return self._frames[name].copy(deep=False)

    def matching(self, name: str, **equal: str) -> pd.DataFrame:
        """Return the rows of a table in which columns have the given values, in the order of the table.

        Where each value stands is looked up once a build: a page about one thing then costs what it shows, not what is known.
        """
        frame, places = self._frames[name], self.once(_places, name, tuple(equal))
        return frame.take(places.get(tuple(equal.values()), _NOWHERE))

    def places(self, name: str, column: str) -> Mapping[Any, int]:
        """Return where the first row with each value of a column stands in a table."""
        return self.once(_first_places, name, column)

    def first(self, name: str, column: str, values: Iterable[Any], shown: Sequence[str]) -> pd.DataFrame:
        """Return what columns say in the first row that has each value in ``column``, in the order of ``values``.

        A value that no row has gets a row of missing values.
        """
        places = self.places(name, column)
        rows = self._frames[name][[*shown]].reindex([places.get(value, -1) for value in values])
        return rows.reset_index(drop=True)

    def local(self, name: str, column: str, value: str) -> pd.DataFrame:
        """Return the rows of a table of this machine in which a column has a value; none where there is no such table.

        Such tables hold sentences of the archive: they are read a part at a time, and are never for download.
        """
        if not (self._local / f"{name}.parquet").is_file():
            return self.once(_nothing, name)
        return tables.read_parquet(name, self._local, equal=(column, value))

    def lacks(self, names: Iterable[str]) -> list[str]:
        """Return those of ``names`` that this build does not hold."""
        return [name for name in names if name not in self._frames]

    def once(self, function: "Callable[..., T]", *arguments: Hashable) -> T:
        """Return ``function(self, *arguments)``, computed when first asked for; for what has few different arguments."""
        with self._lock:
            if (function, arguments) not in self._derived:
                self._derived[function, arguments] = function(self, *arguments)
            result: T = self._derived[function, arguments]
            return result

    def lately(self, key: Hashable, make: "Callable[[], T]") -> T:
        """Return ``make()``, or what it returned for the same key if that was among the last 48 asked for."""
        with self._lock:
            if key in self._recent:
                self._recent.move_to_end(key)
                return self._recent[key]  # type: ignore[no-any-return]
        made = make()
        with self._lock:
            self._recent[key] = made
            if len(self._recent) > RECENT:
                self._recent.popitem(last=False)
        return made

    def made_lately(self, key: Hashable) -> Any:
        """Return what :meth:`lately` made for a key; None where that is not kept, or not any more."""
        with self._lock:
            return self._recent.get(key)

    def part(self, function: "Callable[[Build, View], T]", view: View) -> T:
        """Return ``function(self, view)``, or what it returned for a view that was the same in all that it looked at."""
        return self._parts.get(function, self, view)

    def described(self, name: str) -> dict[str, str]:
        """Return what the columns of a table mean, those that metrics add included, as the data dictionary says it."""
        return self.once(_described, name)

    @property
    def as_of(self) -> str:
        """Day of the latest document, ``2025-08-22``; ``an unknown day`` where no document has a date."""
        return self.once(_as_of)


class Store:
    """The build that is published now.

    ``problem`` says in words why a newer build could not be read, and is empty otherwise.
    """

    def __init__(self, settings: Settings, names: Iterable[str]) -> None:
        self.settings = settings
        self.problem = ""
        self._names = tuple(sorted({"documents", *names}))
        self._build: Build | None = None
        self._refused = ("", "")
        self._reading = threading.Lock()

    def current(self) -> Build | None:
        """Return the published build, or None before there is one.

        Resolving the link costs about 20 microseconds, so every request does it. While a thread reads a new build, others go
        on with the old one; a build that cannot be read is not used, and the last good one stays.
        """
        folder, key = self._published()
        if not key:
            return self._build
        if self._build is not None and key in (self._build.key, self._refused[0]):
            self.problem = "" if key == self._build.key else self._refused[1]
            return self._build
        if not self._reading.acquire(blocking=self._build is None):
            return self._build
        try:
            if self._build is None or self._build.key != key:
                self._build = Build(folder, self._names, self.settings, key)
                self.problem = ""
        except StoreUnusable as error:
            self._refused = key, str(error)
            self.problem = str(error)
        finally:
            self._reading.release()
        return self._build

    def _published(self) -> tuple[Path, str]:
        """Return the folder that the link names, and a key that changes when its tables do; no key: nothing is there."""
        folder = self.settings.exports.resolve()
        try:
            state = (folder / "documents.parquet").stat()
        except (FileNotFoundError, NotADirectoryError):
            return folder, ""
        except OSError as error:
            self.problem = f"cannot read {folder}: {error.strerror}; check who may read the data folder"
            return folder, ""
        mark = f"{folder}:{state.st_ino}:{state.st_mtime_ns}:{state.st_size}"
        return folder, hashlib.sha256(mark.encode()).hexdigest()[:12]


def studied(settings: Settings, record: Mapping[str, Any]) -> Settings:
    """Return the settings that a build was made with, as far as it tells: root work, contests, and when all posts are known.

    A build may be of another root work than the configuration names (``atlas ingest --root``), or of an imported network.
    """
    if "root_title" not in record:
        return settings
    root, census = str(record.get("root", settings.root)), record.get("census", {}).get(WHOLE)
    usual = settings.root_work.authors if root == settings.root else ()
    # Not validated: the work of an imported network has no document that a configuration could name.
    work = Work.model_construct(
        title=str(record["root_title"]), authors=tuple(record.get("root_authors", usual)), documents=()
    )
    # A build that does not tell its contests is of a time when they were those of the configuration.
    contests = settings.contests if root == settings.root else {}
    if "contests" in record:
        contests = {one["name"]: Contest(variants=tuple(one["variants"])) for one in record["contests"]}
    return settings.model_copy(
        update={
            "root": root,
            "works": {root: work},
            "contests": contests,
            "census": None if census is None else Census.model_validate(census),
        }
    )


def _record(path: Path) -> dict[str, Any]:
    """Return what a build says of itself: program, settings, rows; empty where it says nothing."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _places(data: Build, name: str, columns: tuple[str, ...]) -> dict[Hashable, Any]:
    """Return the positions of the rows in which columns have each of their values; missing ones stand nowhere."""
    rows = data.table(name).reset_index(drop=True)
    if len(columns) == 1:
        return {(value,): places for value, places in rows.groupby(columns[0], sort=False).indices.items()}
    return dict(rows.groupby(list(columns), sort=False).indices)


def _first_places(data: Build, name: str, column: str) -> dict[Any, int]:
    """Return the position of the first row with each value of a column."""
    places: dict[Any, int] = {}
    for place, value in enumerate(data.table(name)[column].tolist()):
        places.setdefault(value, place)
    return places


def _nothing(_data: Build, name: str) -> pd.DataFrame:
    return tables.empty(name)


def _described(_data: Build, name: str) -> dict[str, str]:
    try:
        package = json.loads((PROJECT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    fields = [field for table in package["resources"] if table["name"] == name for field in table["schema"]["fields"]]
    return {
        field["name"]: f"{field['description']}.{' Unit: ' + field['unit'] + '.' if 'unit' in field else ''}"
        for field in fields
    }


def _as_of(data: Build) -> str:
    latest = data.table("documents")["posted_at"].dropna().max()
    return str(latest)[:10] if isinstance(latest, str) else "an unknown day"
