"""Tariff grids: import, check, save as a new version, put in force, export, compare; the three tables of a year.

A version is never edited in place: saving makes the next number. What is priced by a version in force stays explained
by the very same content.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import AConfirmer, Conflit, FormulaireInvalide, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.tarifs.ecriture import exporter_grille, grille_depuis_json, grille_vers_json
from imuse_desk.domain.tarifs.modele import CasEcheances, CasFoyer, Grille
from imuse_desk.domain.tarifs.verification import Valeur, verifier_grille
from imuse_desk.domain.textes import nettoyer
from imuse_desk.models import Annee, GrilleTarif, RegleArticle, RegleEtiquette, RegleZone
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.lectures.grilles import (
    Ligne,
    LigneArticle,
    LigneEtiquette,
    LigneZone,
    empreinte,
    lignes_articles,
    lignes_etiquettes,
    lignes_zones,
)
from imuse_desk.services.traces import OPERATION_VIGUEUR

LIBELLE_MAX = 120
MOTIF_MAX = 200
FAITS = ("reinscrit", "ha", "cycle", "specialite", "cursus", "discipline", "age")
NomTable = Literal["articles", "zones", "etiquettes"]


@dataclass(frozen=True, slots=True)
class EnregistrerVersion:
    """A grid (JSON text) to keep as the next version of a year; ``derniere`` is the highest number that was seen.

    ``confirme``: keep it although some of its own examples do not come out.
    """

    annee_id: int
    libelle: str
    contenu: str
    derniere: int
    confirme: bool = False
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class MettreEnVigueur:
    """Make a version the one that prices its year, with the reason."""

    grille_id: int
    version: int
    motif: str
    confirme: bool = False
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class EnregistrerTable:
    """The rows of one of the three tables of a year; ``empreinte`` is the digest of the rows that were read."""

    annee_id: int
    table: NomTable
    lignes: tuple[Ligne, ...]
    empreinte: str
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class CasJoue:
    """One example or consistency row replayed; amounts in exact euros, None for a refusal."""

    cle: str
    nom: str
    attendu: Valeur
    obtenu: Valeur
    est_juste: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two versions: ``avant`` and ``apres`` are what each writes, None where it has nothing."""

    partie: str
    code: str
    cle: str
    avant: Any
    apres: Any


def jouer_cas(grille: Grille) -> tuple[CasJoue, ...]:
    """Replay every case of a grid, those that come out included."""
    ecarts = {ecart.cle: ecart for ecart in verifier_grille(grille)}
    attendus: list[tuple[str, str, Valeur]] = []
    for rang, exemple in enumerate(grille.exemples):
        cas = exemple.cas
        attendu: Valeur = cas.attendu if isinstance(cas, CasEcheances) else None
        if not isinstance(cas, CasEcheances) and cas.attendu is not None:
            attendu = (cas.attendu,)
        genre = "Foyer" if isinstance(cas, CasFoyer) else "Échéances" if isinstance(cas, CasEcheances) else "Prorata"
        attendus.append((f"examples[{rang}]", exemple.nom or f"{genre} n° {rang + 1}", attendu))
    for rang, ligne in enumerate(grille.coherences):
        ecrits = ((ligne.annuel, 1), (ligne.trimestriel, grille.trimestres), (ligne.mensuel, grille.mois))
        prix = tuple(valeur * fois for valeur, fois in ecrits if valeur is not None)
        nom = " ".join(filter(None, ("Cohérence", ligne.article, ligne.zone)))
        attendus.append((f"consistency[{rang}]", nom, prix))
    return tuple(
        CasJoue(cle, nom, attendu, ecarts[cle].obtenu, est_juste=False, detail=ecarts[cle].detail)
        if cle in ecarts
        else CasJoue(cle, nom, attendu, attendu, est_juste=True)
        for cle, nom, attendu in attendus
    )


