"""What we know of a site, as data: profiles, families, dated layouts."""

from newscrawl.sites.checks import load_profile
from newscrawl.sites.profile import Layout, SiteProfile
from newscrawl.sites.registry import Sites, load_sites, with_profile, without_profiles

__all__ = ["Layout", "SiteProfile", "Sites", "load_profile", "load_sites", "with_profile", "without_profiles"]
