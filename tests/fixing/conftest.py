"""Lets the tests of fixing share fixing_helpers.py."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
