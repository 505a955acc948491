"""Issue the bulletins of a period: each one sealed, never changed; a correction is a new one of a higher number."""

import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.bulletins import Motif
from imuse_desk.domain.changements import Changements
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.evaluations import EtatFeuille, MoyenBulletin
from imuse_desk.domain.pieces import sceller, texte_canonique
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.models import (
    Appreciation,
    AppreciationDirection,
    Bulletin,
    Cours,
    Eleve,
    Evaluation,
    FeuilleEvaluation,
    ImpressionBulletin,
    Inscription,
    PeriodeEvaluation,
    Personne,
)
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reinscription.acces import date_du_site
from imuse_desk.services.suivi.contenu_bulletin import (
    HORS_DU_FOND,
    Contenu,
    Epreuve,
    Redaction,
    inscriptions_de,
    lire_epreuve,
    vue_de,
)
from imuse_desk.services.suivi.criteres import PeriodeVue

MORCEAU = 200
"""Pupils issued in one transaction."""
Avancer = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class LigneBulletin:
    """A pupil in the batch of a period: what keeps his bulletin back, or the last one issued (``numero`` 0: none).

    ``relues`` of ``appreciations`` comments were proof-read; ``a_la_direction``: the direction wrote a comment.
    """

    eleve_id: int
    nom: str
    prenom: str
    cours: tuple[str, ...]
    motif: Motif | None
    detail: str
    appreciations: int
    relues: int
    a_la_direction: bool
    bulletin_id: int | None = None
    numero: int = 0
    emis_a: datetime | None = None
    est_imprime: bool = False
    est_envoye: bool = False

    @property
    def est_a_emettre(self) -> bool:
        """Nothing keeps it back, and none was issued."""
        return self.motif is None and not self.numero


@dataclass(frozen=True, slots=True)
class ListeBulletins:
    """The bulletins of a period, by name."""

    periode_id: int
    periode: str
    annee: str
    est_close: bool
    lignes: tuple[LigneBulletin, ...]

    def compter(self, motif: Motif) -> int:
        """How many are kept back for a reason."""
        return sum(ligne.motif is motif for ligne in self.lignes)


class Emis(TypedDict):
    """What an issue did: bulletins made, of which corrections, pupils whose bulletin said the same already."""

    emis: int
    corrections: int
    inchanges: int
    ecartes: list[list[str]]


@cas_d_usage(Permission.CONSULTER)
def lire_periodes_du_site(ctx: Contexte) -> tuple[PeriodeVue, ...]:
    """The periods of the site and year consulted, in their order."""
    with ctx.lire() as session:
        lues = session.scalars(
            select(PeriodeEvaluation)
            .where(
                PeriodeEvaluation.site_id == ctx.site_id,
                PeriodeEvaluation.annee_id == ctx.annee_id,
                PeriodeEvaluation.archive_a.is_(None),
            )
            .order_by(PeriodeEvaluation.du_le, PeriodeEvaluation.au_le, PeriodeEvaluation.id)
        )
        return tuple(map(vue_de, lues))


@cas_d_usage(Permission.CONSULTER)
def trouver_periode(ctx: Contexte, voulue: str) -> int:
    """A period by its name, or by its rank in the year. Raises RegleMetier(periode_inconnue: voulue, connues)."""
    periodes = lire_periodes_du_site(ctx)
    cle = plier(voulue)
    trouvees = [p.id for p in periodes if plier(p.libelle) == cle]
    if not trouvees and cle.isdecimal() and 1 <= int(cle) <= len(periodes):
        trouvees = [periodes[int(cle) - 1].id]
    if len(trouvees) != 1:
        raise RegleMetier("periode_inconnue", voulue=voulue, connues=", ".join(p.libelle for p in periodes) or "aucune")
    return trouvees[0]


@cas_d_usage(Permission.ENVOYER_COURRIER)
def lire_bulletins(ctx: Contexte, periode_id: int) -> ListeBulletins:
    """Who has a bulletin in a period, who may have one, who may not and why. Raises Introuvable, autre_site."""
    with ctx.lire() as session:
        epreuve = lire_epreuve(session, ctx, periode_id)
        return ListeBulletins(
            periode_id, epreuve.periode.libelle, epreuve.annee, epreuve.annee_close,
            tuple(_lister(session, epreuve)),
        )  # fmt: skip


