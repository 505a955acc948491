"""The verification station: what waits at the site, a piece whole, the day's figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.confiance import EtatSceau
from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.verification.constats import AUTRE_DOCUMENT, NATURES_SCELLEES, EtatRegle, Regle, Source
from imuse_desk.domain.verification.controles import REGLES, Controle, regles_de
from imuse_desk.domain.verification.hebergement import Part
from imuse_desk.models import Annee, Eleve, Foyer, Lien, Personne, PieceRecue, TypePiece
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.lectures.veille import pieces_a_verifier
from imuse_desk.services.reinscription.charge import chercher
from imuse_desk.services.reinscription.prix import dues_de, prix_de
from imuse_desk.services.verification.attente import part_dite
from imuse_desk.services.verification.ensembles import SANS_OBJET
from imuse_desk.services.verification.faits import faits_courants
from imuse_desk.services.verification.report import Faits, Proposition, proposer

FILE_MAX = 5_000
"""Pieces of a queue: a site has some three thousand in its worst week."""

Boite = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class FaitPoste:
    """A line of the checklist: what holds of a rule. ``resultat`` is empty while nothing was looked at.

    ``est_validite``: the date is that until which an identity paper is good.
    """

    regle: str
    resultat: str = ""
    valeur: str = ""
    attendu: str = ""
    detail: str = ""
    source: str = ""
    page: int | None = None
    boite: Boite | None = None
    confirme_par: str = ""
    a: datetime | None = None
    est_bloquante: bool = False
    est_validite: bool = False
    id: int = 0


@dataclass(frozen=True, slots=True)
class ValeurLue:
    """A value, and where it stands."""

    texte: str
    page: int | None = None
    boite: Boite | None = None


@dataclass(frozen=True, slots=True)
class LigneComparee:
    """The same value sealed, printed here and there, and known of the household."""

    cle: str
    scelle: ValeurLue | None
    imprimes: tuple[ValeurLue, ...]
    dossier: str


@dataclass(frozen=True, slots=True)
class SceauPoste:
    """The state of the seal, one of five, and what decided it; ``est_d_un_autre``: of a kind that no rule reads."""

    etat: str
    raison: str
    emetteur: str
    revocation_du: date | None
    est_d_un_autre: bool = False


@dataclass(frozen=True, slots=True)
class PieceVoisine:
    """Another piece of the household. ``part``: what it is among papers that go together on one row."""

    id: int
    libelle: str
    part: Part
    nom_fichier: str
    etat: EtatPiece
    est_courante: bool


@dataclass(frozen=True, slots=True)
class PiecePoste:
    """A piece whole. ``est_lue``: the machine looked at it; ``liste``: the rules of its row, in their order.

    ``tours``: degrees clockwise that each page needs to stand upright, where its picture was read.
    """

    id: int
    version: int
    foyer_id: int
    annee_id: int
    annee: str
    famille: str
    eleve_id: int | None
    eleves: tuple[str, ...]
    nom_eleve: str
    libelle: str
    part: Part
    controle: Controle
    nom_fichier: str
    sha256: str
    octets: int
    pages: int | None
    est_scannee: bool
    depose_a: datetime
    depose_par: str
    etat: EtatPiece
    decide_par: str
    decide_a: datetime | None
    est_purgee: bool
    est_lue: bool
    illisible: str
    tours: tuple[int, ...]
    liste: tuple[FaitPoste, ...]
    alertes: tuple[FaitPoste, ...]
    sceau: SceauPoste | None
    comparaison: tuple[LigneComparee, ...]
    voisines: tuple[PieceVoisine, ...]
    proposition: Proposition | None

    @property
    def bloquees(self) -> tuple[str, ...]:
        """The blocking rules that are not respected."""
        return tuple(f.regle for f in self.liste if f.est_bloquante and f.resultat == "non_conforme")


@dataclass(frozen=True, slots=True)
class Journee:
    """Pieces decided today by this person, by the whole site, and the mean time that this person gave to one."""

    miennes: int
    site: int
    moyenne_ms: int | None


@dataclass(frozen=True, slots=True)
class PrixPoste:
    """The household's price as it stands: its total (None: not known), the quotient applied and why.

    ``avec_quotient_centimes``: what it would be once the papers that lack are there.
    """

    total_centimes: int | None
    est_provisoire: bool
    quotient_centimes: int | None
    situation: str
    avec_quotient_centimes: int | None


@cas_d_usage(Permission.DECIDER_PIECE)
def lire_file(ctx: Contexte) -> tuple[int, ...]:
    """The pieces of the site that wait, oldest deposit first; those of one household on one day follow each other.

    The day is the site's: a base has no day of its own, and databases do not agree on what one is.
    """
    requete = (
        select(PieceRecue.id, PieceRecue.foyer_id, PieceRecue.depose_a)
        .where(pieces_a_verifier(ctx))
        .order_by(PieceRecue.depose_a, PieceRecue.id)
        .limit(FILE_MAX)
    )
    fuseau = ZoneInfo(ctx.fuseau)
    groupes: dict[tuple[int, date], list[int]] = {}  # in the order of their first deposit
    with ctx.lire() as session:
        for piece_id, foyer_id, depose_a in session.execute(requete):
            groupes.setdefault((foyer_id, depose_a.astimezone(fuseau).date()), []).append(piece_id)
    return tuple(piece_id for groupe in groupes.values() for piece_id in groupe)


@cas_d_usage(Permission.DECIDER_PIECE)
def lire_piece(ctx: Contexte, piece_id: int) -> PiecePoste:
    """A piece whole; raises Introuvable for one unknown or withdrawn, RegleMetier(autre_site), Refus."""
    with ctx.lire() as session:
        ligne = session.execute(
            select(PieceRecue, TypePiece, Foyer.libelle, Annee.libelle.label("annee"))
            .join(TypePiece, TypePiece.id == PieceRecue.type_id)
            .join(Foyer, Foyer.id == PieceRecue.foyer_id)
            .join(Annee, Annee.id == PieceRecue.annee_id)
            .where(PieceRecue.id == piece_id, PieceRecue.retiree_a.is_(None))
        ).first()
        if ligne is None:
            raise Introuvable("piece", piece_id)
        ctx.exiger_sur(ligne.PieceRecue.site_id, Permission.DECIDER_PIECE)
        return _composer(session, *ligne)


def _composer(session: Session, piece: PieceRecue, genre: TypePiece, famille: str, annee: str) -> PiecePoste:
    controle, faits = Controle(genre.controle), faits_courants(session, [piece.id])[piece.id]
    lecture: Mapping[str, Any] = piece.lecture or {}
    part = part_dite(piece.nature)
    eleves = _enfants(session, piece.foyer_id, piece.eleve_id)
    return PiecePoste(
        id=piece.id,
        version=piece.version,
        foyer_id=piece.foyer_id,
        annee_id=piece.annee_id,
        annee=annee,
        famille=famille,
        eleve_id=piece.eleve_id,
        eleves=tuple(prenom for prenom, _ in eleves),
        nom_eleve=eleves[0][1] if eleves else "",
        libelle=genre.libelle,
        part=part,
        controle=controle,
        nom_fichier=piece.nom_original,
        sha256=piece.sha256,
        octets=piece.octets,
        pages=piece.pages,
        est_scannee=(piece.examen or {}).get("texte") is False,
        depose_a=piece.depose_a,
        depose_par=piece.depose_par,
        etat=EtatPiece(piece.etat),
        decide_par=piece.decide_par,
        decide_a=piece.decide_a,
        est_purgee=piece.purge_a is not None,
        est_lue=piece.lue_a is not None,
        illisible=str(lecture.get("illisible", "")),
        tours=tuple(lecture.get("tours", ())),
        liste=_liste(controle, part, faits, genre.bloquantes or ()),
        alertes=tuple(
            _fait(regle, fait)
            for regle, fait in faits.items()
            if regle not in REGLES[controle] and fait.resultat != "conforme" and regle != "lecture"
        ),
        sceau=_sceau(lecture.get("sceau")),
        comparaison=tuple(_comparee(valeur) for valeur in lecture.get("valeurs", ())),
        voisines=_voisines(session, piece),
        proposition=proposer(session, piece, faits),
    )


def _liste(controle: Controle, part: Part, faits: Faits, bloquantes: Sequence[str]) -> tuple[FaitPoste, ...]:
    """The rules that look at a paper by its part, then whatever else somebody said of it."""
    siennes, bloquees = regles_de(controle, part), set(bloquantes)
    if part in _DE_L_HOTE and Regle.NOM in bloquees:
        bloquees.add(Regle.HEBERGEANT)  # the name that this paper has to bear
    est_validite = controle is Controle.IDENTITE or part is Part.IDENTITE_HOTE
    return tuple(
        _fait(
            regle, faits.get(regle), est_bloquante=regle in bloquees, est_validite=est_validite and regle is Regle.DATE
        )
        for regle in REGLES[controle]
        if (_est_dite(regle, faits) if regle in siennes else _est_en_plus(faits.get(regle)))
    )


_DE_L_HOTE = (Part.IDENTITE_HOTE, Part.DOMICILE_HOTE)
_D_ENSEMBLE = frozenset({Regle.CONCORDANCE, Regle.HEBERGEANT, Regle.ENSEMBLE})
"""Rules that look at several values or papers: told once there is something to compare."""


def _est_en_plus(fait: Row[Any] | None) -> bool:
    """No rule of this part, but a person spoke of it, or the set lacks the paper that would tell of the whole."""
    if fait is None or fait.detail == SANS_OBJET:
        return False
    return bool(fait.confirme_par) or (fait.regle == Regle.ENSEMBLE and fait.resultat != EtatRegle.CONFORME)


def _est_dite(regle: str, faits: Faits) -> bool:
    """A seal of its own that is valid, or none, is told by its chip; a sealed income by the line that compares it."""
    fait = faits.get(regle)
    if fait is not None and fait.detail == SANS_OBJET:
        return False
    if regle == Regle.SCEAU:
        est_a_dire = (EtatSceau.INVALIDE, EtatSceau.EMETTEUR_ABSENT)
        return fait is not None and (fait.valeur in est_a_dire or fait.detail == AUTRE_DOCUMENT)
    if regle == Regle.REVENU:
        return fait is None or fait.source != Source.SCELLE or Regle.CONCORDANCE not in faits
    return regle not in _D_ENSEMBLE or fait is not None


def _fait(regle: str, fait: Row[Any] | None, *, est_bloquante: bool = False, est_validite: bool = False) -> FaitPoste:
    if fait is None:
        return FaitPoste(regle, est_bloquante=est_bloquante, est_validite=est_validite)
    return FaitPoste(
        regle, fait.resultat, fait.valeur, fait.attendu, fait.detail, fait.source, fait.page, _boite(fait.boite),
        fait.confirme_par, fait.a, est_bloquante, est_validite, fait.id,
    )  # fmt: skip


def _boite(cotes: Any) -> Boite | None:
    if not cotes:
        return None
    gauche, haut, droite, bas = (float(cote) for cote in cotes)
    return gauche, haut, droite, bas


def _valeur(lue: Mapping[str, Any]) -> ValeurLue:
    return ValeurLue(str(lue["valeur"]), lue.get("page"), _boite(lue.get("boite")))


def _comparee(dite: Mapping[str, Any]) -> LigneComparee:
    scelle = _valeur(dite["scelle"]) if dite.get("scelle") else None
    return LigneComparee(dite["cle"], scelle, tuple(_valeur(v) for v in dite["imprimes"]), dite.get("fichier", ""))


def _sceau(dit: Mapping[str, Any] | None) -> SceauPoste | None:
    if not dit:
        return None
    revocation = dit.get("revocation_du")
    return SceauPoste(
        dit["etat"], dit["raison"], dit.get("emetteur", ""), date.fromisoformat(revocation) if revocation else None,
        dit.get("type", "") not in ("", *NATURES_SCELLEES),
    )  # fmt: skip


def _enfants(session: Session, foyer_id: int, eleve_id: int | None) -> list[tuple[str, str]]:
    """First name and name of the pupil of the piece, else of the household's pupils, eldest first."""
    requete = (
        select(Personne.prenom, Personne.nom)
        .join(Eleve, Eleve.personne_id == Personne.id)
        .order_by(Personne.naissance_le, Personne.id)
    )
    if eleve_id is not None:
        requete = requete.where(Eleve.id == eleve_id)
    else:
        requete = requete.join(Lien, Lien.personne_id == Personne.id).where(
            Lien.foyer_id == foyer_id, Lien.au_le.is_(None)
        )
    return [(prenom, nom) for prenom, nom in session.execute(requete)]


