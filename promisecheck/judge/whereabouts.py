"""Where a document is seen: its path or address, or the place that its structured data give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from promisecheck.folding import fold
from promisecheck.model import Document
from promisecheck.standards.organisation import Organisation


def document_locations(document: Document, organisation: Organisation, given: Sequence[str] = ()) -> tuple[str, ...]:
    """Where a document is seen: as given, else by its path or address, the country it is for, or its structured data.

    () for everywhere. A country counts where the id or a name of a declared group or location is its code ("jo").
    Structured data give the place of a page that is about one place: not where its visible text names others as well.
    """
    if given:
        return tuple(given)
    found = organisation.locations_for_path(document.path) if document.path is not None else ()
    if not found:
        by_url = [id_ for id_, url in organisation.urls if _below(document.source, url)]
        found = organisation.expand(by_url) if by_url else ()
    found = found or _of_regions(document.regions, organisation)
    if found:
        return found
    found = named_locations(document.places, organisation)
    return found if found and not _names_others(document, organisation, found) else ()


def named_locations(places: Iterable[str], organisation: Organisation) -> tuple[str, ...]:
    """The declared locations that some names of places mean, groups expanded."""
    wanted = {fold(place).text.strip() for place in places}
    if not wanted:
        return ()
    ids = [
        name.id
        for name in organisation.names_index()
        if name.kind in ("location", "group") and fold(name.text).text.strip() in wanted
    ]
    return organisation.expand(ids)


def _of_regions(regions: Sequence[str], organisation: Organisation) -> tuple[str, ...]:
    """The locations whose id, or whose group's, is the code of a country, or that are named by it."""
    if not regions:
        return ()
    ids = [id_ for id_ in (*organisation.groups, *organisation.locations) if id_.lower() in regions]
    return organisation.expand(ids) if ids else named_locations(regions, organisation)


def _below(source: str, url: str) -> bool:
    return source == url or source.startswith(url.rstrip("/") + "/")


def _names_others(document: Document, organisation: Organisation, found: tuple[str, ...]) -> bool:
    """Whether the visible text of a document names a declared place that is not among its structured ones."""
    text = " ".join(fold(b.text).text for b in document.blocks if b.role != "structured" and not b.hidden_from_sight)
    words = f" {' '.join(text.split())} "
    here = set(found)
    for name in organisation.names_index():
        if name.kind in ("location", "group") and not set(organisation.expand((name.id,))) <= here:
            shown = fold(name.text).text.strip()
            at = words.find(shown)
            while at >= 0:
                if not words[at - 1].isalnum() and not words[at + len(shown)].isalnum():
                    return True
                at = words.find(shown, at + 1)
    return False
