"""What stands between us and the web: which address may be reached, and what is done when an answer is not usable.

One file per concern; each gives a download up by raising `FetchError`, which carries the URL's fate.
"""
