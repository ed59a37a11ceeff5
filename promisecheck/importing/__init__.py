"""Brings in what businesses already hold about their branches: names, addresses of pages, hours, areas.

    read (one module per kind of source) -> Incoming -> plan (three-way, against the specs and the last import) -> texts

Nothing here asks questions or writes files; the command does. What was imported last is remembered beside the specs,
so that a value that somebody has edited since is told from one that only changed at its source.
"""