@cas_d_usage(Permission.ENVOYER_COURRIER)
def emettre_bulletins(
    ctx: Contexte, periode_id: int, eleves: Sequence[int], operation_id: uuid.UUID | None = None,
    avancer: Avancer = lambda _fait, _total: None,
) -> Fait[Emis]:  # fmt: skip
    """Issue the bulletins of these pupils, chunk by chunk; running it again goes on where it stopped.

    Who has nothing written, or whose sheet is not validated, is left out and named. A bulletin that would say the same
    as the last one is not made again. Raises Introuvable, RegleMetier(autre_site | annee_close), and whatever
    ``avancer`` raises (between two chunks).
    """
    operation_id = operation_id or uuid.uuid4()
    choisis = list(dict.fromkeys(eleves))
    total: Emis = {"emis": 0, "corrections": 0, "inchanges": 0, "ecartes": []}
    objets: frozenset[tuple[str, int]] = frozenset()
    for debut in range(0, len(choisis), MORCEAU) or (0,):
        if choisis:
            avancer(debut, len(choisis))
        morceau = _emettre(ctx, periode_id, choisis[debut : debut + MORCEAU], uuid.uuid5(operation_id, str(debut)))
        fait, objets = morceau.resultat, objets | morceau.changements.objets
        total = {
            "emis": total["emis"] + fait["emis"],
            "corrections": total["corrections"] + fait["corrections"],
            "inchanges": total["inchanges"] + fait["inchanges"],
            "ecartes": [*total["ecartes"], *fait["ecartes"]],
        }
    if choisis:
        avancer(len(choisis), len(choisis))
    return Fait(total, Changements("emettre_bulletins", objets))


def _emettre(ctx: Contexte, periode_id: int, eleves: Sequence[int], operation_id: uuid.UUID) -> Fait[Emis]:
    def ecrire(unite: Unite) -> Emis:
        session = unite.session
        # one issue at a time on a period: two desks never give the same number
        session.execute(select(PeriodeEvaluation.id).where(PeriodeEvaluation.id == periode_id).with_for_update())
        epreuve = lire_epreuve(session, ctx, periode_id)
        if epreuve.annee_close:
            raise RegleMetier("annee_close")
        lignes = {ligne.eleve_id: ligne for ligne in _lister(session, epreuve, eleves)}
        bons = [ident for ident in eleves if ident in lignes and lignes[ident].motif is None]
        derniers = _derniers(session, periode_id, bons)
        contenus = Redaction(session, epreuve).rediger(session, bons)
        ecartes = [[str(x.motif), f"{x.prenom} {x.nom}".strip(), x.detail] for x in lignes.values() if x.motif]
        emis = corrections = inchanges = 0
        for ident, contenu in contenus.items():
            avant = derniers.get(ident)
            if avant is not None and fond(contenu) == fond(json.loads(avant.contenu)):
                inchanges += 1
                continue
            try:
                verifier_imprimable(contenu)
            except Invalide as erreur:
                ecartes.append([Motif.NON_IMPRIMABLE, contenu["nom"], str(erreur.params.get("caractere", ""))])
                continue
            _sceller(unite, epreuve, contenu, avant, operation_id)
            emis, corrections = emis + 1, corrections + (avant is not None)
            unite.touche("eleve", ident)
        session.flush()
        unite.touche("bulletin", periode_id)
        return {"emis": emis, "corrections": corrections, "inchanges": inchanges, "ecartes": ecartes}

    return ctx.ecrire("emettre_bulletins", ecrire, operation_id)


def fond(contenu: Contenu) -> str:
    """What a bulletin says of the pupil, whatever its number, its day and the head of the house."""
    return texte_canonique({cle: valeur for cle, valeur in contenu.items() if cle not in HORS_DU_FOND})


def verifier_imprimable(contenu: Contenu) -> None:
    """Refuse what the papers' faces cannot print, before anything is sealed. Raises Invalide."""
    from imuse_desk.printing.polices import preparer

    preparer(tuple(_textes(contenu)))


def _textes(valeur: Any) -> Iterator[str]:
    if isinstance(valeur, str):
        yield valeur
    elif isinstance(valeur, dict):
        for sous in valeur.values():
            yield from _textes(sous)
    elif isinstance(valeur, list):
        for sous in valeur:
            yield from _textes(sous)


def _sceller(
    unite: Unite, epreuve: Epreuve, contenu: Contenu, avant: Bulletin | None, operation_id: uuid.UUID
) -> None:  # fmt: skip
    numero = avant.numero + 1 if avant is not None else 1
    remplace = ""
    if avant is not None:
        du = date_fr(date.fromisoformat(json.loads(avant.contenu)["emis_le"]))
        remplace = f"Annule et remplace le bulletin n°\u00a0{avant.numero} du {du}."
    le = date_du_site(unite.maintenant, epreuve.fuseau)
    complet = contenu | {"numero": numero, "emis_le": le.isoformat(), "remplace": remplace}
    texte = texte_canonique(complet)
    unite.session.add(
        Bulletin(
            annee_id=epreuve.annee_id, site_id=epreuve.site_id, eleve_id=contenu["eleve_id"],
            periode_id=epreuve.periode.id, numero=numero, contenu=texte,
            empreinte=sceller(avant.empreinte if avant is not None else "", texte), operation_id=operation_id,
            a=unite.maintenant, par=unite.auteur.agent,
        )
    )  # fmt: skip


