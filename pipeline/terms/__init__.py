"""Which words are used where: the lexicon, exact matching, counts, contexts and discovered topics."""

from pipeline.terms.lexicon import Lexicon, load_lexicon
from pipeline.terms.stage import build_terms

__all__ = ["Lexicon", "build_terms", "load_lexicon"]
