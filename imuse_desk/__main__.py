"""``python -m imuse_desk``."""

import sys

from imuse_desk.cli import main

if __name__ == "__main__":
    sys.exit(main())
