"""What to do next, in our own sentences: the commands that they name, said for the data folder that is shown.

Pages write commands as they are for the usual folder, ``make ingest``; what shows a sentence hands it through :func:`here`. A
command that is typed as it stands then fills the folder whose pages it is read on, and of an imported network, which no site
knows, no sentence sends a reader to a forum.
"""

import re

from pipeline.coverage import COUNTED_BY, FILLED_BY
from pipeline.settings import EVER, Settings

FULLER = "import a fuller network into a data folder of its own"
"""What fills a gap of an imported network: all that is known of it was given."""
_OUTSIDE = re.compile("(\u2068[^\u2069]*\u2069)")
_COMMAND = re.compile(r"`(?:make|atlas) (\w+) ?([^`]*)`")
_GATHER = re.compile(r"\b([Rr])un `make ingest`(?:, or `[^`]+`)?")


def is_network(settings: Settings) -> bool:
    """Say whether the documents are those of an imported network: all there are, by declaration."""
    return settings.census == EVER


def here(text: str, settings: Settings) -> str:
    """Return a sentence of ours with its commands as they are typed for the data folder of ``settings``."""
    # What is outside text in it, every other part, is no command of ours.
    parts = _OUTSIDE.split(text)
    parts[::2] = [_here(part, settings) if "`" in part else part for part in parts[::2]]
    return "".join(parts)


def _here(text: str, settings: Settings) -> str:
    """Return a part of a sentence that is all ours."""
    if is_network(settings):
        text = text.replace(f"run {FILLED_BY}", FULLER).replace(COUNTED_BY, FULLER.capitalize())
        text = _GATHER.sub(lambda found: FULLER.capitalize() if found[1] == "R" else FULLER, text)
    if settings.command("build") == "atlas build":
        return text
    return _COMMAND.sub(lambda found: f"`{settings.command(found[1], found[2])}`", text)
