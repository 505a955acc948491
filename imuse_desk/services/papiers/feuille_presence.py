"""Attendance sheets of a month: one a weekly time, blank or with what was called."""

from datetime import timedelta
from functools import partial

from imuse_desk.domain.dates import heure_fr, mois_fr
from imuse_desk.domain.enseignement import JOURS
from imuse_desk.domain.presences import EtatSeance, GenreCode
from imuse_desk.models import Annee, Creneau
from imuse_desk.printing.base import Emetteur
from imuse_desk.printing.feuille_presence import (
    EleveFeuille,
    FeuillePresence,
    SeanceFeuille,
    composer_feuille_presence,
)
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.emetteur import lire_emetteur
from imuse_desk.services.papiers.demande import Demande, Feuillet, Lot
from imuse_desk.services.papiers.lecture import enseignants_du_creneau, nom_de_fichier
from imuse_desk.services.suivi.acces import exiger_creneau, jours_atteints
from imuse_desk.services.suivi.appel import FeuilleMois, LigneMois, lire_mois
from imuse_desk.services.suivi.codes import CodeVu

SORTS = {EtatSeance.ANNULEE: "annulée", EtatSeance.ENSEIGNANT_ABSENT: "enseignant absent"}


def preparer_lot(ctx: Contexte, demande: Demande) -> Lot:
    """The sheets of weekly times for a month, today's by default. Raises Introuvable, RegleMetier(autre_site)."""
    mois = (demande.mois or ctx.aujourdhui()).replace(day=1)
    dernier = (mois + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    papiers = []
    with ctx.lire() as session:
        emetteur = lire_emetteur(session, ctx.depot, ctx.site_id)
        for creneau_id in demande.ids:
            acces = exiger_creneau(ctx, session, creneau_id)
            creneau = session.get_one(Creneau, creneau_id)
            annee = session.get_one(Annee, acces.annee_id)
            jours = jours_atteints(ctx, session, creneau_id, acces)
            feuille = lire_mois(session, creneau_id, (mois, dernier), ctx.aujourdhui(), jours)
            horaire = f"{JOURS[creneau.jour - 1]} {heure_fr(creneau.debut)}"
            enseignants = enseignants_du_creneau(session, creneau_id)
            faits = (("Horaire", horaire), ("Enseignant", enseignants), ("Salle", feuille.salle))
            papiers.append(_papier(emetteur, annee.libelle, faits, feuille, est_vierge=demande.est_vierge))
    return Lot(
        "Feuilles de présence",
        nom_de_fichier("feuilles de presence", mois_fr(mois)),
        emetteur.nom,
        tuple(
            Feuillet(
                f"{papier.cours}, {mois_fr(mois)}",
                nom_de_fichier("presence", papier.cours, mois_fr(mois)),
                partial(composer_feuille_presence, papier),
            )
            for papier in papiers
        ),
    )


def _papier(
    emetteur: Emetteur, annee: str, faits: tuple[tuple[str, str], ...], feuille: FeuilleMois, *, est_vierge: bool
) -> FeuillePresence:  # fmt: skip
    jours = [s.le for s in feuille.seances]
    codes = {c.code: c for c in feuille.codes}
    return FeuillePresence(
        emetteur,
        feuille.cours,
        annee,
        feuille.mois,
        faits,
        tuple(
            SeanceFeuille(s.le, heure_fr(s.a) if jours.count(s.le) > 1 else "", SORTS.get(s.etat, ""))
            for s in feuille.seances
        ),
        tuple(_eleve(ligne, feuille, codes) for ligne in feuille.lignes),
        tuple((c.code, c.libelle) for c in feuille.codes if not c.est_retire),
        feuille.aujourdhui,
        est_vierge,
    )


def _eleve(ligne: LigneMois, feuille: FeuilleMois, codes: dict[str, CodeVu]) -> EleveFeuille:
    dits = [
        codes[case.code].genre
        for case, seance in zip(ligne.cases, feuille.seances, strict=True)
        if case is not None and case.code in codes and seance.a_lieu
    ]
    return EleveFeuille(
        f"{ligne.nom} {ligne.prenom}".strip(),
        tuple(
            None if case is None else f"{case.code} {case.retard_min}\u00a0min" if case.retard_min else case.code
            for case in ligne.cases
        ),
        dits.count(GenreCode.ABSENT),
        dits.count(GenreCode.RETARD),
    )
