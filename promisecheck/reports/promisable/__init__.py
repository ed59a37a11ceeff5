"""What can be promised where: a table with a small ladder in each row, as text, page, picture and JSON."""

from promisecheck.reports.promisable.data import as_json
from promisecheck.reports.promisable.page import as_html
from promisecheck.reports.promisable.picture import as_svg
from promisecheck.reports.promisable.table import as_text

__all__ = ["as_html", "as_json", "as_svg", "as_text"]
