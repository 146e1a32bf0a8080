"""What a term family file holds, and how it is read."""

from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from pipeline import toml_files
from pipeline.errors import UsageError
from pipeline.terms._rules import Context

_DAY = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_DOCUMENT = r"^[a-z-]+:\S+$"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _lists_are_kept_as_tuples(cls, value: Any) -> Any:
        return tuple(value) if isinstance(value, list) else value


class Term(_Strict):
    """A term: one idea, every way to write it, and what is known of its origin."""

    name: str = Field(min_length=1)
    definition: str = Field(min_length=1)
    definition_source: str = Field(min_length=1)
    forms: tuple[str, ...] = ()
    """Ways to write it. None: an idea without words of its own; it is listed and never counted."""

    links: tuple[str, ...] = ()
    """Documents that a link to counts as the term."""

    first_known_use: str | None = Field(default=None, pattern=_DAY)
    first_known_by: str | None = None
    first_known_where: str | None = None
    coined: bool = False
    """The words did not exist before that use, so that an earlier date betrays a later edit."""

    relation: Literal["predecessor_of", "successor_of", "synonym_of", "narrower_than", "related_to"] | None = None
    related_term: str | None = None
    note: str | None = None
    context: tuple[Context, ...] = ()
    examples: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()

    @field_validator("forms")
    @classmethod
    def _have_words(cls, forms: tuple[str, ...]) -> tuple[str, ...]:
        for form in forms:
            if form != " ".join(form.split()) or not any(char.isalnum() for char in form):
                raise ValueError(f"expected words with single spaces between them, found {form!r}")
        return forms

    @field_validator("links")
    @classmethod
    def _are_documents(cls, links: tuple[str, ...]) -> tuple[str, ...]:
        for link in links:
            if ":" not in link:
                raise ValueError(f"expected a document id such as 'arxiv:1906.01820', found {link!r}")
        return links

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.relation is None) != (self.related_term is None):
            raise ValueError("relation and related_term go together: state both or none")
        for rule in self.context:
            if unknown := [form for form in rule.forms if form not in self.forms]:
                raise ValueError(f"context names {unknown[0]!r}, which is not among the forms")
        if self.forms and not self.examples:
            raise ValueError("expected at least one example for a term with forms")
        return self

    @property
    def ambiguous(self) -> bool:
        """Whether a form of it counts only in a stated context."""
        return bool(self.context)


class Family(_Strict):
    """A file of terms that belong together."""

    description: str
    terms: tuple[Term, ...] = Field(min_length=1)


def read_family(path: Path) -> Family:
    """Read one family file.

    Raises
    ------
    UsageError
        With file, line, key and the nearest valid key.
    """
    text, values = toml_files.read(path, "the term family", "mend or remove that file")
    try:
        return Family.model_validate(values)
    except ValidationError as error:
        raise UsageError(_explain(error, values, text, path)) from error


def _explain(error: ValidationError, values: dict[str, Any], text: str, path: Path) -> str:
    """Say what is wrong, looking for the key only in the term that has the mistake."""
    first = toml_files.first_complaint(error)
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.strip() == "[[terms]]"]
    where = first["loc"]
    if len(where) < 2 or where[0] != "terms" or not isinstance(where[1], int) or where[1] >= len(starts):
        return toml_files.explain(first, Family, values, text, str(path))
    start, *after = starts[where[1] :]
    own = "\n".join([""] * start + lines[start : after[0] if after else None])
    place = f"{path}, line {start + 1}" if first["type"] == "missing" else str(path)
    return toml_files.explain(first, Family, values, own, place)
