"""Many pages in little time: reports kept from one run to the next, and the work shared between processes."""
