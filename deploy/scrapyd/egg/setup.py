"""An egg for scrapyd that holds your settings; newscrawl itself is installed in scrapyd's environment.

    python setup.py bdist_egg && curl http://127.0.0.1:6800/addversion.json \\
        -F project=news -F version=1 -F egg=@$(ls dist/*.egg)

Or `scrapyd-deploy` of scrapyd-client, which reads scrapy.cfg.
"""

from setuptools import setup

setup(
    name="newscrawl-here",
    version="1",
    packages=["newscrawl_here"],
    entry_points={"scrapy": ["settings = newscrawl_here.settings"]},
)
