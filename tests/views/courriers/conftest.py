"""A real house with four letters: one to print, one failed, one that waits, one without an address."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select, update

from imuse_desk.models import Message
from imuse_desk.models.passerelle import Base, Unite
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.courrier import PieceJointe, deposer_message
from imuse_desk.services.lectures.courrier import LigneMessage, lire_lignes_messages
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from tests.fabriques import Maison, maison_valmont, pdf
from tests.services.reinscription.outils import deposer

ERREUR = "smtp_destinataire_refuse 550 inconnu"


@dataclass
class Bureau:
    """The desk: house, context, bus, what the status line said, what was asked to open."""

    qtbot: QtBot
    executant: Executant
    maison: Maison
    ctx: Contexte
    bus: Bus
    dits: list[str] = field(default_factory=list)
    annulations: list[Callable[[], None] | None] = field(default_factory=list)
    ouverts: list[tuple[str, int]] = field(default_factory=list)

    def noter(self, phrase: str, annuler: Callable[[], None] | None) -> None:
        """A sentence on the status line, and what undoes it."""
        self.dits.append(phrase)
        self.annulations.append(annuler)

    def noter_ouvert(self, genre: str, ident: int) -> None:
        """Something to open in the main window."""
        self.ouverts.append((genre, ident))

    def calme(self) -> None:
        """Wait until nothing is under way, what the answers ask for included."""
        for _ in range(3):
            self.qtbot.waitUntil(lambda: not self.executant.est_occupe, timeout=8000)
            self.qtbot.wait(5)

    def ligne(self, ident: int) -> LigneMessage:
        """The message as the base has it."""
        (ligne,) = lire_lignes_messages(self.ctx, [ident])
        return ligne

    def etats(self) -> list[str]:
        """States of the messages, oldest first."""
        with self.ctx.lire() as session:
            return list(session.execute(select(Message.etat).order_by(Message.id)).scalars())


def _autres(unite: Unite, ctx: Contexte, foyer_id: int, sha256: str) -> None:
    pieces = (PieceJointe("avis.pdf", sha256),)
    for rang, adresse in enumerate(("x@example.org", "y@example.org", "")):
        deposer_message(
            unite, site_id=ctx.site_id, foyer_id=foyer_id, genre="avis", destinataire=adresse,
            sujet=f"Avis {rang}", corps="Bonjour", pieces=pieces if rang else (),
        )  # fmt: skip
    echec = update(Message).where(Message.sujet == "Avis 0")
    unite.session.execute(echec.values(etat="echec", tentatives=1, derniere_erreur=ERREUR))
    attente = update(Message).where(Message.sujet == "Avis 1")
    unite.session.execute(
        attente.values(etat="a_envoyer", tentatives=2, derniere_erreur="smtp_delai", prochain_essai_a=unite.maintenant)
    )


@pytest.fixture
def bureau(qtbot: QtBot, executant: Executant, base_sqlite: Base, tmp_path: Path) -> Bureau:
    maison = maison_valmont(base_sqlite, tmp_path / "depot")
    deposer(maison, "Lina", "Noé")
    ctx, foyer_id = maison.ctx(), maison.ids["Valmont"]
    chemin = tmp_path / "avis.pdf"
    chemin.write_bytes(pdf())
    sha256 = ctx.depot.ranger(chemin).sha256
    ctx.ecrire("avis", lambda unite: _autres(unite, ctx, foyer_id, sha256))
    bureau = Bureau(qtbot, executant, maison, ctx, Bus())
    bureau.bus.message.connect(bureau.noter)
    bureau.bus.ouverture_demandee.connect(bureau.noter_ouvert)
    return bureau
