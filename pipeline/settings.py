"""What is studied and where its data live: ``atlas.toml``, environment variables, defaults.

An environment variable ``ATLAS_GATHER__PAUSE_SECONDS`` overrides ``pause_seconds`` of ``[gather]``. A mistake is
answered with what it was given by (file and line, variable, option) and the nearest valid key, before any work is done.
"""

import os
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import eq
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from pipeline import toml_files
from pipeline.errors import UsageError
from pipeline.registry import nearest

_SECRET: Final = (("gather", "keys"), ("gather", "extra_header"))
"""Keys of values that no message shows."""

PROJECT = Path(__file__).resolve().parent.parent
BUNDLED_SNAPSHOT = PROJECT / "data" / "snapshot"


def _slug(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,200}", text):
        raise ValueError("expected a slug, as addresses of the forum end in")
    return text


def _names_a_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool((parts.hostname or "").encode("idna")) and parts.port != 0
    except ValueError:
        return False


def _site(url: str) -> str:
    if not re.fullmatch(r"https?://[^/\s]+(/\S*)?", url) or not _names_a_host(url):
        raise ValueError("expected an http or https address")
    return url.rstrip("/")


def _page(url: str) -> str:
    if not re.fullmatch(r"https?://[^/\s]+(/[^\s#]*)?", url) or not _names_a_host(url):
        raise ValueError("expected an http or https address without a #")
    return url


def _key(secret: str) -> str:
    if not re.fullmatch(r"[ -~]*", secret.strip()):
        raise ValueError("expected a key of letters, digits and signs of ASCII on one line")
    return secret.strip()


def _header(secret: str) -> str:
    name, colon, value = secret.partition(":")
    if secret and not (re.fullmatch(r"[A-Za-z0-9-]+", name) and re.fullmatch(r"[ -~]+", value.strip())):
        raise ValueError("expected 'Name: value', in ASCII on one line")
    return name + colon + value.strip()


def _contact(address: str) -> str:
    if not re.fullmatch(r"[!-~]{0,200}", address):
        raise ValueError("expected an e-mail or web address without blanks, in ASCII, at most 200 characters long")
    return address


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


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

    contact: Annotated[str, AfterValidator(_contact)] = ""
    pause_seconds: float = Field(default=3.0, ge=0)
    scope: Literal["pingbacks", "alignment-forum", "forum"] = "pingbacks"
    generations: int = Field(default=2, ge=0)
    comments: Literal["none", "root", "citers", "all"] = "citers"
    batch: int = Field(default=50, ge=1, le=500)
    refresh_after_days: float = Field(default=7.0, ge=0)
    sites: dict[str, Annotated[str, AfterValidator(_site)]] = {
        "forum": "https://www.lesswrong.com",
        "greaterwrong": "https://www.greaterwrong.com",
        "eaforum": "https://forum-bots.effectivealtruism.org",
        "openalex": "https://api.openalex.org",
        "semantic_scholar": "https://api.semanticscholar.org",
    }
    pages: tuple[Annotated[str, AfterValidator(_page)], ...] = ()
    keys: dict[str, Annotated[str, AfterValidator(_key)]] = Field(default={}, repr=False)
    extra_header: Annotated[str, AfterValidator(_header)] = Field(default="", repr=False)
    tags: tuple[Annotated[str, AfterValidator(_slug)], ...] = ()
    users: tuple[Annotated[str, AfterValidator(_slug)], ...] = ()

    @field_validator("pages", "tags", "users")
    @classmethod
    def _once(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(given))

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


WHOLE: Final = "all"
AF: Final = "af"
"""What a census is of: the whole forum, or the Alignment Forum alone."""

EVER: Final = Census(start="0001-01-01", end="9999-12-31")
"""Of a network that somebody gives: its documents are all there are, by declaration."""


