"""The content of a bulletin before its number: everything that its paper prints, as plain JSON values.

A pupil's courses of a period stand on one bulletin. Read for many pupils at once, in a handful of statements.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.bulletins import (
    AbsencesBulletin,
    annee_suivante,
    ecrire_echelle,
    ecrire_suite,
    milliemes,
    mots_note,
    titre_absences,
    titre_bulletin,
)
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.notes import Note, ecrire_nombre
from imuse_desk.domain.presences import GenreCode
from imuse_desk.models import (
    Absence,
    Annee,
    Appreciation,
    AppreciationDirection,
    AvisEnseignant,
    Cours,
    Cursus,
    Discipline,
    Eleve,
    Evaluation,
    Inscription,
    Niveau,
    PeriodeEvaluation,
    Personne,
    Presence,
    Resultat,
    Seance,
    Site,
)
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.entete import lire_entete
from imuse_desk.services.papiers.lecture import AnneeLue, LeconEleve, lecons_des_eleves
from imuse_desk.services.suivi.compteurs import a_eu_lieu, codes_du_genre, jour_tenu
from imuse_desk.services.suivi.criteres import Bilan, CritereVu, PeriodeVue, bilan, criteres_des_cours, note_de
from imuse_desk.services.suivi.criteres import periode_du_jour as periode_d_un_jour
from imuse_desk.services.suivi.feuille import est_de_la_periode

VERSION = 1
Contenu = dict[str, Any]
_NE = {"F": "née", "M": "né"}
HORS_DU_FOND = ("numero", "emis_le", "remplace", "emetteur", "signature")
"""What may change without the bulletin saying anything else of the pupil."""


@dataclass(frozen=True, slots=True)
class Epreuve:
    """What a batch of bulletins shares: the period, the year, the site and its other periods."""

    periode: PeriodeVue
    cursus_id: int | None
    site_id: int
    annee_id: int
    annee: str
    annee_close: bool
    fuseau: str
    lue: AnneeLue
    periodes: tuple[PeriodeVue, ...]

    def est_du(self, jour: date) -> bool:
        """An outcome of that day belongs to this bulletin: its period, or the last one begun."""
        trouvee = periode_d_un_jour(self.periodes, jour)
        return trouvee is not None and trouvee.id == self.periode.id


def lire_epreuve(session: Session, ctx: Contexte, periode_id: int) -> Epreuve:
    """A period of the site consulted. Raises Introuvable, RegleMetier(autre_site)."""
    periode = session.get(PeriodeEvaluation, periode_id)
    if periode is None:
        raise Introuvable("periode_evaluation", periode_id)
    if periode.site_id != ctx.site_id:
        raise RegleMetier("autre_site")
    annee = session.get_one(Annee, periode.annee_id)
    toutes = session.scalars(
        select(PeriodeEvaluation).where(
            PeriodeEvaluation.site_id == periode.site_id,
            PeriodeEvaluation.annee_id == periode.annee_id,
            PeriodeEvaluation.archive_a.is_(None) | (PeriodeEvaluation.id == periode.id),
            PeriodeEvaluation.cursus_id.is_(None) | (PeriodeEvaluation.cursus_id == periode.cursus_id),
        )
    ).all()
    vue = vue_de(periode)
    jour = min(max(ctx.aujourdhui(), periode.du_le), periode.au_le)
    return Epreuve(
        vue, periode.cursus_id, periode.site_id, annee.id, annee.libelle, annee.etat == "close",
        session.get_one(Site, periode.site_id).fuseau,
        AnneeLue(annee.id, annee.libelle, annee.debut_le, annee.fin_le, jour), tuple(vue_de(p) for p in toutes),
    )  # fmt: skip


def vue_de(p: PeriodeEvaluation) -> PeriodeVue:
    """A period as the sheets know it."""
    return PeriodeVue(p.id, p.libelle, p.genre, p.du_le, p.au_le, p.saisie_jusqu_au)


def inscriptions_de(epreuve: Epreuve) -> Any:
    """The enrolments that a period's bulletins speak of, on its site and cursus."""
    requete = (
        select(Inscription.id, Inscription.eleve_id, Inscription.cours_id)
        .join(Cours, Cours.id == Inscription.cours_id)
        .where(
            Inscription.site_id == epreuve.site_id,
            Inscription.annee_id == epreuve.annee_id,
            est_de_la_periode(epreuve.periode),
        )
    )
    return requete if epreuve.cursus_id is None else requete.where(Cours.cursus_id == epreuve.cursus_id)


