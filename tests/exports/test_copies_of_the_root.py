"""A copy of a root post on another forum adopts nothing: it is the root work."""

import json
from pathlib import Path

from pipeline.archive.store import IMPORT, Archive
from pipeline.build import study
from pipeline.graph.adoption import adopters
from pipeline.progress import Silent
from pipeline.settings import Settings
from pipeline.sources import forum_dump, greaterwrong_page
from pipeline.terms.lexicon import BUNDLED_FAMILIES, read_lexicon

ROOT, COPY, OTHER = "rootPost000000001", "copyPost000000001", "gearsPost00000001"
PAGE = f"""<!DOCTYPE html><html><head><script>postId="{COPY}"</script></head><body><main class="post">
<h1 class="post-title">Gears</h1><div class="post-meta"><span class="date" data-js-date="1559500000000">2 Jun 2019</span>
<a class="lw2-link" href="https://forum.effectivealtruism.org/posts/{COPY}/gears">EA link</a></div>
<div class="body-text post-body"><p>Also at {{link}}.</p></div></main>
<a class="crosspost" href="https://www.greaterwrong.com/posts/{ROOT}/gears">Crossposted from LessWrong</a></body></html>"""


def test_a_copy_that_links_the_root_is_no_adopter(tmp_path: Path) -> None:
    link = f'<a href="https://www.lesswrong.com/posts/{ROOT}/gears">Gears</a>'
    root = {"_id": ROOT, "title": "Gears", "postedAt": "2019-06-01T00:00:00Z"}
    other = {"_id": OTHER, "title": "Cogs", "postedAt": "2019-07-01T00:00:00Z", "htmlBody": f"<p>After {link}.</p>"}
    settings = Settings.model_validate(
        {
            "root": "gears",
            "works": {"gears": {"title": "Gears", "documents": [{"id": f"forum:{ROOT}"}]}},
            "data_dir": tmp_path,
        }
    )
    with Archive(settings.archive_path) as archive:
        archive.put(forum_dump.NAME, IMPORT, "file:dump.json", body=json.dumps([root, other]).encode())
        archive.put(greaterwrong_page.NAME, IMPORT, "file:copy.html", body=PAGE.format(link=link).encode())
        made = study(settings, archive, None, read_lexicon([BUNDLED_FAMILIES]), Silent(), workers=1)

    adopted = adopters(made["citations"], made["documents"], made["root_ids"])

    assert made["root_ids"] == {f"forum:{ROOT}", f"eaforum:{COPY}"}
    assert set(made["citations"]["citing_id"]) == {f"eaforum:{COPY}", f"forum:{OTHER}"}
    assert list(adopted["document_id"]) == [f"forum:{OTHER}"]
