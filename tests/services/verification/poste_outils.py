"""A house with pieces that wait, and the facts that a reading leaves, written by hand."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from imuse_desk.domain.verification.controles import BLOQUANTES, Controle
from imuse_desk.models import FaitVerifie, PieceRecue, TypePiece
from tests.fabriques import MIDI, Maison

CONTROLES = {
    "domicile": Controle.DOMICILE, "caf": Controle.CAF, "avis1": Controle.AVIS, "avis2": Controle.AVIS,
}  # fmt: skip


def poser_controles(maison: Maison) -> None:
    """The rows of the table compare their files with the household."""

    def faire(session: Any) -> None:
        for code, controle in CONTROLES.items():
            session.execute(
                update(TypePiece)
                .where(TypePiece.id == maison.ids[f"type:{code}"])
                .values(controle=controle.value, bloquantes=[r.value for r in BLOQUANTES[controle]])
            )

    maison.ecrire(faire)


def recevoir(
    maison: Maison, code: str, foyer: str = "Valmont", *, minutes: int = 0, eleve: str | None = None, **champs: Any
) -> int:
    """A file received some minutes after noon; gives the piece."""
    depose_a: datetime = MIDI + timedelta(minutes=minutes)
    valeurs: dict[str, Any] = {
        "nom_original": f"{code}.pdf", "nom_range": f"{code}.pdf", "sha256": f"{len(maison.ids):064}", "octets": 63_000,
        "pages": 4 if code.startswith("avis") else 1, "examen": {"texte": True, "alertes": []},
        "depose_par": "famille", "depose_a": depose_a, "annee_id": maison.ids["cible"],
    }  # fmt: skip
    return maison.ajouter(
        PieceRecue(
            site_id=maison.ids["site"], type_id=maison.ids[f"type:{code}"],
            foyer_id=maison.ids[foyer], eleve_id=maison.ids[eleve] if eleve else None, **{**valeurs, **champs},
        )
    )  # fmt: skip


def constater(maison: Maison, piece_id: int, regle: str, resultat: str, valeur: str = "", **champs: Any) -> int:
    """A fact that the machine found."""
    return maison.ajouter(
        FaitVerifie(
            piece_id=piece_id, regle=regle, resultat=resultat, valeur=valeur, source=champs.pop("source", "texte"),
            a=MIDI, **champs,
        )
    )  # fmt: skip


def piece(maison: Maison, piece_id: int) -> PieceRecue:
    """What the base says."""
    with maison.base.lire() as session:
        trouvee = session.execute(select(PieceRecue).where(PieceRecue.id == piece_id)).scalar_one()
        session.expunge(trouvee)
        return trouvee


def faits(maison: Maison, piece_id: int, regle: str) -> list[FaitVerifie]:
    """Every fact of a rule, in order."""
    with maison.base.lire() as session:
        lignes = session.scalars(
            select(FaitVerifie)
            .where(FaitVerifie.piece_id == piece_id, FaitVerifie.regle == regle)
            .order_by(FaitVerifie.id)
        ).all()
        session.expunge_all()
        return list(lignes)
