"""What is studied and where its data live: ``atlas.toml``, environment variables, defaults.

An environment variable ``ATLAS_GATHER__PAUSE_SECONDS`` overrides ``pause_seconds`` of ``[gather]``. A mistake is
answered with file, line, key and the nearest valid key, before any work is done.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from pipeline.errors import UsageError

PROJECT = Path(__file__).resolve().parent.parent
BUNDLED_SNAPSHOT = PROJECT / "data" / "snapshot"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WorkDocument(_Strict):
    """A manifestation of a work; the facts are used where no source gives better ones."""

    id: str = Field(pattern=r"^[a-z-]+:\S+$")
    part: str | None = None
    posted_at: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?")


class Work(_Strict):
    """A work: one idea in one text, however many places hold a copy of it."""

    title: str
    documents: tuple[WorkDocument, ...] = Field(min_length=1)
    authors: tuple[str, ...] = ()


class Gather(_Strict):
    """How sites are asked."""

    contact: str = ""
    pause_seconds: float = Field(default=3.0, ge=0)
    scope: Literal["pingbacks", "alignment-forum", "forum"] = "pingbacks"
    generations: int = Field(default=2, ge=0)
    comments: Literal["none", "root", "citers", "all"] = "citers"
    batch: int = Field(default=50, ge=1, le=500)
    refresh_after_days: float = Field(default=7.0, ge=0)
    sites: dict[str, str] = {
        "forum": "https://www.lesswrong.com",
        "greaterwrong": "https://www.greaterwrong.com",
        "eaforum": "https://forum-bots.effectivealtruism.org",
        "openalex": "https://api.openalex.org",
        "semantic_scholar": "https://api.semanticscholar.org",
    }
    pages: tuple[str, ...] = ()
    keys: dict[str, str] = Field(default={}, repr=False)
    extra_header: str = ""
    tags: tuple[str, ...] = ()
    users: tuple[str, ...] = ()

    @field_validator("tags", "users")
    @classmethod
    def _slugs(cls, slugs: tuple[str, ...]) -> tuple[str, ...]:
        for slug in slugs:
            if not re.fullmatch(r"[A-Za-z0-9_-]{1,200}", slug):
                raise ValueError(f"expected slugs, as addresses of the forum end in, found {slug!r}")
        return tuple(dict.fromkeys(slugs))

    @field_validator("sites")
    @classmethod
    def _addresses(cls, sites: dict[str, str]) -> dict[str, str]:
        for name, url in sites.items():
            if not re.fullmatch(r"https?://[^/\s]+(/\S*)?", url):
                raise ValueError(f"site {name!r}: expected an http or https address, found {url!r}")
        return {name: url.rstrip("/") for name, url in sites.items()}

    @field_validator("pages")
    @classmethod
    def _pages(cls, pages: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := next((url for url in pages if not re.fullmatch(r"https?://[^/\s]+(/[^\s#]*)?", url)), None):
            raise ValueError(f"pages: expected http or https addresses without a #, found {wrong!r}")
        return tuple(dict.fromkeys(pages))

    @property
    def allowed(self) -> dict[str, str]:
        """Every address whose host may be asked, by what names it: sites, and pages of the configuration."""
        return {**self.sites, **{f"page {number}": url for number, url in enumerate(self.pages, 1)}}


class Graph(_Strict):
    """Which citations the graph is made of."""

    unit: Literal["document", "work"] = "document"
    policy: Literal["backward_then_condense", "condense", "drop"] = "backward_then_condense"
    links: Literal["all", "substantive"] = "all"
    self_citations: bool = True


class Contest(_Strict):
    """Terms that compete for one meaning, the oldest first."""

    variants: tuple[str, ...] = Field(min_length=2)


class Census(_Strict):
    """From when (included) to when (not included) every post of the forum is known, at least by its title.

    Outside it the known posts are a selection, and no share of them speaks for the forum.
    """

    start: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    end: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")


class Settings(_Strict):
    """Everything that a run depends on besides its archive; ``data_dir`` is where its state lives."""

    root: str
    works: dict[str, Work]
    snapshot: Literal["bundled", "none"] = "bundled"
    families: tuple[str, ...] | None = None
    gather: Gather = Gather()
    graph: Graph = Graph()
    contests: dict[str, Contest] = {}
    census: Census | None = None
    data_dir: Path = PROJECT / "data"

    @model_validator(mode="after")
    def _root_is_a_work(self) -> "Settings":
        if self.root not in self.works:
            raise ValueError(f"root: expected one of the works {sorted(self.works)}, found {self.root!r}")
        return self

    @property
    def root_work(self) -> Work:
        """The work whose spread is studied."""
        return self.works[self.root]

    @property
    def archive_path(self) -> Path:
        """The file that holds every reply."""
        return self.data_dir / "archive" / "replies.sqlite"

    @property
    def current(self) -> Path:
        """The folder of the build that was published last (a symbolic link)."""
        return self.data_dir / "current"

    @property
    def exports(self) -> Path:
        """The public tables of that build."""
        return self.data_dir / "exports"


def load(path: Path | None = None, environ: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Read the configuration.

    Parameters
    ----------
    path : Path, optional
        Default: ``atlas.toml`` of the current folder, else the project's own.
    environ : mapping, optional
        Environment; only ``ATLAS_*`` is looked at. Default: the process's.
    **overrides
        Values of the command line; None means not given. ``gather`` may be a partial mapping.

    Raises
    ------
    UsageError
        For a file that is missing or not TOML, an unknown key, or a value of the wrong type.
    """
    environ = os.environ if environ is None else environ
    here = Path("atlas.toml")
    path = path or (here if here.is_file() else PROJECT / "atlas.toml")
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read the configuration {path}: {error}; copy the project's atlas.toml") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: not TOML: {error}; mend that line") from error
    _merge(values, _from_environment(environ))
    _merge(values, {key: value for key, value in overrides.items() if value is not None})
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise UsageError(explain(error, Settings, text, str(path))) from error


