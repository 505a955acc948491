"""Timetables composed from the offer and the enrolments: of a pupil, a teacher, a room, a day of the site by room."""

from collections.abc import Sequence
from datetime import time
from functools import partial

from sqlalchemy import select

from imuse_desk.domain.dates import heure_fr
from imuse_desk.domain.enseignement import JOURS
from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Compte, Cours, Creneau, CreneauEnseignant, Enseignant, Personne, Salle, Site
from imuse_desk.printing.base import Emetteur
from imuse_desk.printing.emploi_du_temps import EmploiDuTemps, composer_emploi
from imuse_desk.printing.grille_heures import Bloc
from imuse_desk.printing.liste import ColonneListe
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.emetteur import lire_emetteur
from imuse_desk.services.papiers.attestation import ecartes, exiger_inscrits
from imuse_desk.services.papiers.demande import Demande, Feuillet, GenrePapier, Lot
from imuse_desk.services.papiers.lecture import (
    AnneeLue,
    EleveLu,
    HoraireLu,
    LeconEleve,
    eleves_demandes,
    lecons_des_eleves,
    lire_annee,
    lire_horaires,
    nom_de_fichier,
)

TITRE, PLURIEL = "Emploi du temps", "Emplois du temps"
JOURS_OUVRES = 6
TETES_ELEVE = (
    ColonneListe("Jour", 12),
    ColonneListe("Horaire", 15),
    ColonneListe("Cours", 40),
    ColonneListe("Salle", 22),
    ColonneListe("Enseignant", 30),
)
TETES_ENSEIGNANT = (*TETES_ELEVE[:4], ColonneListe("Élèves", 4, a_droite=True))
TETES_SALLE = (*TETES_ELEVE[:3], TETES_ELEVE[4], TETES_ENSEIGNANT[4])
TETES_JOURNEE = (ColonneListe("Salle", 24), *TETES_ELEVE[1:3], *TETES_SALLE[3:])


def preparer_lot(ctx: Contexte, demande: Demande) -> Lot:
    """One timetable for each one asked.

    Raises RegleMetier: eleve_sans_inscription, aucun_eleve_inscrit; Introuvable, Refus (a teacher asks another's).
    """
    if demande.genre is GenrePapier.EMPLOI_ELEVE:
        return _lot_eleves(ctx, demande)
    with ctx.lire() as session:
        annee = lire_annee(session, ctx)
        emetteur = lire_emetteur(session, ctx.depot, ctx.site_id)
    faire = {
        GenrePapier.EMPLOI_ENSEIGNANT: _enseignant,
        GenrePapier.EMPLOI_SALLE: _salle,
        GenrePapier.JOURNEE: _journee,
    }[demande.genre]
    papiers = [faire(ctx, annee, emetteur, ident) for ident in dict.fromkeys(demande.ids)]
    return Lot(
        PLURIEL,
        nom_de_fichier(PLURIEL, annee.libelle),
        emetteur.nom,
        tuple(
            Feuillet(
                papier.sous_titre,
                nom_de_fichier(papier.titre, annee.libelle, papier.sous_titre),
                partial(composer_emploi, papier),
            )
            for papier in papiers
        ),
    )


# ---- pupils


def _lot_eleves(ctx: Contexte, demande: Demande) -> Lot:
    with ctx.lire() as session:
        annee = lire_annee(session, ctx)
        eleves = eleves_demandes(session, ctx, demande)
        lecons = lecons_des_eleves(session, [eleve.id for eleve in eleves], annee)
        emetteur = lire_emetteur(session, ctx.depot, ctx.site_id)
    inscrits = exiger_inscrits(eleves, lecons, annee)
    feuillets = tuple(
        Feuillet(
            eleve.complet,
            nom_de_fichier(str(demande.genre), annee.libelle, eleve.complet),
            partial(composer_emploi, _papier_eleve(ctx, annee, emetteur, eleve, lecons[eleve.id])),
            eleve.foyer_id,
            eleve.id,
        )
        for eleve in inscrits
    )
    nom = nom_de_fichier(PLURIEL, annee.libelle)
    return Lot(PLURIEL, nom, emetteur.nom, feuillets, ecartes(eleves, inscrits, annee))


def _papier_eleve(
    ctx: Contexte, annee: AnneeLue, emetteur: Emetteur, eleve: EleveLu, lecons: Sequence[LeconEleve]
) -> EmploiDuTemps:
    fixees = sorted(
        (lecon for lecon in lecons if lecon.jour is not None and lecon.debut is not None and lecon.duree_min),
        key=lambda lecon: (lecon.jour or 0, lecon.debut or time.min),
    )
    blocs, rangees = [], []
    for lecon in fixees:
        ailleurs = lecon.site if lecon.site_id != ctx.site_id else ""
        bloc = Bloc(
            (lecon.jour or 1) - 1, lecon.debut or time.min, lecon.duree_min or 0, lecon.cours,
            _presents("passage à fixer" if lecon.est_a_fixer else "", lecon.salle, ailleurs, lecon.enseignants),
        )  # fmt: skip
        blocs.append(bloc)
        horaire = f"{bloc.horaire}, passage à fixer" if lecon.est_a_fixer else bloc.horaire
        lieu = ", ".join(_presents(lecon.salle, ailleurs))
        rangees.append((JOURS[bloc.colonne], horaire, _titre(lecon), lieu or "—", lecon.enseignants or "—"))
    rangees += [
        ("à fixer", "—", _titre(lecon), ", ".join(_presents(lecon.salle)) or "—", lecon.enseignants or "—")
        for lecon in lecons
        if lecon not in fixees
    ]
    return EmploiDuTemps(
        emetteur, TITRE, eleve.complet, annee.libelle, ctx.aujourdhui(), _semaine(blocs), tuple(blocs), TETES_ELEVE,
        tuple(rangees), vide="Aucun horaire n’est encore fixé.",
    )  # fmt: skip


