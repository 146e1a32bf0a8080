import hashlib

from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus._digest import digest

_PIECES = st.sampled_from(["<p>", "plain ", "“quoted”", "\ud800", "𝔘", "x" * 20_000, "<"])


@given(st.lists(_PIECES, max_size=12).map("".join), st.sampled_from(["", "https://x.org\0"]))
def test_a_text_hashed_piece_by_piece_has_the_hash_of_the_whole(text: str, before: str) -> None:
    whole = hashlib.blake2b((before + text).encode("utf-8", "replace"), digest_size=16).digest()
    assert digest(text, 16, before) == whole