def explain(error: ValidationError, model: type[BaseModel], text: str, where: str) -> str:
    """Turn the first complaint about a TOML file into one line: file, line, key, nearest valid key."""
    first = first_complaint(error)
    keys = [str(part) for part in first["loc"]]
    key = ".".join(keys) or "(file)"
    line = _line_of(keys, text)
    place = f"{where}, line {line}" if line else where
    if first["type"] == "extra_forbidden":
        near = difflib.get_close_matches(keys[-1], _keys_at(model, keys[:-1]), n=1, cutoff=0.0)
        return f"{place}: unknown key {key!r}; nearest valid key: {near[0] if near else 'none'}"
    return f"{place}: {key}: {first['msg'].removeprefix('Value error, ')}, found {str(first.get('input'))[:60]!r}; mend that value"


def first_complaint(error: ValidationError) -> Any:
    """Return an unknown key before all else: where one is misspelt, another complaint is that it is missing."""
    complaints = error.errors()
    return next((one for one in complaints if one["type"] == "extra_forbidden"), complaints[0])


def _keys_at(model: type[BaseModel], path: list[str]) -> list[str]:
    for part in path:
        field = model.model_fields.get(part)
        if field is None:
            continue
        for candidate in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(candidate, type) and issubclass(candidate, BaseModel):
                model = candidate
    return list(model.model_fields)


def _line_of(keys: list[str], text: str) -> int | None:
    names = [key for key in keys if not key.isdigit()]
    if not names:
        return None
    pattern = re.compile(
        rf"^\s*(\[.*\b)?[\"']?{re.escape(names[-1])}[\"']?\s*(=|\]|\.)|[{{,]\s*{re.escape(names[-1])}\s*="
    )
    section = re.compile(r"^\s*\[+\s*([^\]]+?)\s*\]+")
    current, fallback = "", None
    for number, line in enumerate(text.splitlines(), 1):
        if match := section.match(line):
            current = match[1]
        if pattern.search(line):
            fallback = fallback or number
            if all(name in current or name in line for name in names[:-1]):
                return number
    return fallback


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in sorted(environ.items()):
        if not name.startswith("ATLAS_") or not value:
            continue
        *path, key = name.removeprefix("ATLAS_").lower().split("__")
        inner = values
        for part in path:
            inner = inner.setdefault(part, {})
        inner[key] = value
    return values


def _merge(values: dict[str, Any], new: Mapping[str, Any]) -> None:
    for key, value in new.items():
        if isinstance(value, Mapping) and isinstance(values.get(key), dict):
            _merge(values[key], value)
        else:
            values[key] = dict(value) if isinstance(value, Mapping) else value