def _titre(lecon: LeconEleve) -> str:
    return f"{lecon.cours} ({lecon.niveau})" if lecon.niveau and lecon.niveau not in lecon.cours else lecon.cours


def _presents(*mots: str) -> tuple[str, ...]:
    return tuple(mot for mot in mots if mot)


def _semaine(blocs: Sequence[Bloc]) -> tuple[str, ...]:
    """Monday to Saturday; Sunday where there are lessons."""
    return JOURS[: max(JOURS_OUVRES, *(bloc.colonne + 1 for bloc in blocs))] if blocs else JOURS[:JOURS_OUVRES]


# ---- teachers, rooms, days


def _compte(n: int) -> str:
    return f"{n}\u00a0élève{'s' if n > 1 else ''}"


def _horaire(h: HoraireLu) -> str:
    return f"{heure_fr(h.debut)}–{heure_fr(h.lecon.fin)}"


def _enseignant(ctx: Contexte, annee: AnneeLue, emetteur: Emetteur, enseignant_id: int) -> EmploiDuTemps:
    """A teacher's week on every site; a teacher may ask for his own alone."""
    siens = select(CreneauEnseignant.creneau_id).where(CreneauEnseignant.enseignant_id == enseignant_id)
    with ctx.lire() as session:
        personne = session.execute(
            select(Personne)
            .join(Enseignant, Enseignant.personne_id == Personne.id)
            .where(Enseignant.id == enseignant_id)
        ).scalar_one_or_none()
        if personne is None:
            raise Introuvable("enseignant", enseignant_id)
        if not ctx.peut(Permission.CONSULTER):
            sien = session.execute(select(Compte.personne_id).where(Compte.id == (ctx.compte_id or 0))).scalar()
            if sien != personne.id:
                ctx.exiger(Permission.CONSULTER)
        horaires = lire_horaires(session, annee, Creneau.id.in_(siens))
    blocs = tuple(
        Bloc(
            h.jour - 1, h.debut, h.duree_min, h.cours,
            _presents(_compte(h.eleves), h.salle, h.site if h.site_id != ctx.site_id else ""),
        )
        for h in horaires
    )  # fmt: skip
    rangees = tuple(
        (
            JOURS[h.jour - 1], _horaire(h), h.cours,
            ", ".join(_presents(h.salle, h.site if h.site_id != ctx.site_id else "")) or "—", str(h.eleves),
        )
        for h in horaires
    )  # fmt: skip
    nom = f"{personne.prenom} {personne.nom}".strip()
    return EmploiDuTemps(
        emetteur, TITRE, nom, annee.libelle, ctx.aujourdhui(), _semaine(blocs), blocs, TETES_ENSEIGNANT, rangees
    )


def _salle(ctx: Contexte, annee: AnneeLue, emetteur: Emetteur, salle_id: int) -> EmploiDuTemps:
    """A room's week."""
    with ctx.lire() as session:
        salle = session.get(Salle, salle_id)
        if salle is None:
            raise Introuvable("salle", salle_id)
        site = session.get_one(Site, salle.site_id).nom
        horaires = lire_horaires(session, annee, Creneau.salle_id == salle_id)
    blocs = tuple(
        Bloc(h.jour - 1, h.debut, h.duree_min, h.cours, _presents(h.enseignants, _compte(h.eleves))) for h in horaires
    )
    rangees = tuple((JOURS[h.jour - 1], _horaire(h), h.cours, h.enseignants or "—", str(h.eleves)) for h in horaires)
    return EmploiDuTemps(
        emetteur, "Occupation de la salle", salle.nom, annee.libelle, ctx.aujourdhui(), _semaine(blocs), blocs,
        TETES_SALLE, rangees, faits=(("Site", site),),
    )  # fmt: skip


def _journee(ctx: Contexte, annee: AnneeLue, emetteur: Emetteur, jour: int) -> EmploiDuTemps:
    """A weekday of the site consulted, a column a room."""
    if not 1 <= jour <= len(JOURS):
        raise Introuvable("jour", jour)
    with ctx.lire() as session:
        site = session.get_one(Site, ctx.site_id).nom
        horaires = lire_horaires(session, annee, Cours.site_id == ctx.site_id, Creneau.jour == jour)
    salles = tuple(sorted({h.salle for h in horaires}, key=lambda nom: (not nom, nom.casefold())))
    rangs = {salle: rang for rang, salle in enumerate(salles)}
    blocs = tuple(
        Bloc(rangs[h.salle], h.debut, h.duree_min, h.cours, _presents(h.enseignants, _compte(h.eleves)))
        for h in horaires
    )
    rangees = tuple(
        (h.salle or "sans salle", _horaire(h), h.cours, h.enseignants or "—", str(h.eleves))
        for h in sorted(horaires, key=lambda h: (rangs[h.salle], h.debut))
    )
    return EmploiDuTemps(
        emetteur, f"Occupation du {JOURS[jour - 1]}", site, annee.libelle, ctx.aujourdhui(),
        tuple(salle or "sans salle" for salle in salles), blocs, TETES_JOURNEE, rangees,
    )  # fmt: skip
