"""`python -m promisecheck`."""

from promisecheck.cli import main

main()
