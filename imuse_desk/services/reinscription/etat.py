"""The state of a deposited answer, derived from its pieces by one function after each change, never typed."""

from datetime import date

from sqlalchemy import select

from imuse_desk.domain.reinscription import DEPOSES, Effet, EtatDossier, etat_apres_depot
from imuse_desk.models import Campagne, Dossier, DossierEleve, PieceExigee
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.reinscription.charge import charger
from imuse_desk.services.reinscription.exigences import PieceDue
from imuse_desk.services.reinscription.prix import dues_de


def actualiser_etats(unite: Unite, dossier_id: int, aujourdhui: date) -> dict[int, EtatDossier]:
    """Write the pieces owed and each deposited answer's state as they now follow from the facts; gives the states."""
    unite.session.flush()
    charge = charger(unite.session, dossier_id, aujourdhui)
    dues = dues_de(charge)
    _ecrire_exigees(unite, dossier_id, dues)
    declines = charge.tete.revenus_declines_le is not None
    etats: dict[int, EtatDossier] = {}
    for enfant in charge.du_dossier:
        ident = enfant.membre.dossier_eleve_id
        if ident is None or enfant.etat not in DEPOSES:
            continue
        siennes = [d.vue() for d in dues if d.eleve_id in (None, enfant.eleve_id)]
        etats[ident] = etat_apres_depot(siennes, revenus_declines=declines)
        if etats[ident] is not enfant.etat:
            unite.session.get_one(DossierEleve, ident).etat = etats[ident]
            unite.touche("eleve", enfant.eleve_id)
    unite.touche("dossier", dossier_id)
    return etats


def actualiser_foyer(unite: Unite, foyer_id: int, aujourdhui: date) -> None:
    """Same for the household's dossiers of the campaigns whose pieces are still awaited: its facts changed."""
    dossiers = unite.session.execute(
        select(Dossier.id)
        .join(Campagne, Campagne.id == Dossier.campagne_id)
        .where(Dossier.foyer_id == foyer_id, Campagne.pieces_jusqu_a >= unite.maintenant)
    ).scalars()
    for dossier_id in list(dossiers):
        actualiser_etats(unite, dossier_id, aujourdhui)


def _ecrire_exigees(unite: Unite, dossier_id: int, dues: tuple[PieceDue, ...]) -> None:
    """Keep the rows of what is owed in step: one by type (and pupil), with the file that answers it."""
    deja = {
        (ligne.type_id, ligne.eleve_id): ligne
        for ligne in unite.session.execute(select(PieceExigee).where(PieceExigee.dossier_id == dossier_id)).scalars()
    }
    for due in dues:
        ligne = deja.pop((due.type.type_id, due.eleve_id), None)
        if ligne is None:
            ligne = PieceExigee(dossier_id=dossier_id, type_id=due.type.type_id, eleve_id=due.eleve_id)
            unite.session.add(ligne)
        ligne.exigence = due.exigence
        ligne.exige_pour = "inscription" if due.effet is Effet.BLOQUE else "tarif"
        ligne.piece_id = due.fichiers[-1].piece_id if due.fichiers else None
    for reste in deja.values():
        unite.session.delete(reste)
