"""One of many ids, whatever their number: a list of values would make a new statement of each number of them."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ARRAY, Boolean, Dialect, Integer, String, TypeDecorator, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


class ListeIds(TypeDecorator[Sequence[int]]):
    """Ids as one value: an array on PostgreSQL, a JSON text on SQLite."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type of each database."""
        return dialect.type_descriptor(ARRAY(Integer) if dialect.name == "postgresql" else String())

    def process_bind_param(self, value: Iterable[int] | None, dialect: Dialect) -> Any:
        """In the order given."""
        ids = list(value or ())
        return ids if dialect.name == "postgresql" else json.dumps(ids)


class EstParmi(FunctionElement[bool]):
    """A column whose value is one of the ids of a parameter."""

    name = "est_parmi"
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> "EstParmi":
        """A condition already: SQLite would compare it to 1, and read the whole table instead of an index."""
        return self


def est_parmi(colonne: Any, ids: str | Iterable[int]) -> EstParmi:
    """The column is one of these ids, or of those of the parameter of this name."""
    if isinstance(ids, str):
        return EstParmi(colonne, bindparam(ids, type_=ListeIds()))
    return EstParmi(colonne, bindparam("ids", list(ids), type_=ListeIds(), unique=True))


@compiles(EstParmi, "postgresql")
def _sur_postgresql(element: EstParmi, compilateur: SQLCompiler, **options: Any) -> str:
    colonne, ids = (compilateur.process(x, **options) for x in element.clauses)
    return f"{colonne} = ANY ({ids})"


@compiles(EstParmi)
def _sur_sqlite(element: EstParmi, compilateur: SQLCompiler, **options: Any) -> str:
    colonne, ids = (compilateur.process(x, **options) for x in element.clauses)
    return f"{colonne} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - a bound parameter