def _lister(
    session: Session, epreuve: Epreuve, eleves: Sequence[int] | None = None
) -> Iterator[LigneBulletin]:  # fmt: skip
    """By name: what each pupil has, in a handful of statements."""
    requete = inscriptions_de(epreuve)
    if eleves is not None:
        requete = requete.where(Inscription.eleve_id.in_(eleves))
    inscrits = session.execute(
        requete.add_columns(Personne.nom, Personne.prenom, Cours.libelle)
        .join(Eleve, Eleve.id == requete.selected_columns.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .order_by(Cours.libelle, Cours.id)
    ).all()
    ecrits = _lire_ecrits(session, epreuve.periode.id, [x.id for x in inscrits] if eleves is not None else None)
    par_eleve: defaultdict[int, list[Any]] = defaultdict(list)
    for inscrit in inscrits:
        par_eleve[inscrit.eleve_id].append(inscrit)
    for ident, siens in sorted(par_eleve.items(), key=lambda x: (plier(x[1][0].nom), plier(x[1][0].prenom), x[0])):
        remplis = [x for x in siens if x.id in ecrits.notes or x.id in ecrits.textes]
        ouvertes = [x.libelle for x in remplis if x.cours_id not in ecrits.validees]
        motif, detail = None, ""
        if not remplis:
            motif = Motif.SANS_NOTE
        elif ouvertes:
            motif, detail = Motif.FEUILLE_OUVERTE, ", ".join(ouvertes)
        dernier = ecrits.emis.get(ident)
        suite = (dernier.id, dernier.numero, dernier.a, dernier.est_imprime, dernier.est_envoye) if dernier else ()
        yield LigneBulletin(
            ident, siens[0].nom, siens[0].prenom, tuple(x.libelle for x in siens), motif, detail,
            sum(x.id in ecrits.textes for x in siens), sum(ecrits.textes.get(x.id, False) for x in siens),
            ident in ecrits.direction, *suite,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Ecrits:
    """What was written in a period: enrolments with a mark; with a comment, proof-read or not; sheets; issued."""

    notes: set[int]
    textes: dict[int, bool]
    validees: set[int]
    direction: set[int]
    emis: dict[int, Any]


def _lire_ecrits(session: Session, periode_id: int, siennes: Sequence[int] | None) -> _Ecrits:
    e, a, f, d = Evaluation, Appreciation, FeuilleEvaluation, AppreciationDirection
    a_une_note = e.valeur.is_not(None) | (e.code != "") | e.est_absent.is_(True)
    textes = select(a.inscription_id, a.relu_a).where(*_de(a, periode_id, siennes), a.texte != "")
    return _Ecrits(
        set(session.scalars(select(e.inscription_id).where(*_de(e, periode_id, siennes), a_une_note).distinct())),
        {ident: relu_a is not None for ident, relu_a in session.execute(textes)},
        set(session.scalars(select(f.cours_id).where(f.periode_id == periode_id, f.etat == EtatFeuille.VALIDEE))),
        set(session.scalars(select(d.eleve_id).where(d.periode_id == periode_id, d.texte != ""))),
        {x.eleve_id: x for x in session.execute(_emis(periode_id))},
    )


def _de(modele: Any, periode_id: int, inscriptions: Sequence[int] | None) -> list[ColumnElement[bool]]:
    """What was written in a period, of some enrolments or of all."""
    conditions = [modele.periode_id == periode_id]
    return conditions if inscriptions is None else [*conditions, modele.inscription_id.in_(inscriptions)]


def _emis(periode_id: int) -> Any:
    """The last bulletin of each pupil, and how it left."""
    partis = {
        moyen: exists().where(ImpressionBulletin.bulletin_id == Bulletin.id, ImpressionBulletin.moyen == moyen.value)
        for moyen in (MoyenBulletin.PAPIER, MoyenBulletin.COURRIEL)
    }
    return select(
        Bulletin.id, Bulletin.eleve_id, Bulletin.numero, Bulletin.a,
        partis[MoyenBulletin.PAPIER].label("est_imprime"), partis[MoyenBulletin.COURRIEL].label("est_envoye"),
    ).where(Bulletin.periode_id == periode_id, Bulletin.id.in_(derniers_ids(periode_id)))  # fmt: skip


def derniers_ids(periode_id: int) -> Any:
    """The ids of the last bulletin of each pupil in a period: a higher number is always issued later."""
    return select(func.max(Bulletin.id)).where(Bulletin.periode_id == periode_id).group_by(Bulletin.eleve_id)


def _derniers(session: Session, periode_id: int, eleves: Sequence[int]) -> dict[int, Bulletin]:
    return {
        b.eleve_id: b
        for b in session.scalars(
            select(Bulletin).where(Bulletin.id.in_(derniers_ids(periode_id)), Bulletin.eleve_id.in_(eleves))
        )
    }
