"""Class lists: one a weekly time, with the pupils who come and the dates of the next lessons.

The list of a course ends with its pupils who have no weekly time yet; so does a teacher's, for the courses that nobody
else gives. The list of one weekly time has those who come then.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, null, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import age, heure_fr
from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.calendrier import ZONES, Periode, jours_feries, vacances
from imuse_desk.models import (
    Affectation,
    Cours,
    Creneau,
    CreneauEnseignant,
    Eleve,
    Inscription,
    JourFerme,
    Lien,
    Niveau,
    Personne,
    Site,
)
from imuse_desk.printing.liste_classe import EleveListe, ListeClasse, composer_liste_classe
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.emetteur import lire_emetteur
from imuse_desk.services.etablissement.faits_fusion import foyers_des_eleves
from imuse_desk.services.papiers.demande import Demande, Feuillet, Lot, Sujet
from imuse_desk.services.papiers.lecture import (
    AnneeLue,
    HoraireLu,
    lire_annee,
    lire_horaires,
    nom_de_fichier,
    present_le,
)
from imuse_desk.services.reinscription.lecture_charge import lien_en_cours
from imuse_desk.services.suivi.acces import ses_creneaux

DATES = 12
SANS_HORAIRE = "Sans horaire"


def preparer_lot(ctx: Contexte, demande: Demande) -> Lot:
    """The lists of courses, of weekly times or of teachers, in the order of the week within each.

    A teacher has his own weekly times alone, with the emergency phones that he sees. Raises RegleMetier(sans_horaire),
    Introuvable.
    """
    est_libre = ctx.peut(Permission.CONSULTER)
    with ctx.lire() as session:
        annee = lire_annee(session, ctx)
        emetteur = lire_emetteur(session, ctx.depot, ctx.site_id)
        conditions = [_demandes(demande)]
        if not est_libre:
            conditions.append(Creneau.id.in_(ses_creneaux(ctx)))
        horaires = lire_horaires(session, annee, *conditions)
        cours = _cours_entiers(session, annee, demande, horaires) if est_libre else ()
        sans = _sans_horaire(session, ctx, annee, cours) if cours else {}
        if not horaires and not sans:
            raise RegleMetier("sans_horaire") if est_libre else Introuvable("creneau", demande.ids[0])
        if demande.sujet is Sujet.COURS:
            rangs = {ident: rang for rang, ident in enumerate(demande.ids)}
            horaires.sort(key=lambda h: rangs[h.cours_id])
        eleves = _eleves(session, ctx, annee, [h.id for h in horaires], est_libre=est_libre)
        fermes = {site_id: _fermes(session, annee, site_id) for site_id in {h.site_id for h in horaires}}
    papiers = [
        ListeClasse(
            emetteur,
            h.cours,
            annee.libelle,
            h.horaire,
            (("Enseignant", h.enseignants), ("Salle", h.salle), ("Site", h.site)),
            tuple(eleves.get(h.id, ())),
            tuple(dates_de_cours(h, annee, fermes[h.site_id])),
            ctx.aujourdhui(),
        )
        for h in horaires
    ]
    papiers += [
        ListeClasse(
            emetteur, libelle, annee.libelle, SANS_HORAIRE, (("Site", site),), tuple(eleves_sans), (), ctx.aujourdhui()
        )
        for (_, libelle, site), eleves_sans in sans.items()
    ]
    return Lot(
        "Listes de classe",
        nom_de_fichier("listes de classe", annee.libelle),
        emetteur.nom,
        tuple(
            Feuillet(
                f"{papier.cours}, {papier.horaire}",
                nom_de_fichier("liste", papier.cours, papier.horaire),
                partial(composer_liste_classe, papier),
            )
            for papier in papiers
        ),
    )


def dates_de_cours(horaire: HoraireLu, annee: AnneeLue, fermes: Sequence[Periode], nombre: int = DATES) -> list[date]:
    """The next lessons from the day of the paper on, holidays left out; from the beginning for a year that is over."""
    depart = annee.debut_le if annee.jour == annee.fin_le else annee.jour
    jour = max(depart, horaire.du_le or depart)
    jour += timedelta((horaire.jour - jour.isoweekday()) % 7)
    fin = min(annee.fin_le, horaire.au_le or annee.fin_le)
    trouvees: list[date] = []
    while jour <= fin and len(trouvees) < nombre:
        if not any(p.du_le <= jour <= p.au_le for p in fermes):
            trouvees.append(jour)
        jour += timedelta(7)
    return trouvees


def _fermes(session: Session, annee: AnneeLue, site_id: int) -> list[Periode]:
    """The days without lessons of the site; while its calendar is not filled in, those of its zone."""
    siens = session.execute(
        select(JourFerme.libelle, JourFerme.du_le, JourFerme.au_le).where(
            JourFerme.site_id == site_id, JourFerme.annee_id == annee.id
        )
    ).all()
    if siens:
        return [Periode(*ligne) for ligne in siens]
    zone = session.get_one(Site, site_id).zone_vacances
    officielles = vacances(zone, annee.debut_le, annee.fin_le) if zone in ZONES else ()
    return [*officielles, *jours_feries(annee.debut_le, annee.fin_le)]


def _demandes(demande: Demande) -> ColumnElement[bool]:
    if demande.sujet is Sujet.COURS:
        return Cours.id.in_(demande.ids)
    if demande.sujet is Sujet.ENSEIGNANT:
        return Creneau.id.in_(
            select(CreneauEnseignant.creneau_id).where(CreneauEnseignant.enseignant_id.in_(demande.ids))
        )
    return Creneau.id.in_(demande.ids)


def _cours_entiers(session: Session, annee: AnneeLue, demande: Demande, horaires: Sequence[HoraireLu]) -> Sequence[int]:
    """The courses that are asked for whole: a teacher's are those whose every weekly time is among these."""
    if demande.sujet is not Sujet.ENSEIGNANT:
        return demande.ids if demande.sujet is Sujet.COURS else ()
    siens = tuple(dict.fromkeys(h.cours_id for h in horaires))
    partages = session.execute(
        select(Creneau.cours_id).where(
            Creneau.cours_id.in_(siens), Creneau.id.not_in([h.id for h in horaires]), Creneau.archive_a.is_(None),
            or_(Creneau.au_le.is_(None), Creneau.au_le >= annee.jour),
        )
    )  # fmt: skip
    a_d_autres = set(partages.scalars())
    return tuple(ident for ident in siens if ident not in a_d_autres)


