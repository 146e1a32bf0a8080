"""Between which days every post of the forum is known: what the bundled facts say, widened by walks through the forum."""

from pipeline import registry
from pipeline.archive.store import Archive
from pipeline.settings import Census

SOURCES = "pipeline.sources"


def known_days(archive: Archive, bundled: Census | None) -> Census | None:
    """Return the days between which every post is known, or None if nothing says so.

    Parameters
    ----------
    archive : Archive
        Asked, through the sources that walk, how far their walks have come.
    bundled : Census or None
        The days that the bundled facts speak for.

    Returns
    -------
    Census or None
        One stretch of time. Where a walk has not come up to the bundled days yet, it is these alone; walks of two
        forums are never joined: the source that comes first by name counts.
    """
    modules = registry.plugins(SOURCES).values()
    spans = (module.census(archive) for module in modules if hasattr(module, "census"))
    span = next((span for span in spans if span is not None), None)
    if span is None:
        return bundled
    start, end = span
    if bundled is None:
        return Census(start=start, end=end)
    if end < bundled.start or bundled.end < start:
        return bundled
    return Census(start=min(start, bundled.start), end=max(end, bundled.end))
