"""One module per kind of input: `extensions`, `media_types`, and `parse(text, source, path, language) -> Document`."""
