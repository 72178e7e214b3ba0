"""Where article URLs come from: given ones, feeds, sitemaps, section pages, and all that a profile names of a site.

`news.py` is the base of all spiders; the `*_reader.py` modules and `urls.py` turn bytes into URLs and know no spider.
"""