def _voisines(session: Session, piece: PieceRecue) -> tuple[PieceVoisine, ...]:
    lignes = session.execute(
        select(PieceRecue.id, TypePiece.libelle, PieceRecue.nature, PieceRecue.nom_original, PieceRecue.etat)
        .join(TypePiece, TypePiece.id == PieceRecue.type_id)
        .where(
            PieceRecue.foyer_id == piece.foyer_id, PieceRecue.annee_id == piece.annee_id,
            PieceRecue.site_id == piece.site_id, PieceRecue.retiree_a.is_(None),
        )
        .order_by(TypePiece.ordre, PieceRecue.id)
    )  # fmt: skip
    return tuple(
        PieceVoisine(x.id, x.libelle, part_dite(x.nature), x.nom_original, EtatPiece(x.etat), x.id == piece.id)
        for x in lignes
    )


@cas_d_usage(Permission.DECIDER_PIECE)
def lire_journee(ctx: Contexte) -> Journee:
    """What was decided since midnight at the site."""
    minuit = datetime.combine(ctx.aujourdhui(), time(), ZoneInfo(ctx.fuseau)).astimezone(UTC)
    mienne = PieceRecue.decide_par == ctx.agent
    requete = select(
        func.count().filter(mienne),
        func.count(),
        func.avg(PieceRecue.vue_ms).filter(mienne, PieceRecue.vue_ms > 0),
    ).where(PieceRecue.site_id == ctx.site_id, PieceRecue.decide_a >= minuit)
    with ctx.lire() as session:
        miennes, site, moyenne = session.execute(requete).one()
    return Journee(miennes, site, round(moyenne) if moyenne is not None else None)


@cas_d_usage(Permission.LIRE_REVENUS)
def lire_prix(ctx: Contexte, foyer_id: int, annee_id: int) -> PrixPoste | None:
    """The household's price of that year now; None where it has no dossier of it."""
    with ctx.lire() as session:
        charge = chercher(session, ctx.aujourdhui(), "foyer", foyer_id)
    if charge is None or charge.tete.annee_cible_id != annee_id:
        return None
    prix = prix_de(charge, dues_de(charge), montrer_revenus=True)
    if prix is None:
        return None
    quotient = prix.quotient
    return PrixPoste(
        prix.total_centimes, prix.est_provisoire, quotient.centimes, quotient.situation, prix.avec_quotient_centimes
    )