class Redaction:
    """Writes the contents of a batch: what all share is read once."""

    def __init__(self, session: Session, epreuve: Epreuve) -> None:
        site = session.get_one(Site, epreuve.site_id)
        self.epreuve = epreuve
        self._commun: Contenu = {
            "version": VERSION,
            "emetteur": lire_entete(session, epreuve.site_id).scellee(),
            "signature": {
                "nom": site.signataire,
                "qualite": site.qualite_signataire,
                "image": site.signature_sha256,
            },
            "titre": titre_bulletin(epreuve.periode.libelle),
            "titre_absences": titre_absences(epreuve.periode.genre),
            "annee": epreuve.annee,
        }
        self._codes = {
            genre: codes_du_genre(session, genre).get(epreuve.site_id, set())
            for genre in (GenreCode.ABSENT, GenreCode.EXCUSE, GenreCode.RETARD)
        }

    def rediger(self, session: Session, eleves: Sequence[int]) -> dict[int, Contenu]:
        """The content of each pupil's bulletin; none for one who follows nothing in the period."""
        matiere = _Matiere(session, self.epreuve, eleves, self._codes)
        return {ident: self._commun | matiere.contenu(ident) for ident in eleves if matiere.inscriptions[ident]}


class _Matiere:
    """What was written of some pupils, by pupil and enrolment."""

    def __init__(
        self, session: Session, epreuve: Epreuve, eleves: Sequence[int], codes: Mapping[GenreCode, set[str]]
    ) -> None:
        self.epreuve = epreuve
        self.inscriptions: defaultdict[int, list[Any]] = defaultdict(list)
        lignes = session.execute(_cours(epreuve, eleves)).all()
        for ligne in lignes:
            self.inscriptions[ligne.eleve_id].append(ligne)
        ids = [ligne.id for ligne in lignes]
        periode_id = epreuve.periode.id
        self.personnes = {
            x.id: x
            for x in session.execute(
                select(Eleve.id, Personne.nom, Personne.prenom, Personne.sexe, Personne.naissance_le)
                .join(Personne, Personne.id == Eleve.personne_id)
                .where(Eleve.id.in_(eleves))
            )
        }
        self.criteres = criteres_des_cours(session, {ligne.cours_id for ligne in lignes}, periode_id)
        self.notes: defaultdict[int, dict[int, Evaluation]] = defaultdict(dict)
        for evaluation in session.scalars(
            select(Evaluation).where(Evaluation.inscription_id.in_(ids), Evaluation.periode_id == periode_id)
        ):
            self.notes[evaluation.inscription_id][evaluation.critere_id] = evaluation
        self.textes = {
            a.inscription_id: a
            for a in session.scalars(
                select(Appreciation).where(Appreciation.inscription_id.in_(ids), Appreciation.periode_id == periode_id)
            )
        }
        self.direction = {
            a.eleve_id: a.texte
            for a in session.scalars(
                select(AppreciationDirection).where(
                    AppreciationDirection.eleve_id.in_(eleves), AppreciationDirection.periode_id == periode_id
                )
            )
        }
        self.lecons: defaultdict[int, list[LeconEleve]] = defaultdict(list)
        for siennes in lecons_des_eleves(session, eleves, epreuve.lue).values():
            for lecon in siennes:
                self.lecons[lecon.inscription_id].append(lecon)
        self.absences = _absences(session, epreuve, ids, codes)
        self.issues = {ligne.inscription_id: ligne for ligne in session.execute(_issues(ids))}

    def contenu(self, eleve_id: int) -> Contenu:
        """The content of one pupil."""
        personne, lignes = self.personnes[eleve_id], self.inscriptions[eleve_id]
        echelles: dict[str, None] = {}
        cours = [self._cours(ligne, personne.sexe, echelles) for ligne in lignes]
        total = sum((self.absences[ligne.id] for ligne in lignes), AbsencesBulletin())
        suivante = annee_suivante(self.epreuve.annee)
        relus = {a.relu_par for ligne in lignes if (a := self.textes.get(ligne.id)) and a.relu_a is not None}
        return {
            "eleve_id": eleve_id,
            "periode_id": self.epreuve.periode.id,
            "nom": f"{personne.prenom} {personne.nom}".strip(),
            "tri": f"{personne.nom} {personne.prenom}".strip(),
            "etat": " · ".join(mots for mots in _etat(personne, lignes) if mots),
            "ha": sorted({ligne.ha for ligne in lignes} - {""}),
            "cours": cours,
            "absences": total.mots,
            "direction": self.direction.get(eleve_id, ""),
            "titre_suite": f"Avis pour {suivante}" if suivante else "Année suivante",
            "suite": ecrire_suite([(ligne.libelle, self._suite(ligne.id)) for ligne in lignes]),
            "relu_par": sorted(relus - {""}),
            "echelles": list(echelles),
        }

    def _cours(self, ligne: Any, sexe: str, echelles: dict[str, None]) -> Contenu:
        criteres = self.criteres[ligne.cours_id]
        evaluations = self.notes[ligne.id]
        donnees = {ident: note for ident, e in evaluations.items() if (note := note_de(e)) is not None}
        vues = [c for c in criteres if c.id in donnees]
        siens = bilan(criteres, donnees)
        for critere in vues:
            echelles |= dict.fromkeys([dite] if (dite := ecrire_echelle(critere.echelle)) else [])
        texte = self.textes.get(ligne.id)
        lecons = self.lecons[ligne.id]
        return {
            "inscription_id": ligne.id,
            "cours_id": ligne.cours_id,
            "cours": ligne.libelle,
            "cycle": ligne.niveau or "",
            "enseignants": lecons[0].enseignants if lecons else "",
            "cadre": "\u00a0; ".join(_cadre(lecon) for lecon in lecons),
            "notes": [_note(c, donnees[c.id], evaluations[c.id], sexe) for c in vues],
            **_moyenne(siens),
            "appreciation": "" if texte is None else texte.texte if texte.relu is None else texte.relu,
            "absences": f"Absences {self.absences[ligne.id].mots}",
            "resultat": self._resultat(ligne.id),
        }

    def _resultat(self, inscription_id: int) -> str:
        issue = self.issues.get(inscription_id)
        if issue is None or issue.le is None or not self.epreuve.est_du(issue.le):
            return ""
        lettre = issue.lettre
        return ", ".join(mot for mot in (issue.resultat, _minuscule("mention", issue.mention), lettre) if mot)

    def _suite(self, inscription_id: int) -> str:
        """What the result says of next year, else the level that the teacher proposes."""
        issue = self.issues.get(inscription_id)
        if issue is None:
            return ""
        if issue.le is not None:
            if not self.epreuve.est_du(issue.le):
                return ""
            if issue.admission and issue.niveau:
                return f"{issue.admission} ({issue.niveau})"
            return issue.admission or (f"niveau {issue.niveau}" if issue.niveau else "")
        dite_le = issue.avis_a.astimezone(ZoneInfo(self.epreuve.fuseau)).date() if issue.avis_a else None
        if issue.niveau_avis and dite_le is not None and self.epreuve.est_du(dite_le):
            return f"niveau proposé\u00a0: {issue.niveau_avis}"
        return ""