@cas_d_usage(Permission.MODIFIER_TARIF)
def importer_fichier(_ctx: Contexte, chemin: Path) -> Grille:
    """Read a YAML or JSON file strictly, nothing is stored; raises GrilleInvalide (file, item, key of each fault)."""
    from imuse_desk.infra.saisie.grilles import lire_grille

    return lire_grille(chemin)


@cas_d_usage(Permission.CONSULTER)
def exporter_yaml(_ctx: Contexte, contenu: str) -> str:
    """The YAML text of a grid kept as JSON: it loads into an equal grid. Raises GrilleInvalide."""
    from imuse_desk.infra.saisie.grilles import ecrire_grille_yaml

    return ecrire_grille_yaml(grille_depuis_json(contenu))


@cas_d_usage(Permission.MODIFIER_TARIF)
def enregistrer_version(ctx: Contexte, commande: EnregistrerVersion) -> Fait[int]:
    """Keep a grid as version n+1 of a year of the site consulted; gives its id.

    Raises GrilleInvalide (every fault, nothing stored), Invalide(libelle), AConfirmer(grille_ecarts), Conflit when
    somebody else saved a version meanwhile, Introuvable, RegleMetier(annee_close).
    """
    grille = grille_depuis_json(commande.contenu, commande.libelle or "grille")
    libelle = _texte("libelle", commande.libelle, LIBELLE_MAX)
    _confirmer(grille, est_confirme=commande.confirme)

    def ecrire(unite: Unite) -> int:
        if unite.session.get(Annee, commande.annee_id) is None:
            raise Introuvable("annee", commande.annee_id)
        derniere = _derniere(unite.session, ctx.site_id, commande.annee_id)
        if derniere.numero != commande.derniere:
            raise Conflit({"numero": (commande.derniere + 1, derniere.numero)}, auteur=derniere.auteur)
        nouvelle = GrilleTarif(
            site_id=ctx.site_id,
            annee_id=commande.annee_id,
            numero=derniere.numero + 1,
            libelle=libelle,
            contenu=grille_vers_json(grille),
            est_en_vigueur=False,
            auteur=unite.auteur.agent,
            a=unite.maintenant,
        )
        unite.session.add(nouvelle)
        unite.session.flush()
        unite.touche("grille", nouvelle.id)
        return nouvelle.id

    return ctx.ecrire("enregistrer_version_grille", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_TARIF)
def mettre_en_vigueur(ctx: Contexte, commande: MettreEnVigueur) -> Fait[dict[str, Any]]:
    """Make a version the one that prices its year; the one before steps back, the reason stays in the journal.

    Raises Invalide(motif), AConfirmer(grille_ecarts), Conflit, Introuvable, RegleMetier(deja_en_vigueur | annee_close).
    """
    motif = _texte("motif", commande.motif, MOTIF_MAX)
    with ctx.lire() as session:
        contenu = session.execute(
            select(GrilleTarif.contenu).where(GrilleTarif.id == commande.grille_id, GrilleTarif.site_id == ctx.site_id)
        ).scalar_one_or_none()
    if contenu is None:
        raise Introuvable("grille", commande.grille_id)
    _confirmer(grille_depuis_json(contenu), est_confirme=commande.confirme)

    def ecrire(unite: Unite) -> dict[str, Any]:
        grille = unite.session.get_one(GrilleTarif, commande.grille_id)
        if grille.est_en_vigueur:
            raise RegleMetier("deja_en_vigueur")
        if grille.version != commande.version:
            raise Conflit({}, auteur=grille.modifie_par or "", version=grille.version)
        precedentes = unite.session.execute(
            select(GrilleTarif).where(
                GrilleTarif.site_id == grille.site_id,
                GrilleTarif.annee_id == grille.annee_id,
                GrilleTarif.est_en_vigueur,
            )
        ).scalars()
        for precedente in precedentes:
            precedente.est_en_vigueur = False
            unite.touche("grille", precedente.id)
        grille.est_en_vigueur = True
        unite.touche("grille", grille.id)
        return {"grille_id": grille.id, "numero": grille.numero, "motif": motif}

    return ctx.ecrire(OPERATION_VIGUEUR, ecrire, commande.operation_id)


