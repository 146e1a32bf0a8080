"""Between which days every post of the forum is known: what the bundled facts say, widened by walks through the forum."""

from pipeline import registry
from pipeline.archive.store import Archive
from pipeline.settings import AF, WHOLE, Census
from pipeline.sources import SOURCES


def known_days(archive: Archive, bundled: Census | None) -> dict[str, Census]:
    """Return the days between which every post is known: of the whole forum, and of the Alignment Forum alone.

    Parameters
    ----------
    archive : Archive
        Asked, through the sources that walk, how far their walks have come.
    bundled : Census or None
        The days that the bundled facts speak for.

    Returns
    -------
    dict of str to Census
        One stretch of time under :data:`~pipeline.settings.WHOLE`, one under :data:`~pipeline.settings.AF`; neither where
        nothing says so. Where a walk has not come up to the bundled days yet, it is these alone; walks of two sites are
        never joined: the source that comes first by name counts.
    """
    whole, marked = _walked(archive, af=False), _walked(archive, af=True)
    if bundled is not None and (whole is None or whole.end < bundled.start or bundled.end < whole.start):
        whole = bundled
    elif bundled is not None and whole is not None:
        whole = Census(start=min(whole.start, bundled.start), end=max(whole.end, bundled.end))
    return {name: census for name, census in ((WHOLE, whole), (AF, marked)) if census is not None}


def _walked(archive: Archive, *, af: bool) -> Census | None:
    modules = registry.plugins(SOURCES).values()
    spans = (module.census(archive, af=af) for module in modules if hasattr(module, "census"))
    span = next((span for span in spans if span is not None), None)
    return None if span is None else Census(start=span[0], end=span[1])
