"""Write many rows quickly: identifiers are counted here, rows go in chunks, parents before children.

The demonstration alone writes this way; every other write goes through ``Base.ecrire``.
"""

import random
import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Table, text

from imuse_desk.models import Modele

LIGNES_PAR_LOT = 20_000
"""Rows kept in memory before they are written."""


class _Tampon:
    """Rows of one table that wait to be written, in the order of its columns."""

    def __init__(self, table: Table, connexion: Connection) -> None:
        self.table = table
        self.lignes: list[dict[str, Any]] = []
        self.compteur = 0
        self.a_une_reference = "ref" in table.c
        self.a_un_id = "id" in table.c
        self.defauts: dict[str, Any] = {c.name: _defaut(c) for c in table.columns}
        dialecte = connexion.dialect
        self.conversions: list[tuple[str, Callable[[Any], Any]]] = [
            (c.name, conversion)
            for c in table.columns
            if (conversion := c.type.dialect_impl(dialecte).bind_processor(dialecte)) is not None
        ]

    def valeurs(self) -> list[tuple[Any, ...]]:
        """The waiting rows as the driver takes them."""
        for ligne in self.lignes:
            for nom, convertir in self.conversions:
                ligne[nom] = convertir(ligne[nom])
        return [tuple(ligne.values()) for ligne in self.lignes]


def _defaut(colonne: Any) -> Any:
    if colonne.name == "version":
        return 1
    defaut = colonne.default
    return defaut.arg if defaut is not None and defaut.is_scalar else None


class Ecrivain:
    """Buffers rows and writes them inside the caller's transaction."""

    def __init__(self, connexion: Connection, graine: int) -> None:
        self._connexion = connexion
        self._references = random.Random(graine)  # noqa: S311
        self._tampons = {table.name: _Tampon(table, connexion) for table in Modele.metadata.sorted_tables}
        self._en_attente = 0
        self.lignes = 0

    def ajouter(self, modele: type[Modele], **valeurs: Any) -> int:
        """Queue a row and return its identifier (0 for a table whose key the caller gives)."""
        tampon = self._tampons[modele.__tablename__]
        ligne = {**tampon.defauts, **valeurs}
        if len(ligne) != len(tampon.defauts):
            raise KeyError(f"{modele.__tablename__}: {sorted(valeurs.keys() - tampon.defauts.keys())}")
        if tampon.a_un_id:
            tampon.compteur += 1
            ligne["id"] = tampon.compteur
        if tampon.a_une_reference:
            ligne["ref"] = self.reference()
        tampon.lignes.append(ligne)
        self._en_attente += 1
        return tampon.compteur

    def prochain(self, modele: type[Modele]) -> int:
        """The identifier that the next row of a table will take."""
        return self._tampons[modele.__tablename__].compteur + 1

    def reference(self) -> uuid.UUID:
        """A public reference drawn from the seed, so that two runs give the same base."""
        return uuid.UUID(int=self._references.getrandbits(128), version=4)

    def soulager(self) -> None:
        """Write when enough rows wait; call it where every queued row's parents are queued or written."""
        if self._en_attente >= LIGNES_PAR_LOT:
            self.ecrire()

    def ecrire(self) -> None:
        """Write everything that waits, parents first."""
        for tampon in self._tampons.values():
            if tampon.lignes:
                self._envoyer(tampon)
                self.lignes += len(tampon.lignes)
                tampon.lignes = []
        self._en_attente = 0

    def _envoyer(self, tampon: _Tampon) -> None:
        colonnes = ", ".join(f'"{nom}"' for nom in tampon.defauts)
        brute: Any = self._connexion.connection.dbapi_connection
        if self._connexion.dialect.name == "sqlite":
            marques = ", ".join("?" * len(tampon.defauts))
            ordre = f'INSERT INTO "{tampon.table.name}" ({colonnes}) VALUES ({marques})'  # noqa: S608
            brute.executemany(ordre, tampon.valeurs())
            return
        with brute.cursor() as curseur, curseur.copy(f'COPY "{tampon.table.name}" ({colonnes}) FROM STDIN') as copie:
            for ligne in tampon.valeurs():
                copie.write_row(ligne)

    def recaler_sequences(self) -> None:
        """After explicit identifiers, PostgreSQL's sequences start behind the last one."""
        if self._connexion.dialect.name == "sqlite":
            return
        for tampon in self._tampons.values():
            if tampon.compteur:
                self._connexion.execute(
                    text("SELECT setval(pg_get_serial_sequence(:nom, 'id'), :dernier)"),
                    {"nom": tampon.table.name, "dernier": tampon.compteur},
                )
