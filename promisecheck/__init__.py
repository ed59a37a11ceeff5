"""promisecheck: finds the promises in copy and judges each against declared service standards."""

__version__ = "0.1.0"
