"""Questions about standards and copy as a whole: are the standards any good, do branches differ, what is copy about."""
