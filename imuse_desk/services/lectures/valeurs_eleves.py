"""The columns of the list of pupils as typed values, a statement or two a column for any number of rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from imuse_desk.domain.dates import age
from imuse_desk.domain.feuille import Valeur
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.models import (
    Adresse,
    Affectation,
    Cours,
    Creneau,
    CreneauEnseignant,
    DossierEleve,
    Eleve,
    Enseignant,
    Foyer,
    Inscription,
    Lien,
    Personne,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.lectures.eleves import lire_lignes_eleves, lister_eleves
from imuse_desk.services.lectures.listes_dossiers import campagne_du_site, de_l_annee, en_capitales
from imuse_desk.services.lectures.listes_typees import PEU, LectureColonnes, SourceListe, Valeurs

_SEXES = {"F": "Féminin", "M": "Masculin"}


@cas_d_usage(Permission.CONSULTER)
def valeurs_eleves(ctx: Contexte, ids: Sequence[int], cles: Sequence[str]) -> Valeurs:
    """The values of these columns, by pupil. KeyError on a column that the list does not have."""
    with ctx.lire() as session:
        lecture = _Lecture(session, ctx, ids)
        return {cle: _COLONNES[cle](lecture) for cle in cles}


class _Lecture(LectureColonnes):
    def eleves(self, colonne: InstrumentedAttribute[Any]) -> dict[int, Any]:
        """A column of the pupils."""
        return self.paires(select(Eleve.id, colonne).where(self.parmi(Eleve.id)))

    def personnes(self, colonne: InstrumentedAttribute[Any]) -> dict[int, Any]:
        """A column of the pupils' own persons."""
        return self.paires(
            select(Eleve.id, colonne).join(Personne, Personne.id == Eleve.personne_id).where(self.parmi(Eleve.id))
        )

    @cached_property
    def foyers(self) -> dict[int, int]:
        """The main household of each pupil."""
        return self.paires(
            select(Eleve.id, Lien.foyer_id)
            .join(Lien, (Lien.personne_id == Eleve.personne_id) & Lien.au_le.is_(None) & Lien.est_principal)
            .where(self.parmi(Eleve.id))
        )

    def du_foyer(self, foyer_id: InstrumentedAttribute[Any], requete: Any) -> Mapping[int, Any]:
        """What a statement of (household, value) says of each pupil's main household."""
        if len(self.ids) <= PEU:
            requete = requete.where(foyer_id.in_(set(self.foyers.values())))
        lues = self.paires(requete)
        return {ident: lues[foyer] for ident, foyer in self.foyers.items() if foyer in lues}

    @cached_property
    def joints(self) -> Mapping[int, Any]:
        """The first adult of each pupil's main household: phones and e-mail after the household."""
        requete = (
            select(Lien.foyer_id, Personne.mobile, Personne.tel_domicile, Personne.tel_pro, Personne.email)
            .join(Personne, Personne.id == Lien.personne_id)
            .where(Lien.au_le.is_(None), Lien.role != "enfant")
        )
        if len(self.ids) <= PEU:
            requete = requete.where(Lien.foyer_id.in_(set(self.foyers.values())))
        tetes = self.premiers(requete)
        return {ident: tetes[foyer] for ident, foyer in self.foyers.items() if foyer in tetes}

    def suivis(self, colonne: InstrumentedAttribute[Any]) -> Any:
        """A column of the active enrolments of the year consulted, by pupil."""
        annee = self.ctx.annee_id
        return select(Inscription.eleve_id, colonne).where(
            self.parmi(Inscription.eleve_id), Inscription.etat == "active",
            de_l_annee(annee) if len(self.ids) <= PEU else Inscription.annee_id == annee,
        )  # fmt: skip


def _noms(lecture: _Lecture) -> Mapping[int, Valeur]:
    requete = (
        select(Eleve.id, Personne.nom, Personne.prenom, Eleve.archive_a)
        .join(Personne, Personne.id == Eleve.personne_id)
        .where(lecture.parmi(Eleve.id))
    )
    return {
        ident: f"{en_capitales(nom)} {prenom}".strip() + (" · archivé" if archive_a is not None else "")
        for ident, nom, prenom, archive_a in lecture.lire(requete)
    }


def _ages(lecture: _Lecture) -> Mapping[int, Valeur]:
    jour = lecture.ctx.aujourdhui()
    naissances = lecture.personnes(Personne.naissance_le)
    return {ident: age(naissance, jour) for ident, naissance in naissances.items() if naissance is not None}


