"""Short ways to the steps that many tests share."""

from pathlib import Path
from typing import Any

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.reinscription import DossierVu, EnfantVu, lire_dossier
from imuse_desk.services.reinscription import pieces
from imuse_desk.services.reinscription.saisie import LigneSaisie, SaisirReponse, saisir
from imuse_desk.services.reinscription.valider import DeclarationAcceptee, ReponseVue, Valider, valider
from tests.fabriques import Maison, pdf

DECLARATION_PAR = "Claire Valmont"


def ouvrir(maison: Maison, foyer: str = "Valmont", ctx: Contexte | None = None) -> DossierVu:
    return lire_dossier(ctx or maison.ctx(), foyer_id=maison.ids[foyer])


def enfant(vu: DossierVu, prenom: str) -> EnfantVu:
    return next(e for e in vu.enfants if e.prenom == prenom)


def cocher(maison: Maison, prenom: str, creneau: str | None = "fm_mer", foyer: str = "Valmont", **autres: Any) -> int:
    """Tick the horn and formation musicale of a pupil at a time; gives the new version."""
    vu = enfant(ouvrir(maison, foyer), prenom)
    assert vu.dossier_eleve_id is not None
    lignes = [
        LigneSaisie(maison.ids["cible:COR"], est_demandee=True),
        LigneSaisie(maison.ids["cible:FM1.2"], est_demandee=True, creneau_id=maison.ids[creneau] if creneau else None),
    ]
    commande = SaisirReponse(vu.dossier_eleve_id, vu.version, tuple(lignes), **autres)
    return saisir(maison.ctx(), commande).resultat["version"]


def commande_valider(maison: Maison, *prenoms: str, foyer: str = "Valmont", **autres: Any) -> Valider:
    vu = ouvrir(maison, foyer)
    choisis = [enfant(vu, p) for p in prenoms]
    reponses = tuple(ReponseVue(e.dossier_eleve_id or 0, e.version) for e in choisis)
    declaration = DeclarationAcceptee(DECLARATION_PAR, maison.horloge.instant.date(), "papier")
    return Valider(vu.dossier_id, reponses, declaration, **autres)


def deposer(maison: Maison, *prenoms: str, creneau: str | None = "fm_mer", foyer: str = "Valmont") -> Any:
    for prenom in prenoms:
        cocher(maison, prenom, creneau, foyer)
    return valider(maison.ctx(), commande_valider(maison, *prenoms, foyer=foyer)).resultat


def apporter(
    maison: Maison, code: str, dossier: Path, *, foyer: str = "Valmont", eleve: str | None = None, pages: int = 1
) -> int:
    """Import one good PDF for a row; gives the piece."""
    chemin = dossier / f"{code}-{foyer}-{eleve}.pdf"
    chemin.write_bytes(pdf(pages, f"{code} {foyer} {eleve}"))
    recues = pieces.importer(
        maison.ctx(),
        pieces.ImporterPieces(
            ouvrir(maison, foyer).dossier_id, maison.ids[f"type:{code}"], (chemin,),
            eleve_id=maison.ids[eleve] if eleve else None,
        ),
    ).resultat  # fmt: skip
    assert recues[0].est_recue, recues
    assert recues[0].piece_id is not None
    return recues[0].piece_id


def fichier(vu: DossierVu, piece_id: int) -> Any:
    return next(f for p in vu.pieces for f in p.fichiers if f.piece_id == piece_id)


def accepter(maison: Maison, piece_id: int, foyer: str = "Valmont") -> None:
    f = fichier(ouvrir(maison, foyer), piece_id)
    pieces.accepter(maison.ctx(), pieces.DeciderPiece(piece_id, f.version))
