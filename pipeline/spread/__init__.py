"""How the root work travelled: who took it up from whom, how fast, how far, against what would be expected.

Pure functions on the frames of the corpus and on the citation graph; they say what they leave out. Whether the data
support a number is decided where it is published (:mod:`pipeline.exports`).
"""
