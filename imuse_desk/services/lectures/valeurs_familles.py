"""The columns of the list of families as typed values, a statement or two a column for any number of rows."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from imuse_desk.domain.feuille import Valeur
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Adresse,
    Annee,
    Dossier,
    DossierEleve,
    Eleve,
    Foyer,
    Lien,
    Personne,
    Quotient,
    StatutResidence,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.lectures.liste_familles import lire_lignes_familles, lister_familles
from imuse_desk.services.lectures.listes_dossiers import campagne_du_site, en_capitales, etat_le_plus_urgent
from imuse_desk.services.lectures.listes_typees import LectureColonnes, SourceListe, Valeurs
from imuse_desk.services.listes import STATUTS

ARCHIVEE = "Archivée"


@cas_d_usage(Permission.CONSULTER)
def valeurs_familles(ctx: Contexte, ids: Sequence[int], cles: Sequence[str]) -> Valeurs:
    """The values of these columns, by household. KeyError on a column that the list does not have."""
    with ctx.lire() as session:
        lecture = _Lecture(session, ctx, ids)
        return {cle: _COLONNES[cle](lecture) for cle in cles}


class _Lecture(LectureColonnes):
    @cached_property
    def enfants(self) -> dict[int, list[str]]:
        """First names of each household's pupils, the eldest first."""
        requete = (
            select(Lien.foyer_id, Personne.prenom)
            .join(Personne, Personne.id == Lien.personne_id)
            .join(Eleve, Eleve.personne_id == Personne.id)
            .where(self.parmi(Lien.foyer_id), Lien.au_le.is_(None), Eleve.archive_a.is_(None))
            .order_by(Personne.naissance_le, Eleve.id)
        )
        prenoms: defaultdict[int, list[str]] = defaultdict(list)
        for foyer_id, prenom in self.lire(requete):
            prenoms[foyer_id].append(prenom)
        return prenoms

    @cached_property
    def joints(self) -> dict[int, Any]:
        """The first adult of each household: names, phones, e-mail after the household."""
        return self.premiers(
            select(
                Lien.foyer_id, Personne.nom, Personne.prenom, Personne.mobile, Personne.tel_domicile, Personne.tel_pro,
                Personne.email,
            )
            .join(Personne, Personne.id == Lien.personne_id)
            .where(self.parmi(Lien.foyer_id), Lien.au_le.is_(None), Lien.role != "enfant")
        )  # fmt: skip

    def foyers(self, colonne: InstrumentedAttribute[Any]) -> dict[int, Any]:
        """A column of the households."""
        return self.paires(select(Foyer.id, colonne).where(self.parmi(Foyer.id)))

    def adresses(self, colonne: InstrumentedAttribute[Any]) -> dict[int, Any]:
        """A column of where each household lives, unless it asked that nobody is told."""
        return self.paires(
            select(Adresse.foyer_id, colonne).where(
                self.parmi(Adresse.foyer_id), Adresse.au_le.is_(None), ~Adresse.est_confidentielle
            )
        )


def _noms(lecture: _Lecture) -> Mapping[int, Valeur]:
    foyers = lecture.lire(select(Foyer.id, Foyer.libelle, Foyer.site_id).where(lecture.parmi(Foyer.id)))
    noms: dict[int, Valeur] = {}
    for ident, libelle, site_id in foyers:
        tete = lecture.joints.get(ident)
        nom, prenom = (libelle, "") if tete is None else (tete.nom, tete.prenom)
        suffixe = f"{prenom} · autre site" if site_id != lecture.ctx.site_id else prenom
        noms[ident] = f"{en_capitales(nom)} {suffixe}".strip()
    return noms


def _etats(lecture: _Lecture) -> Mapping[int, Valeur]:
    """The state that a family's row shows; an archived family says so."""
    requete = (
        select(Lien.foyer_id, DossierEleve.etat, Dossier.foyer_id)
        .join(Eleve, Eleve.personne_id == Lien.personne_id)
        .join(DossierEleve, DossierEleve.eleve_id == Eleve.id)
        .join(Dossier, Dossier.id == DossierEleve.dossier_id)
        .where(
            lecture.parmi(Lien.foyer_id), Lien.au_le.is_(None), Eleve.archive_a.is_(None),
            DossierEleve.campagne_id == campagne_du_site(lecture.ctx.site_id),
        )
    )  # fmt: skip
    etats: defaultdict[int, list[str]] = defaultdict(list)
    for foyer_id, etat, repond_chez in lecture.lire(requete):
        etats[foyer_id].append(etat if repond_chez == foyer_id else EtatDossier(etat).sans_les_pieces)
    dits: dict[int, Valeur] = {
        ident: etat.libelle for ident, lus in etats.items() if (etat := etat_le_plus_urgent(lus)) is not None
    }
    archives = select(Foyer.id).where(lecture.parmi(Foyer.id), Foyer.archive_a.is_not(None))
    return dits | {ident: ARCHIVEE for (ident,) in lecture.lire(archives)}


def _statuts(lecture: _Lecture) -> Mapping[int, Valeur]:
    requete = (
        select(StatutResidence.foyer_id, StatutResidence.statut)
        .where(lecture.parmi(StatutResidence.foyer_id))
        .order_by(StatutResidence.du_le, StatutResidence.id)
    )
    return {foyer_id: STATUTS.get(statut, statut) for foyer_id, statut in lecture.lire(requete)}


def _quotients(lecture: _Lecture) -> Mapping[int, Valeur]:
    """The last quotient known, as the card shows it."""
    requete = (
        select(Quotient.foyer_id, Quotient.centimes)
        .join(Annee, Annee.id == Quotient.annee_id)
        .where(lecture.parmi(Quotient.foyer_id), Quotient.annule_a.is_(None))
        .order_by(Annee.debut_le, Quotient.id)
    )
    return lecture.paires(requete)


_COLONNES: dict[str, Callable[[_Lecture], Mapping[int, Valeur]]] = {
    "nom": _noms,
    "enfants": lambda lecture: {ident: ", ".join(prenoms) for ident, prenoms in lecture.enfants.items()},
    "etat": _etats,
    "numero": lambda lecture: lecture.foyers(Foyer.numero),
    "nombre": lambda lecture: {ident: len(prenoms) for ident, prenoms in lecture.enfants.items()},
    "telephone": lambda lecture: {i: t.mobile or t.tel_domicile or t.tel_pro or "" for i, t in lecture.joints.items()},
    "email": lambda lecture: {ident: tete.email or "" for ident, tete in lecture.joints.items()},
    "cp": lambda lecture: lecture.adresses(Adresse.cp),
    "ville": lambda lecture: lecture.adresses(Adresse.ville),
    "statut": _statuts,
    "quotient": _quotients,
}
SOURCE_FAMILLES = SourceListe(lister_familles, lire_lignes_familles, valeurs_familles, frozenset({"nom", "numero"}))