def _cours(epreuve: Epreuve, eleves: Sequence[int]) -> Any:
    return (
        inscriptions_de(epreuve)
        .add_columns(
            Cours.libelle, Cours.ha, Cursus.libelle.label("cursus"), Discipline.est_individuelle,
            Niveau.libelle.label("niveau"), Niveau.cycle, Niveau.annee,
        )
        .join(Cursus, Cursus.id == Cours.cursus_id)
        .join(Discipline, Discipline.id == Cours.discipline_id)
        .outerjoin(Niveau, Niveau.id == func.coalesce(Inscription.niveau_id, Cours.niveau_id))
        .where(Inscription.eleve_id.in_(eleves))
        .order_by(Inscription.eleve_id, Cursus.ordre, Discipline.est_individuelle.desc(), Cours.libelle, Cours.id)
    )  # fmt: skip


def _issues(ids: Sequence[int]) -> Any:
    """The result of each enrolment, and what its teacher proposes."""
    du_resultat, de_l_avis = (Niveau.__table__.alias(nom) for nom in ("du_resultat", "de_l_avis"))
    return (
        select(
            Inscription.id.label("inscription_id"), Resultat.le, Resultat.resultat, Resultat.mention,
            Resultat.admission, Resultat.lettre, du_resultat.c.libelle.label("niveau"),
            de_l_avis.c.libelle.label("niveau_avis"), AvisEnseignant.a.label("avis_a"),
        )
        .outerjoin(Resultat, Resultat.inscription_id == Inscription.id)
        .outerjoin(AvisEnseignant, AvisEnseignant.inscription_id == Inscription.id)
        .outerjoin(du_resultat, du_resultat.c.id == Resultat.niveau_propose_id)
        .outerjoin(de_l_avis, de_l_avis.c.id == AvisEnseignant.niveau_propose_id)
        .where(
            Inscription.id.in_(ids), or_(Resultat.id.is_not(None), AvisEnseignant.id.is_not(None))
        )
    )  # fmt: skip


