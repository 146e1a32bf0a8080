"""How the words changed: who won which contest, when, by whom, and in what company.

Pure functions on the frames of the corpus and of the terms. They know nothing of venues or coverage; the exports hand
them the documents of the periods that the data can speak for.
"""