def _confirmer(grille: Grille, *, est_confirme: bool) -> None:
    ecarts = len(verifier_grille(grille))
    if ecarts and not est_confirme:
        raise AConfirmer("grille_ecarts", n=ecarts)


def _texte(champ: str, valeur: str, maximum: int) -> str:
    net = nettoyer(valeur)
    if not net:
        raise Invalide(champ, "champ_obligatoire")
    if len(net) > maximum:
        raise Invalide(champ, "texte_trop_long", longueur=len(net), maximum=maximum)
    return net


@dataclass(frozen=True, slots=True)
class _Derniere:
    numero: int = 0
    auteur: str = ""


def _derniere(session: Session, site_id: int, annee_id: int) -> _Derniere:
    ligne = session.execute(
        select(GrilleTarif.numero, GrilleTarif.auteur)
        .where(GrilleTarif.site_id == site_id, GrilleTarif.annee_id == annee_id)
        .order_by(GrilleTarif.numero.desc())
        .limit(1)
    ).first()
    return _Derniere(*ligne) if ligne else _Derniere()


# ---- comparison


_PARTIES = {"items": "code", "adjustments": "code"}


def comparer_grilles(avant: Grille, apres: Grille) -> tuple[Difference, ...]:
    """Differences between two grids, item by item and adjustment by adjustment; the rest key by key."""
    a, b = exporter_grille(avant), exporter_grille(apres)
    trouvees: list[Difference] = []
    for partie in _PARTIES:
        trouvees += _comparer_listes(partie, a.pop(partie, []), b.pop(partie, []))
    return (*trouvees, *_comparer("", "", a, b))


def _comparer_listes(partie: str, a: list[dict[str, Any]], b: list[dict[str, Any]]) -> list[Difference]:
    par_a, par_b = ({x["code"]: x for x in liste} for liste in (a, b))
    trouvees: list[Difference] = []
    for code in dict.fromkeys((*par_a, *par_b)):
        if code not in par_a or code not in par_b:
            trouvees.append(Difference(partie, code, "", par_a.get(code), par_b.get(code)))
        else:
            trouvees += _comparer(partie, code, par_a[code], par_b[code])
    communs_a, communs_b = ([c for c in x if c in par_a and c in par_b] for x in (par_a, par_b))
    if communs_a != communs_b:
        trouvees.append(Difference(partie, "", "ordre", communs_a, communs_b))
    return trouvees


def _comparer(partie: str, code: str, a: dict[str, Any], b: dict[str, Any]) -> list[Difference]:
    return [
        Difference(partie, code, cle, a.get(cle), b.get(cle))
        for cle in dict.fromkeys((*a, *b))
        if a.get(cle) != b.get(cle)
    ]


# ---- the three tables


_LECTEURS: dict[str, Callable[[Session, int, int], Sequence[Ligne]]] = {
    "articles": lignes_articles,
    "zones": lignes_zones,
    "etiquettes": lignes_etiquettes,
}
_MODELES: dict[str, type[RegleArticle] | type[RegleZone] | type[RegleEtiquette]] = {
    "articles": RegleArticle,
    "zones": RegleZone,
    "etiquettes": RegleEtiquette,
}


