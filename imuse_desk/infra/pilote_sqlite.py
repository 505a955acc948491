"""The one SQLite library of the process.

Two copies of SQLite in one process ignore each other's locks (POSIX locks belong to the process): everything that opens
a base goes through ``pilote_sqlite``.
"""

import sqlite3
from types import ModuleType


def pilote_sqlite() -> ModuleType:
    """The newest SQLite at hand: the shipped library where its wheel exists, else Python's own."""
    try:
        import pysqlite3.dbapi2
    except ImportError:
        return sqlite3
    module: ModuleType = pysqlite3.dbapi2
    return module
