"""`python -m newscrawl` is the command `newscrawl`."""

import sys

from newscrawl.commandline import main

if __name__ == "__main__":
    sys.argv[0] = "newscrawl"
    main()
