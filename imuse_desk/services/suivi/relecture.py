"""Proof-reading: the comments of a period read again by the direction before bulletins are issued, and its own word.

The teacher's words and name stay as they are; what the proof-reader wrote is what the bulletin prints.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, select

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, Invalide
from imuse_desk.domain.evaluations import EtatFeuille
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Affectation,
    Appreciation,
    AppreciationDirection,
    Cours,
    CreneauEnseignant,
    Eleve,
    Enseignant,
    FeuilleEvaluation,
    Inscription,
    Personne,
)
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.suivi.avis import verifier_ecarts
from imuse_desk.services.suivi.contenu_bulletin import inscriptions_de, lire_epreuve
from imuse_desk.services.suivi.evaluations import lire_appreciation


@dataclass(frozen=True, slots=True)
class FiltreRelecture:
    """Which comments: of a course, of a teacher's pupils, of a pupil, those nobody read again yet."""

    cours_id: int | None = None
    enseignant_id: int | None = None
    eleve_id: int | None = None
    a_relire: bool = False


@dataclass(frozen=True, slots=True)
class AppreciationVue:
    """A teacher's comment, and what was made of it; ``imprimee`` is what the bulletin will say."""

    appreciation_id: int
    version: int
    eleve_id: int
    nom: str
    prenom: str
    cours_id: int
    cours: str
    par: str
    texte: str
    relu: str | None
    relu_par: str
    relu_a: datetime | None
    est_validee: bool

    @property
    def imprimee(self) -> str:
        """The proof-reader's words, else the teacher's."""
        return self.texte if self.relu is None else self.relu

    @property
    def est_relue(self) -> bool:
        """Somebody read it again."""
        return self.relu_a is not None


@dataclass(frozen=True, slots=True)
class ChoixRelecture:
    """Courses and teachers that have something in a period, to filter by."""

    cours: tuple[tuple[int, str], ...]
    enseignants: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Relire:
    """A comment as the proof-reader leaves it, over the version read."""

    appreciation_id: int
    version: int
    texte: str


@dataclass(frozen=True, slots=True)
class MotDirection:
    """The direction's comment on a pupil's bulletin; ``version`` 0 where there is none."""

    eleve_id: int
    periode_id: int
    texte: str = ""
    version: int = 0
    par: str = ""


@cas_d_usage(Permission.VALIDER_NOTES)
def lire_appreciations(
    ctx: Contexte, periode_id: int, filtre: FiltreRelecture = FiltreRelecture()
) -> tuple[AppreciationVue, ...]:  # fmt: skip
    """The comments of a period by course then pupil. Raises Introuvable, RegleMetier(autre_site)."""
    with ctx.lire() as session:
        epreuve = lire_epreuve(session, ctx, periode_id)
        validee = exists().where(
            FeuilleEvaluation.cours_id == Cours.id, FeuilleEvaluation.periode_id == periode_id,
            FeuilleEvaluation.etat == EtatFeuille.VALIDEE,
        )  # fmt: skip
        requete = (
            select(
                Appreciation.id, Appreciation.version, Eleve.id, Personne.nom, Personne.prenom, Cours.id,
                Cours.libelle, Appreciation.par, Appreciation.texte, Appreciation.relu, Appreciation.relu_par,
                Appreciation.relu_a, validee,
            )
            .join(Inscription, Inscription.id == Appreciation.inscription_id)
            .join(Cours, Cours.id == Inscription.cours_id)
            .join(Eleve, Eleve.id == Inscription.eleve_id)
            .join(Personne, Personne.id == Eleve.personne_id)
            .where(
                Appreciation.periode_id == periode_id, Appreciation.texte != "", Inscription.site_id == epreuve.site_id
            )
            .order_by(Cours.libelle, Cours.id, Personne.cle, Appreciation.id)
        )  # fmt: skip
        if filtre.cours_id is not None:
            requete = requete.where(Cours.id == filtre.cours_id)
        if filtre.eleve_id is not None:
            requete = requete.where(Eleve.id == filtre.eleve_id)
        if filtre.a_relire:
            requete = requete.where(Appreciation.relu_a.is_(None))
        if filtre.enseignant_id is not None:
            requete = requete.where(
                exists().where(
                    Affectation.inscription_id == Inscription.id,
                    CreneauEnseignant.creneau_id == Affectation.creneau_id,
                    CreneauEnseignant.enseignant_id == filtre.enseignant_id,
                )
            )
        lues: Sequence[Any] = session.execute(requete).all()
    return tuple(AppreciationVue(*ligne) for ligne in lues)


