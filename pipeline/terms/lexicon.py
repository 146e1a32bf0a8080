"""The lexicon: every term of every chosen family, from one TOML file a family."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from pipeline import tables
from pipeline.errors import UsageError, clean
from pipeline.registry import choose
from pipeline.schema import TABLES
from pipeline.settings import Settings
from pipeline.terms._families import Family, Term, read_family
from pipeline.terms._folding import Folding

BUNDLED_FAMILIES = Path(__file__).parent / "families"


@dataclass(frozen=True)
class Lexicon:
    """Families by name, in alphabetical order."""

    families: dict[str, Family]

    def __iter__(self) -> Iterator[tuple[str, Term]]:
        """Give every term with the name of its family."""
        return ((name, term) for name, family in self.families.items() for term in family.terms)

    @cached_property
    def family_of(self) -> dict[str, str]:
        """The family of each term."""
        return {term.name: family for family, term in self}

    @cached_property
    def term_named(self) -> dict[str, Term]:
        """Every term by its name."""
        return {term.name: term for _, term in self}

    @cached_property
    def _forms(self) -> list[str]:
        """Every form of every term."""
        return [form for _, term in self for form in term.forms]

    def table(self) -> pd.DataFrame:
        """Return the table ``terms``, without ``counted_in``, which depends on what was counted where."""
        rows = [
            {
                "family": family,
                "term": term.name,
                "definition": term.definition,
                "definition_source": term.definition_source,
                "forms": " | ".join(term.forms) or None,
                "ambiguous": term.ambiguous,
                "first_known_use": term.first_known_use,
                "first_known_by": term.first_known_by,
                "first_known_where": term.first_known_where,
                "relation": term.relation,
                "related_term": term.related_term,
                "counted_as": self.counted_as(term.name),
            }
            for family, term in self
        ]
        columns = [name for name in TABLES["terms"].names if name != "counted_in"]
        return tables.conform(pd.DataFrame(rows, columns=columns), "terms", omit=("counted_in",))

    def counted_as(self, name: str) -> str:
        """Return a digest of what decides a term's counts: its forms, links and rules, and longer forms around them.

        Two lexicons that agree on it count the term alike, so that counts made elsewhere can stand for missing text.
        """
        term = self.term_named[name]
        around = sorted({form for own in term.forms for form in self._forms if own in form}.difference(term.forms))
        rules = [rule.model_dump() for rule in term.context]
        return _digest([sorted(term.forms), sorted(term.links), rules, around])

    def digest(self) -> str:
        """Return a digest of the whole lexicon."""
        return _digest({name: family.model_dump() for name, family in self.families.items()})


def load_lexicon(settings: Settings) -> Lexicon:
    """Read the families that the project brings and those beside the data, as the configuration chooses them.

    Raises
    ------
    UsageError
        For a file that is no family, or a name or form that stands twice; UnknownName for a family that does not exist.
    """
    return read_lexicon([BUNDLED_FAMILIES, settings.data_dir / "families"], settings.families)


def read_lexicon(folders: Sequence[Path], chosen: Sequence[str] | None = None) -> Lexicon:
    """Read ``<family>.toml`` files; a family of a later folder replaces one of the same name."""
    paths = {path.stem: path for folder in folders for path in sorted(folder.glob("*.toml"))}
    names = sorted(paths) if chosen is None else sorted({choose(name, paths, "term family") for name in chosen})
    lexicon = Lexicon({name: read_family(paths[name]) for name in names})
    # Of two that clash, the one of the later folder, a user's, is to be mended.
    _check(sorted(lexicon, key=lambda named: folders.index(paths[named[0]].parent)), paths)
    _check_relations(lexicon, paths)
    return lexicon


def _check(terms: Sequence[tuple[str, Term]], paths: dict[str, Path]) -> None:
    """Refuse terms, with their families, of which two have one name or one form; the later of the two is named."""
    folding = Folding("".join(form for _, term in terms for form in term.forms))
    named: dict[str, str] = {}
    formed: dict[bytes, str] = {}
    for family, term in terms:
        where = f"{paths[family]}: term {clean(term.name)!r}"
        if term.name in named:
            raise UsageError(f"{where}: family {named[term.name]!r} has a term of this name; choose another")
        named[term.name] = family
        for form in term.forms:
            other = formed.setdefault(folding.fold(form).data, term.name)
            if other != term.name:
                raise UsageError(f"{where}: the form {clean(form)!r} stands for {other!r} too; keep it in one of them")
        if len({folding.fold(form).data for form in term.forms}) < len(term.forms):
            raise UsageError(f"{where}: two forms are the same once case, quotes and hyphens are; keep one")


def _check_relations(lexicon: Lexicon, paths: dict[str, Path]) -> None:
    """Refuse a term of a user's family that is related to no term of any family, chosen or not."""
    related = [(family, term.related_term) for family, term in lexicon if term.related_term is not None]
    strange = [
        (paths[family], name)
        for family, name in related
        if name not in lexicon.term_named and paths[family].parent != BUNDLED_FAMILIES
    ]
    if strange:
        known = {term.name for path in paths.values() for term in read_family(path).terms}
        for path, name in strange:
            text = path.read_text(encoding="utf-8").splitlines()
            line = next((number for number, row in enumerate(text, 1) if "related_term" in row and name in row), 1)
            choose(name, known, f"related_term in {path}, line {line}:")


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=True).encode()).hexdigest()[:16]