class Settings(_Strict):
    """Everything that a run depends on besides its archive; ``data_dir`` is where its state lives."""

    works: dict[str, Work]
    root: str
    snapshot: Literal["bundled", "none"] = "bundled"
    families: tuple[str, ...] | None = None
    gather: Gather = Gather()
    graph: Graph = Graph()
    contests: dict[str, Contest] = {}
    census: Census | None = None
    data_dir: Path = PROJECT / "data"

    @field_validator("root")
    @classmethod
    def _is_a_work(cls, root: str, values: ValidationInfo) -> str:
        works = values.data.get("works")
        if works is not None and root not in works:
            raise ValueError(f"expected a work of atlas.toml ({nearest(root, works)})")
        return root

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

    def command(self, name: str, options: str = "") -> str:
        """Return what to type to run a command, with options, on this data folder.

        >>> settings = Settings(works={"w": Work(title="W", documents=(WorkDocument(id="forum:x"),))}, root="w")
        >>> settings.command("ingest"), settings.command("build")
        ('make ingest', 'atlas build')
        >>> settings.model_copy(update={"data_dir": Path("/of me")}).command("ingest")
        "atlas ingest --data-dir '/of me'"
        >>> settings.command("ingest", "--scope forum")
        'atlas ingest --scope forum'
        """
        typed = f"atlas {name} {options}".rstrip()
        if self.data_dir == Settings.model_fields["data_dir"].default:
            return f"make {name}" if name in ("ingest", "dashboard") and not options else typed
        return f"{typed} --data-dir {shlex.quote(str(self.data_dir))}"


@dataclass(frozen=True, slots=True)
class Given:
    """A value that stands over the file's: what it was given by (``--pause``, ``ATLAS_ROOT``) and the key it sets."""

    by: str
    key: tuple[str, ...]
    value: Any


def load(
    path: Path | None = None,
    environ: Mapping[str, str] | None = None,
    options: Sequence[Given] = (),
    *,
    data_dir: Path | None = None,
) -> Settings:
    """Read the configuration.

    Parameters
    ----------
    path : Path, optional
        Default: ``atlas.toml`` of the current folder, else the project's own.
    environ : mapping, optional
        Environment; only ``ATLAS_*`` is looked at. Default: the process's.
    options : sequence of Given
        Values of the command line; they stand over the environment's, and these over the file's.
    data_dir : Path, optional
        Where the state lives.

    Raises
    ------
    UsageError
        For a file that is missing or not TOML, an unknown key, or a value of the wrong type; it names what the value was
        given by.
    """
    here = Path("atlas.toml")
    path = path or (here if here.is_file() else PROJECT / "atlas.toml")
    text, values = toml_files.read(path, "the configuration", "copy the project's atlas.toml")
    given = [*_from_environment(os.environ if environ is None else environ), *options]
    if data_dir is not None:
        given.append(Given("--data-dir", ("data_dir",), data_dir))
    for one in given:
        _put(values, one.key, one.value)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        complaint = toml_files.first_complaint(error)
        key = complaint["loc"]
        if key[:2] in _SECRET:
            complaint = {**complaint, "input": None}
        by = next((one.by for one in reversed(given) if all(map(eq, one.key, key))), None)
        if by is not None and complaint["type"] != "extra_forbidden":
            raise UsageError(f"{by}: {toml_files.in_words(complaint)}") from error
        raise UsageError(
            toml_files.explain(complaint, Settings, values, "" if by else text, by or str(path))
        ) from error


def _from_environment(environ: Mapping[str, str]) -> list[Given]:
    found = sorted((name, value) for name, value in environ.items() if name.startswith("ATLAS_") and value)
    return [Given(name, tuple(name.removeprefix("ATLAS_").lower().split("__")), value) for name, value in found]


def _put(values: dict[str, Any], key: tuple[str, ...], value: Any) -> None:
    """Set a key of nested tables; what is no table on the way gives way to one."""
    *path, last = key
    for part in path:
        if not isinstance(values.get(part), dict):
            values[part] = {}
        values = values[part]
    values[last] = value
