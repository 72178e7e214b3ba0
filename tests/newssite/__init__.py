"""A small news site on loopback: several hosts, five designs, invented stories whose clean text is known.

`server.NewsSite` serves it, `demo` crawls it. All towns, firms, papers and people in it are made up; hosts end in `.test`.
"""
