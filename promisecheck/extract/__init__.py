"""Documents -> claims: finding the promises."""

from promisecheck.extract.extractor import MOST_CLAIMS, Extractor

__all__ = ["MOST_CLAIMS", "Extractor"]