def _sans_horaire(
    session: Session, ctx: Contexte, annee: AnneeLue, cours: Sequence[int]
) -> dict[tuple[int, str, str], list[EleveListe]]:
    """The pupils of each course, in the order asked, who have no weekly time, now or later: (id, course, site)."""
    placee = exists(
        select(Affectation.id)
        .where(
            Affectation.inscription_id == Inscription.id,
            or_(Affectation.au_le.is_(None), Affectation.au_le >= annee.jour),
        )
        .correlate(Inscription)
    )
    lignes = session.execute(
        _requete_eleves(Inscription.cours_id.label("cle"), null().label("heure_passage"))
        .add_columns(Cours.libelle, Site.nom.label("site"))
        .join(Site, Site.id == Cours.site_id)
        .where(Cours.id.in_(cours), Cours.annee_id == annee.id, Inscription.etat == "active", ~placee)
        .order_by(Personne.cle, Eleve.id)
    ).all()
    listes = _mettre_en_listes(session, ctx, annee, lignes, est_libre=True)
    tetes = {x.cle: (x.cle, x.libelle, x.site) for x in lignes}
    return {tetes[ident]: listes[ident] for ident in cours if ident in listes}


def _eleves(
    session: Session, ctx: Contexte, annee: AnneeLue, creneaux: Sequence[int], *, est_libre: bool
) -> dict[int, list[EleveListe]]:
    """The pupils of each weekly time, by turn then by name."""
    lignes = session.execute(
        _requete_eleves(Affectation.creneau_id.label("cle"), Affectation.heure_passage)
        .join(Affectation, Affectation.inscription_id == Inscription.id)
        .where(Affectation.creneau_id.in_(creneaux), present_le(annee.jour))
        .order_by(Affectation.heure_passage.is_(None), Affectation.heure_passage, Personne.cle, Eleve.id)
    ).all()
    return _mettre_en_listes(session, ctx, annee, lignes, est_libre=est_libre)


def _requete_eleves(cle: ColumnElement[int], passage: Any) -> Select[Any]:
    """Pupils of enrolments, under a key, with their turn."""
    return (
        select(
            cle, Eleve.id, Personne.nom, Personne.prenom, Personne.naissance_le, Personne.mobile, Eleve.tel_urgence,
            Niveau.libelle.label("niveau"), passage,
        )
        .select_from(Inscription)
        .join(Cours, Cours.id == Inscription.cours_id)
        .join(Eleve, Eleve.id == Inscription.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .outerjoin(Niveau, Niveau.id == func.coalesce(Inscription.niveau_id, Cours.niveau_id))
    )  # fmt: skip


def _mettre_en_listes(
    session: Session, ctx: Contexte, annee: AnneeLue, lignes: Sequence[Any], *, est_libre: bool
) -> dict[int, list[EleveListe]]:
    """The rows of each key as the paper shows them; a teacher has the emergency phones alone."""
    sans = [x.id for x in lignes if est_libre and not (x.tel_urgence or x.mobile)]
    familles = dict(_telephones(session, ctx, sans)) if sans else {}
    listes: dict[int, list[EleveListe]] = {}
    for x in lignes:
        telephone = (x.tel_urgence or x.mobile or familles.get(x.id, "")) if est_libre else x.tel_urgence
        listes.setdefault(x.cle, []).append(
            EleveListe(
                f"{x.nom} {x.prenom}".strip(),
                age(x.naissance_le, annee.jour) if x.naissance_le else None,
                x.niveau or "",
                telephone,
                heure_fr(x.heure_passage) if x.heure_passage else "",
            )
        )
    return listes


def _telephones(session: Session, ctx: Contexte, eleves: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The phone of the first adult of the main household, for pupils without one of their own."""
    jour = ctx.aujourdhui()
    foyers = foyers_des_eleves(session, eleves, jour)
    lignes = session.execute(
        select(Lien.foyer_id, Personne.mobile, Personne.tel_domicile, Personne.tel_pro)
        .join(Personne, Personne.id == Lien.personne_id)
        .where(Lien.foyer_id.in_(set(foyers.values())), Lien.role != "enfant", lien_en_cours(Lien))
        .order_by(Lien.rang.desc(), Lien.id.desc()),  # the first adult last: his phone stays
        {"jour": jour},
    )
    connus = {x.foyer_id: tel for x in lignes if (tel := x.mobile or x.tel_domicile or x.tel_pro)}
    yield from ((ident, connus.get(foyer_id, "")) for ident, foyer_id in foyers.items())
