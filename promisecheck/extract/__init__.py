"""Documents -> claims: finding the promises."""

from promisecheck.extract.extractor import Extractor

__all__ = ["Extractor"]
