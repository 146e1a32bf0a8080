"""Which words are used where: the lexicon, exact matching, counts, contexts and discovered topics."""

from pipeline.terms.lexicon import Lexicon, load_lexicon

__all__ = ["Lexicon", "load_lexicon"]
