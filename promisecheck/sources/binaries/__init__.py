"""One module per kind of file that is no text: `extensions`, `media_types`, `starts` and `blocks(data)`.

`starts` are the first bytes of such files. `blocks` raises UnreadableError for what it cannot read. These modules run
in the limited process of `promisecheck.sources.confined` only: what a stranger's file makes a parser do stays there.
"""