def _joindre(suivis: Iterable[Any], noms: Mapping[int, Sequence[str]]) -> Mapping[int, Valeur]:
    """The names of what each pupil follows, each once, in alphabetical order; many follow the same."""
    siens: defaultdict[int, set[int]] = defaultdict(set)
    for ident, suivi in suivis:
        siens[ident].add(suivi)
    rangs = {nom: rang for rang, nom in enumerate(sorted({n for ns in noms.values() for n in ns}, key=plier))}
    dits: dict[frozenset[int], str] = {}
    joints: dict[int, Valeur] = {}
    for ident, lus in siens.items():
        ensemble = frozenset(lus)
        dit = dits.get(ensemble)
        if dit is None:
            mots = {nom for suivi in lus for nom in noms.get(suivi, ())}
            dit = dits[ensemble] = ", ".join(sorted(mots, key=rangs.__getitem__))
        joints[ident] = dit
    return joints


def _villes(lecture: _Lecture) -> Mapping[int, Valeur]:
    """The town of the main household, unless it asked that nobody is told."""
    requete = select(Adresse.foyer_id, Adresse.ville).where(
        Adresse.foyer_id.is_not(None), Adresse.au_le.is_(None), ~Adresse.est_confidentielle
    )
    return lecture.du_foyer(Adresse.foyer_id, requete)


def _cours(lecture: _Lecture) -> Mapping[int, Valeur]:
    libelles = lecture.paires(select(Cours.id, Cours.libelle).where(Cours.annee_id == lecture.ctx.annee_id))
    noms = {ident: (libelle,) for ident, libelle in libelles.items()}
    return _joindre(lecture.lire(lecture.suivis(Inscription.cours_id)), noms)


def _enseignants(lecture: _Lecture) -> Mapping[int, Valeur]:
    """The names of who teaches each pupil, by weekly time."""
    noms: defaultdict[int, list[str]] = defaultdict(list)
    for creneau_id, nom in lecture.lire(
        select(CreneauEnseignant.creneau_id, Personne.nom)
        .join(Creneau, Creneau.id == CreneauEnseignant.creneau_id)
        .join(Cours, Cours.id == Creneau.cours_id)
        .join(Enseignant, Enseignant.id == CreneauEnseignant.enseignant_id)
        .join(Personne, Personne.id == Enseignant.personne_id)
        .where(Cours.annee_id == lecture.ctx.annee_id)
    ):
        noms[creneau_id].append(nom)
    suivis = lecture.suivis(Affectation.creneau_id).join(
        Affectation, (Affectation.inscription_id == Inscription.id) & Affectation.au_le.is_(None)
    )
    return _joindre(lecture.lire(suivis), noms)


def _etats(lecture: _Lecture) -> Mapping[int, Valeur]:
    """Where the re-enrolment stands in the site's latest campaign."""
    requete = select(DossierEleve.eleve_id, DossierEleve.etat).where(
        lecture.parmi(DossierEleve.eleve_id), DossierEleve.campagne_id == campagne_du_site(lecture.ctx.site_id)
    )
    return {ident: EtatDossier(etat).libelle for ident, etat in lecture.lire(requete)}


_COLONNES: dict[str, Callable[[_Lecture], Mapping[int, Valeur]]] = {
    "nom": _noms,
    "naissance": lambda lecture: lecture.personnes(Personne.naissance_le),
    "age": _ages,
    "sexe": lambda lecture: {i: _SEXES.get(sexe, "") for i, sexe in lecture.personnes(Personne.sexe).items()},
    "classe": lambda lecture: lecture.eleves(Eleve.niveau_scolaire),
    "ecole": lambda lecture: lecture.eleves(Eleve.etablissement_scolaire),
    "famille": lambda lecture: lecture.du_foyer(Foyer.id, select(Foyer.id, Foyer.libelle)),
    "numero": lambda lecture: lecture.du_foyer(Foyer.id, select(Foyer.id, Foyer.numero)),
    "telephone": lambda lecture: {i: t.mobile or t.tel_domicile or t.tel_pro or "" for i, t in lecture.joints.items()},
    "email": lambda lecture: {ident: tete.email or "" for ident, tete in lecture.joints.items()},
    "ville": _villes,
    "cours": _cours,
    "enseignant": _enseignants,
    "etat": _etats,
}
SOURCE_ELEVES = SourceListe(lister_eleves, lire_lignes_eleves, valeurs_eleves, frozenset({"nom", "naissance"}))
