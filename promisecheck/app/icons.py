"""Icons of the app's own, beside those of the reports. A word always stands with them."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from promisecheck.reports import icons

_PATHS: Final = {
    "clock": '<circle cx="8" cy="8" r="6.4"/><path d="M8 4.4V8l2.4 1.6"/>',
    "person": '<circle cx="8" cy="5" r="2.8"/><path d="M2.6 14c.4-3 2.5-4.4 5.4-4.4s5 1.4 5.4 4.4"/>',
    "comment": '<path d="M2 2.6h12v7.8H7.2L4 13.4v-3H2z"/>',
    "flag": '<path d="M4 14.5v-13M4 2.5h8.2l-2 2.9 2 2.9H4"/>',
    "tick": '<path d="M2.8 8.6l3.4 3.4 7-8"/>',
    "file": '<path d="M4 1.5h5.4L12.5 5v9.5H4zM9.2 1.8V5.2h3"/>',
}


def icon(name: str) -> Markup:
    """An icon, hidden from assistive technology. Raises KeyError for an unknown one."""
    if name not in _PATHS:
        return icons.icon(name)
    svg = f'<svg class="ic" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{_PATHS[name]}</svg>'
    return Markup(svg)  # noqa: S704 - only the fixed paths above
