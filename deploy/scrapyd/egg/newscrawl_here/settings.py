"""newscrawl's settings, and yours. Folders are absolute: an egg is a zip file, so profiles cannot lie in it."""

from newscrawl.settings import *  # noqa: F403

NEWSCRAWL_OUTPUT_DIR = "/var/lib/newscrawl"
# NEWSCRAWL_CONTACT = "news@example.org"
# NEWSCRAWL_SITES_DIR = "/etc/newscrawl/sites"
