"""A whole website: found by its links and sitemaps, read politely, resumed where it was cut off."""