def _absences(
    session: Session, epreuve: Epreuve, ids: Sequence[int], codes: Mapping[GenreCode, set[str]]
) -> defaultdict[int, AbsencesBulletin]:
    """Lessons missed in the period, by enrolment; a teacher's absence and a cancelled lesson never count."""
    justifiee = and_(Absence.est_justifiee.is_(True), Absence.annulee_a.is_(None))
    comptes: defaultdict[int, AbsencesBulletin] = defaultdict(AbsencesBulletin)
    requete = (
        select(
            Presence.inscription_id, Presence.code, func.count().label("n"),
            func.sum(case((justifiee, 1), else_=0)).label("justifiees"),
        )
        .join(Seance, Seance.id == Presence.seance_id)
        .outerjoin(Absence, Absence.id == Presence.absence_id)
        .where(
            Presence.inscription_id.in_(ids), Presence.code.in_(set().union(*codes.values())), a_eu_lieu(),
            jour_tenu().between(epreuve.periode.du_le, epreuve.periode.au_le),
        )
        .group_by(Presence.inscription_id, Presence.code)
    )  # fmt: skip
    for ident, code, n, justifiees in session.execute(requete):
        if code in codes[GenreCode.RETARD]:
            comptes[ident] += AbsencesBulletin(retards=n)
        else:
            tues = n - int(justifiees) if code in codes[GenreCode.ABSENT] else 0
            comptes[ident] += AbsencesBulletin(n, tues)
    return comptes


def _note(critere: CritereVu, note: Note, evaluation: Evaluation, sexe: str) -> Contenu:
    dite, absence = mots_note(note, critere.echelle, sexe)
    precision = " · ".join(mots for mots in (evaluation.choix, evaluation.appreciation) if mots)
    return {
        "critere": critere.libelle,
        "note": dite,
        "milliemes": milliemes(note, critere.echelle),
        "absence": absence,
        "precision": precision,
    }


def _moyenne(bilan: Bilan) -> Contenu:
    """Average, letter and mention as printed; on a scale of letters the letter is the average."""
    sur, valeur = bilan.echelle, bilan.valeur
    moyenne = ""
    if bilan.moyenne is not None and sur is not None and sur.est_nombre:
        moyenne = f"{ecrire_nombre(bilan.moyenne, 1)}/{ecrire_nombre(sur.maximum, 1)}"
    return {
        "moyenne": moyenne,
        "lettre": valeur.code if valeur else "",
        "mention": valeur.libelle if valeur else "",
    }


def _cadre(lecon: LeconEleve) -> str:
    minutes = lecon.minutes or 0
    duree = f"{minutes // 60}:{minutes % 60:02}" if minutes else ""
    ou = lecon.salle if not lecon.salle or "sall" in lecon.salle.lower() else f"salle {lecon.salle}"
    ou = f"salle {ou[6:]}" if ou.startswith("Salle ") else ou  # inside a line
    quand = ", ".join(mots for mots in (lecon.quand, duree, ou) if mots)
    return " · ".join(mots for mots in (lecon.enseignants, quand) if mots)


def _etat(personne: Any, lignes: Sequence[Any]) -> Iterable[str]:
    """Birth, cursus and level of the main course, adapted hours."""
    if personne.naissance_le is not None:
        yield f"{_NE.get(personne.sexe, 'né(e)')} le {date_fr(personne.naissance_le)}"
    vus: dict[str, Any] = {}
    for ligne in lignes:
        if ligne.cursus not in vus or (vus[ligne.cursus].niveau is None and ligne.niveau is not None):
            vus[ligne.cursus] = ligne
    for cursus, ligne in vus.items():
        yield f"{cursus}, {_niveau(ligne)}" if ligne.niveau else cursus
    ha = list(dict.fromkeys(ligne.ha for ligne in lignes if ligne.ha))
    yield f"horaires aménagés {', '.join(ha)}" if ha else "sans horaires aménagés"


def _niveau(ligne: Any) -> str:
    """``cycle 1, 4ᵉ année``, or the level as the house names it."""
    if not ligne.cycle or not ligne.annee:
        return str(ligne.niveau)
    return f"cycle\u00a0{ligne.cycle}, {ligne.annee}{'ʳᵉ' if ligne.annee == 1 else 'ᵉ'}\u00a0année"


def _minuscule(quoi: str, mot: str) -> str:
    return f"{quoi} {mot[:1].lower()}{mot[1:]}" if mot else ""
