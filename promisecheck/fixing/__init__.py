"""Wordings that hold put into the copy: nothing but the words changes, and every file is judged again before it counts.

Findings become choices (which wording for which promise), choices edits (where, in the original), edits a text that is
judged again, and the text the bytes of a file.
"""