@cas_d_usage(Permission.MODIFIER_TARIF)
def enregistrer_table(ctx: Contexte, commande: EnregistrerTable) -> Fait[int]:
    """Replace the rows of one table of the site consulted and a year, in one transaction; gives their number.

    Raises FormulaireInvalide (``0.article``…), Conflit when another desk changed the table meanwhile, Introuvable,
    RegleMetier(annee_close).
    """
    lignes = tuple(_nettoyee(ligne) for ligne in commande.lignes)
    _valider(lignes)
    modele = _MODELES[commande.table]

    def ecrire(unite: Unite) -> int:
        session, ou = unite.session, {"site_id": ctx.site_id, "annee_id": commande.annee_id}
        if session.get(Annee, commande.annee_id) is None:
            raise Introuvable("annee", commande.annee_id)
        if empreinte(_LECTEURS[commande.table](session, ctx.site_id, commande.annee_id)) != commande.empreinte:
            raise Conflit({})
        session.execute(delete(modele).where(modele.site_id == ctx.site_id, modele.annee_id == commande.annee_id))
        for ordre, ligne in enumerate(lignes, start=1):
            session.add(modele(**ou, ordre=ordre, **_champs(ligne)))
        session.flush()
        grille_id = session.execute(
            select(func.max(GrilleTarif.id)).where(
                GrilleTarif.site_id == ctx.site_id, GrilleTarif.annee_id == commande.annee_id
            )
        ).scalar()
        if grille_id is not None:
            unite.touche("grille", grille_id)
        return len(lignes)

    return ctx.ecrire(f"enregistrer_table_{commande.table}", ecrire, commande.operation_id)


def _champs(ligne: Ligne) -> dict[str, Any]:
    return {nom: getattr(ligne, nom) for nom in ligne.__dataclass_fields__}


def _nettoyee(ligne: Ligne) -> Ligne:
    textes: dict[str, Any] = {nom: nettoyer(v) for nom, v in _champs(ligne).items() if isinstance(v, str)}
    return replace(ligne, **textes)


def _valider(lignes: Sequence[Ligne]) -> None:
    erreurs = [erreur for rang, ligne in enumerate(lignes) for erreur in _fautes(rang, ligne)]
    if erreurs:
        raise FormulaireInvalide(erreurs)


def _fautes(rang: int, ligne: Ligne) -> list[Invalide]:
    """What is wrong in one row: its result missing or too long, ages upside down, an unknown fact."""
    fautes: list[Invalide] = []
    champ = {LigneArticle: "article", LigneZone: "zone", LigneEtiquette: "etiquette"}[type(ligne)]
    voulu = getattr(ligne, champ)
    if not voulu:
        fautes.append(Invalide(f"{rang}.{champ}", "champ_obligatoire"))
    elif len(voulu) > 40:
        fautes.append(Invalide(f"{rang}.{champ}", "texte_trop_long", longueur=len(voulu), maximum=40))
    if isinstance(ligne, LigneArticle) and (ligne.age_min or 0) > (999 if ligne.age_max is None else ligne.age_max):
        fautes.append(Invalide(f"{rang}.age_min", "ages_a_l_envers"))
    if isinstance(ligne, LigneEtiquette) and ligne.fait not in FAITS:
        fautes.append(Invalide(f"{rang}.fait", "fait_inconnu", fait=ligne.fait))
    return fautes


# ---- estimate


@cas_d_usage(Permission.CONSULTER)
def imprimer_estimation(
    ctx: Contexte,
    annee: str,
    grille: str,
    groupes: tuple[tuple[str, tuple[tuple[str, int, tuple[str, ...]], ...]], ...],
    ajustements: tuple[tuple[str, int, tuple[str, ...]], ...],
    faits: tuple[tuple[str, str], ...],
) -> tuple[str, bytes]:
    """File name and PDF of a simulation, lines as (label, cents, explanations).

    Raises Invalide on a character that the faces lack.
    """
    from imuse_desk.printing.estimation import Estimation, GroupeEstimation, LigneEstimation, produire_estimation
    from imuse_desk.services.etablissement.emetteur import lire_emetteur

    with ctx.lire() as session:
        emetteur = lire_emetteur(session, ctx.depot, ctx.site_id)
    papier = Estimation(
        emetteur=emetteur,
        annee=annee,
        faite_a=ctx.maintenant(),
        groupes=tuple(GroupeEstimation(nom, tuple(LigneEstimation(*x) for x in lignes)) for nom, lignes in groupes),
        ajustements=tuple(LigneEstimation(*x) for x in ajustements),
        faits=faits,
        grille=grille,
    )
    return f"estimation_{annee}.pdf", produire_estimation(papier)