@cas_d_usage(Permission.VALIDER_NOTES)
def lire_choix(ctx: Contexte, periode_id: int) -> ChoixRelecture:
    """The courses of a period and their teachers, by name. Raises Introuvable, RegleMetier(autre_site)."""
    with ctx.lire() as session:
        epreuve = lire_epreuve(session, ctx, periode_id)
        inscrits = inscriptions_de(epreuve).subquery()
        cours = session.execute(
            select(Cours.id, Cours.libelle)
            .where(Cours.id.in_(select(inscrits.c.cours_id)))
            .order_by(Cours.libelle, Cours.id)
        ).all()
        profs = session.execute(
            select(Enseignant.id, Personne.prenom, Personne.nom)
            .join(Personne, Personne.id == Enseignant.personne_id)
            .where(
                Enseignant.id.in_(
                    select(CreneauEnseignant.enseignant_id)
                    .join(Affectation, Affectation.creneau_id == CreneauEnseignant.creneau_id)
                    .where(Affectation.inscription_id.in_(select(inscrits.c.id)))
                )
            )
            .order_by(Personne.cle)
        ).all()
    return ChoixRelecture(
        tuple((ident, libelle) for ident, libelle in cours),
        tuple((ident, f"{prenom} {nom}".strip()) for ident, prenom, nom in profs),
    )


@cas_d_usage(Permission.VALIDER_NOTES)
def relire(
    ctx: Contexte, commandes: Sequence[Relire], operation_id: uuid.UUID | None = None
) -> Fait[dict[str, int]]:  # fmt: skip
    """Leave comments as the proof-reader wants them printed, all or none; the new versions are the result.

    Raises FormulaireInvalide(texte: texte_trop_long | appreciation_signe), Introuvable, RegleMetier(autre_site),
    Conflit where the teacher or another proof-reader wrote since.
    """
    textes: dict[int, str] = {}
    erreurs = []
    for commande in commandes:
        try:
            textes[commande.appreciation_id] = lire_appreciation(commande.texte, "texte")
        except Invalide as erreur:
            erreurs.append(erreur)
    if erreurs:
        raise FormulaireInvalide(erreurs)

    def ecrire(unite: Unite) -> dict[str, int]:
        avant = []
        versions = {}
        for commande in commandes:
            objet = _prendre(ctx, unite, commande.appreciation_id)
            texte = textes[objet.id]
            verifier_ecarts(objet, commande.version, {"texte": texte})
            avant.append(_etat(objet))
            objet.relu, objet.relu_par, objet.relu_a = texte, unite.auteur.agent, unite.maintenant
            unite.session.flush()
            unite.touche("appreciation", objet.id)
            versions[str(objet.id)] = objet.version
            avant[-1]["version"] = objet.version
        n = len(commandes)
        libelle = f"{n}\u00a0appréciations relues" if n > 1 else "Appréciation relue"
        rendre_annulable(ctx, unite, libelle, remettre_relectures, avant=avant)
        return versions

    return ctx.ecrire("relire_appreciations", ecrire, operation_id)


