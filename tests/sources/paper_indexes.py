"""Stand-ins for the indexes of papers: their rows, and settings that ask them."""

from typing import Any

from pipeline.settings import Settings
from tests.loopback_forum import LoopbackForum

ROOT = "2001.00001"
KEY = "a/secret key"
FIELDS = "select=id,doi,title,publication_date,authorships,locations"


def openalex_work(number: int, **more: Any) -> dict[str, Any]:
    author = {"author": {"display_name": f"Writer {number}"}}
    return {
        "id": f"https://openalex.org/W{number}", "doi": f"https://doi.org/10.1000/{number}", "title": f"Paper {number}",
        "publication_date": "2021-02-03", "authorships": [author], "locations": [],
    } | more  # fmt: skip


def scholar_row(number: int, **more: Any) -> dict[str, Any]:
    paper = {
        "paperId": f"{number:040x}", "title": f"Paper {number}", "year": 2021, "publicationDate": None,
        "externalIds": {"DOI": f"10.1000/{number}"}, "authors": [{"name": f"Writer {number}"}],
    }  # fmt: skip
    return {"contexts": [f"Sentence {number}."], "intents": [], "isInfluential": False, "citingPaper": paper | more}


def asking(settings: Settings, index: LoopbackForum, **more: Any) -> Settings:
    sites = {"openalex": index.url, "semantic_scholar": index.url}
    return settings.model_copy(update={"gather": settings.gather.model_copy(update={"sites": sites} | more)})
