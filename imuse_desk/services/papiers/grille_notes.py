"""Sheets of marks of a period: one a weekly time, of the pupils who come to it."""

from functools import partial

from sqlalchemy.orm import Session

from imuse_desk.domain.dates import date_fr, heure_fr
from imuse_desk.domain.enseignement import JOURS
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.notes import ecrire_moyenne, ecrire_nombre, ecrire_note
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annee, Creneau
from imuse_desk.printing.grille_notes import EleveImprime, GrilleNotes, NoteImprimee, composer_grille_notes
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.emetteur import lire_emetteur
from imuse_desk.services.papiers.demande import Demande, Feuillet, Lot
from imuse_desk.services.papiers.lecture import enseignants_du_creneau, nom_de_fichier
from imuse_desk.services.suivi.acces import exiger_creneau
from imuse_desk.services.suivi.criteres import CritereVu, periode_du_jour, periodes_du_cours
from imuse_desk.services.suivi.feuille import EleveNote, FeuilleVue, composer_feuille


def preparer_lot(ctx: Contexte, demande: Demande) -> Lot:
    """The sheets of weekly times for a period. Raises Introuvable, RegleMetier(autre_site | cours_sans_periode)."""
    papiers = []
    with ctx.lire() as session:
        for creneau_id in demande.ids:
            acces = exiger_creneau(ctx, session, creneau_id, permission=Permission.NOTER)
            periode_id = demande.periode_id
            if periode_id is None:
                periode = periode_du_jour(periodes_du_cours(session, acces.cours_id), ctx.aujourdhui())
                if periode is None:
                    raise RegleMetier("cours_sans_periode")
                periode_id = periode.id
            feuille = composer_feuille(session, ctx, acces.cours_id, periode_id, creneau_id)
            annee = session.get_one(Annee, acces.annee_id)
            papiers.append(_papier(ctx, session, feuille, creneau_id, annee.libelle))
    return Lot(
        "Feuilles de notes",
        nom_de_fichier("feuilles de notes", papiers[0].periode),
        papiers[0].emetteur.nom,
        tuple(
            Feuillet(
                f"{papier.cours}, {papier.periode}",
                nom_de_fichier("notes", papier.cours, papier.periode),
                partial(composer_grille_notes, papier),
            )
            for papier in papiers
        ),
    )


def _papier(ctx: Contexte, session: Session, vue: FeuilleVue, creneau_id: int, annee: str) -> GrilleNotes:
    creneau = session.get_one(Creneau, creneau_id)
    echelle = vue.echelle
    validee = f"par {vue.validee_par}, le {date_fr(vue.validee_a.date())}" if vue.validee_a is not None else ""
    return GrilleNotes(
        emetteur=lire_emetteur(session, ctx.depot, ctx.site_id),
        cours=vue.cours,
        annee=annee,
        periode=vue.periode.libelle,
        faits=(
            ("Enseignant", enseignants_du_creneau(session, creneau_id)),
            ("Horaire", f"{JOURS[creneau.jour - 1]} {heure_fr(creneau.debut)}"),
            ("Période", f"du {date_fr(vue.periode.du_le)} au {date_fr(vue.periode.au_le)}"),
            ("Validée", validee),
        ),
        criteres=tuple((c.libelle, _sur(c)) for c in vue.criteres),
        moyenne=f"Moyenne\n/ {ecrire_nombre(echelle.maximum)}" if echelle and echelle.est_nombre else "Moyenne",
        eleves=tuple(_eleve(eleve, vue) for eleve in vue.eleves),
        le=ctx.aujourdhui(),
    )


def _sur(critere: CritereVu) -> str:
    return f"/ {ecrire_nombre(critere.echelle.maximum)}" if critere.echelle.est_nombre else ""


def _eleve(eleve: EleveNote, vue: FeuilleVue) -> EleveImprime:
    bilan = eleve.bilan
    return EleveImprime(
        f"{eleve.nom} {eleve.prenom}".strip(),
        tuple(
            NoteImprimee(ecrire_note(c.note, critere.echelle), c.note.est_absent, c.note.motif)
            if c.note is not None
            else NoteImprimee()
            for c, critere in zip(eleve.cellules, vue.criteres, strict=True)
        ),
        ecrire_moyenne(bilan.moyenne, bilan.echelle) if bilan.echelle is not None else "—",
        bilan.est_complet,
        eleve.appreciation,
        f"a quitté le cours le {date_fr(eleve.parti_le)}" if eleve.parti_le is not None else "",
    )