@inverse(Permission.VALIDER_NOTES)
def remettre_relectures(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """The opposite: as the comments stood before. Raises Conflit where somebody wrote since."""
    for avant in arguments["avant"]:
        objet = _prendre(ctx, unite, avant["id"])
        if objet.version != avant["version"]:
            raise Conflit({}, auteur=objet.modifie_par or "", version=objet.version)
        objet.relu, objet.relu_par = avant["relu"], avant["relu_par"]
        objet.relu_a = datetime.fromisoformat(avant["relu_a"]) if avant["relu_a"] else None
        unite.touche("appreciation", objet.id)


@cas_d_usage(Permission.VALIDER_NOTES)
def lire_mot_direction(ctx: Contexte, periode_id: int, eleve_id: int) -> MotDirection:
    """The direction's comment on a pupil. Raises Introuvable, RegleMetier(autre_site)."""
    with ctx.lire() as session:
        lire_epreuve(session, ctx, periode_id)
        objet = session.scalars(_mot(eleve_id, periode_id)).one_or_none()
    if objet is None:
        return MotDirection(eleve_id, periode_id)
    return MotDirection(eleve_id, periode_id, objet.texte, objet.version, objet.par)


@cas_d_usage(Permission.VALIDER_NOTES)
def ecrire_mot_direction(ctx: Contexte, mot: MotDirection, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Write the direction's comment; its version is the result. An empty text takes it off the bulletin.

    Raises FormulaireInvalide(texte), Introuvable, RegleMetier(autre_site), Conflit.
    """
    try:
        texte = lire_appreciation(mot.texte, "texte")
    except Invalide as erreur:
        raise FormulaireInvalide([erreur]) from erreur

    def ecrire(unite: Unite) -> int:
        session = unite.session
        epreuve = lire_epreuve(session, ctx, mot.periode_id)
        if session.execute(
            inscriptions_de(epreuve).where(Inscription.eleve_id == mot.eleve_id).limit(1)
        ).first() is None:  # fmt: skip
            raise Introuvable("eleve", mot.eleve_id)
        objet = session.scalars(_mot(mot.eleve_id, mot.periode_id)).one_or_none()
        verifier_ecarts(objet, mot.version, {"texte": texte})
        if objet is None:
            objet = AppreciationDirection(annee_id=epreuve.annee_id, eleve_id=mot.eleve_id, periode_id=mot.periode_id)
            session.add(objet)
        avant = objet.texte or ""
        _poser_mot(unite, objet, texte)
        rendre_annulable(
            ctx, unite, "Appréciation de la direction", remettre_mot, mot_id=objet.id, version=objet.version,
            texte=avant,
        )  # fmt: skip
        return objet.version

    return ctx.ecrire("ecrire_mot_direction", ecrire, operation_id)


@inverse(Permission.VALIDER_NOTES)
def remettre_mot(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """The opposite: the words before. Raises Conflit."""
    objet = unite.session.get_one(AppreciationDirection, arguments["mot_id"])
    if objet.version != arguments["version"]:
        raise Conflit({}, auteur=objet.modifie_par or "", version=objet.version)
    _poser_mot(unite, objet, arguments["texte"])


def _mot(eleve_id: int, periode_id: int) -> Any:
    return select(AppreciationDirection).where(
        and_(AppreciationDirection.eleve_id == eleve_id, AppreciationDirection.periode_id == periode_id)
    )


def _poser_mot(unite: Unite, objet: AppreciationDirection, texte: str) -> None:
    objet.texte, objet.par, objet.a = texte, unite.auteur.agent, unite.maintenant
    unite.session.flush()
    unite.touche("appreciation_direction", objet.id)


def _prendre(ctx: Contexte, unite: Unite, appreciation_id: int) -> Appreciation:
    objet = unite.session.get(Appreciation, appreciation_id)
    if objet is None:
        raise Introuvable("appreciation", appreciation_id)
    ctx.exiger_sur(unite.session.get_one(Inscription, objet.inscription_id).site_id, Permission.VALIDER_NOTES)
    return objet


def _etat(objet: Appreciation) -> dict[str, Any]:
    return {
        "id": objet.id,
        "relu": objet.relu,
        "relu_par": objet.relu_par,
        "relu_a": objet.relu_a.isoformat() if objet.relu_a else None,
    }
