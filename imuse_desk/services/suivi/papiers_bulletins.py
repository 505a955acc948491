"""The papers of issued bulletins, made of their sealed text alone: seen, printed in order, copied to partner schools.

What was issued makes the same bytes for ever. A paper handed over or sent is counted: the next one says DUPLICATA.
"""

import io
import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from imuse_desk.domain.bulletins import Ordre
from imuse_desk.domain.changements import Changements
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.evaluations import MoyenBulletin
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.infra.depot import Rangement
from imuse_desk.models import Bulletin, Eleve, ImpressionBulletin
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.etablissement.images import lire_du_depot
from imuse_desk.services.facturation.papiers import ImprimeeAilleurs, Tetes
from imuse_desk.services.papiers.lecture import nom_de_fichier
from imuse_desk.services.suivi.bulletins import derniers_ids
from imuse_desk.services.suivi.contenu_bulletin import Contenu, Redaction, lire_epreuve

if TYPE_CHECKING:
    from imuse_desk.printing.bulletin import Bulletin as BulletinImprime

Avancer = Callable[[int, int], None]
ESSAIS = 3
"""How often a batch is laid out again because another desk printed one of its bulletins meanwhile."""
MORCEAU = 200
"""Sealed texts held at once."""
SANS_GROUPE = {Ordre.COURS: "sans cours", Ordre.ENSEIGNANT: "sans enseignant", Ordre.CYCLE: "sans niveau"}
COPIE = "Copie destinée à l’établissement scolaire de l’élève."
REMIS = (MoyenBulletin.PAPIER.value, MoyenBulletin.COURRIEL.value)


def _sans_suite(_fait: int, _total: int) -> None:
    """Nobody looks at the progress."""


@dataclass(frozen=True, slots=True)
class PapierBulletins:
    """One PDF of bulletins; ``duplicatas`` of them say so."""

    nom: str
    octets: bytes = field(repr=False)
    nombre: int
    duplicatas: int = 0
    changements: Changements = field(default=Changements("imprimer_bulletins"), repr=False)


@dataclass(frozen=True, slots=True)
class Retenu:
    """An issued bulletin in its place: its group and its pupil's name, and whether it left already."""

    bulletin_id: int
    groupe: str
    cle: tuple[str, ...]
    est_remis: bool
    ecole: str = ""


@cas_d_usage(Permission.CONSULTER)
def voir_bulletin(ctx: Contexte, bulletin_id: int) -> PapierBulletins:
    """A bulletin as it was issued, to look at: nothing is counted. Raises Introuvable, RegleMetier(autre_site)."""
    with ctx.lire() as session:
        bulletin = _bulletin(ctx, session, bulletin_id)
        fuseau = _fuseau(session, ctx, bulletin.periode_id)
    octets = produire(ctx.depot, [bulletin], fuseau)
    return PapierBulletins(nom_de_bulletin(json.loads(bulletin.contenu)), octets, 1)


@cas_d_usage(Permission.ENVOYER_COURRIER)
def apercu_bulletin(ctx: Contexte, periode_id: int, eleve_id: int) -> PapierBulletins:
    """The bulletin of a pupil as it would be issued now, which says that it is a project. Raises Introuvable."""
    from imuse_desk.printing.bulletin import produire_bulletin

    with ctx.lire() as session:
        epreuve = lire_epreuve(session, ctx, periode_id)
        contenus = Redaction(session, epreuve).rediger(session, [eleve_id])
    if eleve_id not in contenus:
        raise Introuvable("eleve", eleve_id)
    contenu = contenus[eleve_id] | {"numero": 0, "emis_le": ctx.aujourdhui().isoformat(), "remplace": ""}
    contenu["titre"] = f"{contenu['titre']} · projet"
    tetes = _Tetes(ctx.depot, epreuve.fuseau)
    octets = produire_bulletin(tetes.composer(contenu, "", mention="Projet\u00a0: ce bulletin n’est pas émis."))
    return PapierBulletins(nom_de_bulletin(contenu), octets, 1)


@cas_d_usage(Permission.ENVOYER_COURRIER)
def imprimer_bulletins(
    ctx: Contexte, periode_id: int, ordre: Ordre, *, eleves: Sequence[int] | None = None, avec_remis: bool = False,
    operation_id: uuid.UUID | None = None, avancer: Avancer = _sans_suite,
) -> PapierBulletins:  # fmt: skip
    """One PDF of the bulletins never handed over, sorted to be (``avec_remis``: of all, those saying DUPLICATA).

    Of the last bulletin of each pupil of the period, or of some. Raises Introuvable, StockagePlein,
    RegleMetier(aucun_bulletin | bulletins_remis_ailleurs | autre_site), and whatever ``avancer`` raises.
    """
    for _essai in range(ESSAIS):
        with suppress(ImprimeeAilleurs):
            return _tirer(ctx, periode_id, ordre, eleves, operation_id, avancer, avec_remis=avec_remis)
    raise RegleMetier("bulletins_remis_ailleurs")


@cas_d_usage(Permission.ENVOYER_COURRIER)
def ranger_bulletins(
    ctx: Contexte, periode_id: int, ordre: Ordre, dossier: Path, *, avec_remis: bool = False,
    avancer: Avancer = _sans_suite,
) -> tuple[PapierBulletins, ...]:  # fmt: skip
    """The same as a file a group (a course, a teacher, a level) in a folder; raises as ``imprimer_bulletins``."""
    with ctx.lire() as session:
        retenus = retenir(session, ctx, periode_id, ordre)
    groupes: defaultdict[str, list[Retenu]] = defaultdict(list)
    for retenu in retenus:
        if avec_remis or not retenu.est_remis:
            groupes[retenu.groupe].append(retenu)
    if not groupes:
        raise RegleMetier("aucun_bulletin")
    faits, total = 0, sum(map(len, groupes.values()))
    papiers: list[PapierBulletins] = []
    dossier.mkdir(parents=True, exist_ok=True)
    for rang, (groupe, siens) in enumerate(groupes.items(), start=1):

        def suivre(fait: int, _total: int, deja: int = faits) -> None:
            avancer(deja + fait, total)

        nom = nom_de_fichier("bulletins", groupe)
        if nom in {papier.nom for papier in papiers}:  # two groups that a disk could not tell apart
            nom = nom_de_fichier("bulletins", groupe, str(rang))
        papier = _faire(ctx, periode_id, siens, nom, None, suivre)
        (dossier / papier.nom).write_bytes(papier.octets)
        papiers.append(papier)
        faits += len(siens)
    return tuple(papiers)


@cas_d_usage(Permission.ENVOYER_COURRIER)
def copier_ecoles(
    ctx: Contexte, periode_id: int, avancer: Avancer = _sans_suite
) -> tuple[PapierBulletins, ...]:  # fmt: skip
    """A PDF a school of the bulletins of its pupils with adapted hours: copies, which leave the originals as they were.

    Raises RegleMetier(aucun_bulletin | autre_site), Introuvable.
    """
    with ctx.lire() as session:
        retenus = [r for r in retenir(session, ctx, periode_id, Ordre.NOM) if r.ecole]
    if not retenus:
        raise RegleMetier("aucun_bulletin")
    ecoles: defaultdict[str, list[Retenu]] = defaultdict(list)
    for retenu in retenus:
        ecoles[plier(retenu.ecole)].append(retenu)
    papiers, faits = [], 0
    for cle in sorted(ecoles):
        siens = ecoles[cle]

        def suivre(fait: int, _total: int, deja: int = faits) -> None:
            avancer(deja + fait, len(retenus))

        nom = nom_de_fichier("bulletins", siens[0].ecole)
        papiers.append(_faire(ctx, periode_id, siens, nom, None, suivre, moyen=MoyenBulletin.ECOLE))
        faits += len(siens)
    return tuple(papiers)


def retenir(
    session: Session, ctx: Contexte, periode_id: int, ordre: Ordre, eleves: Sequence[int] | None = None
) -> list[Retenu]:  # fmt: skip
    """The last bulletin of each pupil, in the order in which they are handed out. Raises Introuvable, autre_site."""
    lire_epreuve(session, ctx, periode_id)
    conditions: list[ColumnElement[bool]] = [Bulletin.id.in_(derniers_ids(periode_id))]
    if eleves is not None:
        conditions.append(Bulletin.eleve_id.in_(eleves))
    remis = exists().where(ImpressionBulletin.bulletin_id == Bulletin.id, ImpressionBulletin.moyen.in_(REMIS))
    retenus = []
    for ident, contenu, est_remis, ecole in session.execute(
        select(Bulletin.id, Bulletin.contenu, remis, Eleve.etablissement_scolaire)
        .join(Eleve, Eleve.id == Bulletin.eleve_id)
        .where(*conditions)
        .execution_options(yield_per=MORCEAU)
    ):
        lu: Contenu = json.loads(contenu)
        groupe = _groupe(lu, ordre)
        cle = (not groupe, plier(groupe), plier(lu["tri"]))
        retenus.append(
            Retenu(
                ident, groupe or SANS_GROUPE.get(ordre, ""), tuple(map(str, cle)), bool(est_remis),
                ecole if lu["ha"] else "",
            )
        )  # fmt: skip
    return sorted(retenus, key=lambda r: (r.cle, r.bulletin_id))


def _groupe(contenu: Contenu, ordre: Ordre) -> str:
    """What a bulletin is handed out with: the pupil's first course, its teachers, its level."""
    champ = {Ordre.COURS: "cours", Ordre.ENSEIGNANT: "enseignants", Ordre.CYCLE: "cycle"}.get(ordre)
    if champ is None:
        return ""
    return str(next((cours[champ] for cours in contenu["cours"] if cours[champ]), ""))


def _tirer(
    ctx: Contexte, periode_id: int, ordre: Ordre, eleves: Sequence[int] | None, operation_id: uuid.UUID | None,
    avancer: Avancer, *, avec_remis: bool,
) -> PapierBulletins:  # fmt: skip
    """Raises ImprimeeAilleurs."""
    with ctx.lire() as session:
        retenus = [r for r in retenir(session, ctx, periode_id, ordre, eleves) if avec_remis or not r.est_remis]
    if not retenus:
        raise RegleMetier("aucun_bulletin")
    return _faire(ctx, periode_id, retenus, "bulletins.pdf", operation_id, avancer)


def _faire(
    ctx: Contexte, periode_id: int, retenus: Sequence[Retenu], nom: str, operation_id: uuid.UUID | None,
    avancer: Avancer, *, moyen: MoyenBulletin = MoyenBulletin.PAPIER,
) -> PapierBulletins:  # fmt: skip
    """Lay out, keep and count; a copy for a school says so and is no duplicate. Raises ImprimeeAilleurs."""
    from imuse_desk.printing.bulletin import composer_lot

    est_copie = moyen is MoyenBulletin.ECOLE
    with ctx.lire() as session:
        epreuve = lire_epreuve(session, ctx, periode_id)
    tetes = _Tetes(ctx.depot, epreuve.fuseau)
    remis = {r.bulletin_id: r.est_remis and not est_copie for r in retenus}

    def feuillets() -> "Iterator[BulletinImprime]":
        for rang, bulletin in enumerate(_lire(ctx, [r.bulletin_id for r in retenus]), start=1):
            contenu = json.loads(bulletin.contenu)
            duplicata = ctx.maintenant() if remis[bulletin.id] else None
            yield tetes.composer(contenu, bulletin.empreinte, duplicata, mention=COPIE if est_copie else "")
            avancer(rang, len(retenus))

    octets = composer_lot(feuillets(), titre=f"Bulletins · {epreuve.periode.libelle}", auteur=ctx.agent)
    sha256 = ctx.depot.ranger(io.BytesIO(octets)).sha256

    def ecrire(unite: Unite) -> None:
        neufs = [ident for ident, est_remis in remis.items() if not est_remis] if not est_copie else []
        exiger_neufs(unite.session, neufs)
        for ident, est_remis in remis.items():
            noter_remise(unite, ident, moyen, sha256, nom, est_duplicata=est_remis)
        unite.touche("bulletin", periode_id)

    fait = ctx.ecrire("imprimer_bulletins", ecrire, operation_id)
    return PapierBulletins(nom, octets, len(retenus), sum(remis.values()), fait.changements)


def feuillets_copies(ctx: Contexte, periode_id: int, bulletins: Sequence[int]) -> "Iterator[BulletinImprime]":
    """Issued bulletins as a school gets them: they say that they are copies, and nothing is counted."""
    with ctx.lire() as session:
        tetes = _Tetes(ctx.depot, _fuseau(session, ctx, periode_id))
    for bulletin in _lire(ctx, bulletins):
        yield tetes.composer(json.loads(bulletin.contenu), bulletin.empreinte, mention=COPIE)


def exiger_neufs(session: Session, bulletins: Sequence[int]) -> None:
    """Raise ImprimeeAilleurs where another desk handed one of them over meanwhile."""
    for debut in range(0, len(bulletins), MORCEAU):
        siens = bulletins[debut : debut + MORCEAU]
        condition = exists().where(ImpressionBulletin.bulletin_id.in_(siens), ImpressionBulletin.moyen.in_(REMIS))
        if session.execute(select(condition)).scalar():
            raise ImprimeeAilleurs


def noter_remise(
    unite: Unite, bulletin_id: int, moyen: MoyenBulletin, sha256: str, nom: str, *, est_duplicata: bool
) -> None:  # fmt: skip
    """Count a bulletin as handed over."""
    unite.session.add(
        ImpressionBulletin(
            bulletin_id=bulletin_id, moyen=moyen, sha256=sha256, nom=nom, est_duplicata=est_duplicata,
            operation_id=unite.operation_id, a=unite.maintenant, agent=unite.auteur.agent,
        )
    )  # fmt: skip


def _lire(ctx: Contexte, ids: Sequence[int]) -> Iterator[Bulletin]:
    """Issued bulletins in the order of their ids as given, a few at once."""
    for debut in range(0, len(ids), MORCEAU):
        siens = ids[debut : debut + MORCEAU]
        with ctx.lire() as session:
            lus = {b.id: b for b in session.scalars(select(Bulletin).where(Bulletin.id.in_(siens)))}
        yield from (lus[ident] for ident in siens)


def produire(
    depot: Rangement, bulletins: Sequence[Bulletin], fuseau: str, duplicata_a: datetime | None = None
) -> bytes:  # fmt: skip
    """The PDF of issued bulletins, from their sealed text; the same bytes each time without DUPLICATA."""
    from imuse_desk.printing.bulletin import composer_lot

    tetes = _Tetes(depot, fuseau)
    contenus = [json.loads(b.contenu) for b in bulletins]
    titre = f"{contenus[0]['titre']} · {contenus[0]['nom']}"
    feuillets = (
        tetes.composer(contenu, b.empreinte, duplicata_a) for b, contenu in zip(bulletins, contenus, strict=True)
    )
    return composer_lot(feuillets, titre=titre, auteur=contenus[0]["emetteur"]["nom"])


def nom_de_bulletin(contenu: Contenu) -> str:
    """The name of its file."""
    return nom_de_fichier("bulletin", contenu["annee"], contenu["nom"])


def _bulletin(ctx: Contexte, session: Session, bulletin_id: int) -> Bulletin:
    bulletin = session.get(Bulletin, bulletin_id)
    if bulletin is None:
        raise Introuvable("bulletin", bulletin_id)
    ctx.exiger_sur(bulletin.site_id, Permission.CONSULTER)
    return bulletin


def _fuseau(session: Session, ctx: Contexte, periode_id: int) -> str:
    return lire_epreuve(session, ctx, periode_id).fuseau


class _Tetes:
    """Heads and signatures as they were sealed, each picture read once; makes the printing dataclass."""

    def __init__(self, depot: Rangement, fuseau: str) -> None:
        self._depot = depot
        self._tetes = Tetes(depot, fuseau)
        self._images: dict[str, bytes] = {}

    def composer(
        self, contenu: Contenu, empreinte: str, duplicata_a: datetime | None = None, *, mention: str = ""
    ) -> "BulletinImprime":
        """The paper of a sealed content; ``mention`` stands above what it says of the bulletin it replaces."""
        from imuse_desk.printing.bulletin import Bulletin as BulletinImprime
        from imuse_desk.printing.bulletin_blocs import DirectionBulletin
        from imuse_desk.printing.signature import Signature

        signe = contenu["signature"]
        relu = f"le {date_fr(date.fromisoformat(contenu['emis_le']))}"
        if contenu["relu_par"]:
            relu += f", relu par {', '.join(contenu['relu_par'])}"
        return BulletinImprime(
            emetteur=self._tetes.de(contenu),
            titre=contenu["titre"],
            annee=f"année {contenu['annee']}",
            nom=contenu["nom"],
            etat=contenu["etat"],
            cours=tuple(_cours(cours) for cours in contenu["cours"]),
            titre_absences=contenu["titre_absences"],
            absences=contenu["absences"],
            direction=DirectionBulletin(
                contenu["direction"], contenu["titre_suite"], contenu["suite"],
                Signature(signe["nom"], signe["qualite"], self._image(signe["image"])), relu,
            ),
            echelles=tuple(contenu["echelles"]),
            mention=" ".join(mots for mots in (mention, contenu["remplace"]) if mots),
            empreinte=empreinte,
            duplicata_a=duplicata_a,
        )  # fmt: skip

    def _image(self, sha256: str) -> bytes:
        if sha256 not in self._images:
            self._images[sha256] = lire_du_depot(self._depot, sha256)
        return self._images[sha256]


def _cours(cours: Contenu) -> Any:
    from imuse_desk.printing.bulletin_blocs import CoursBulletin, NoteCritere

    return CoursBulletin(
        cours["cours"], cours["cadre"],
        tuple(
            NoteCritere(
                n["critere"], n["note"], None if n["milliemes"] is None else n["milliemes"] / 1000, n["absence"],
                n["precision"],
            )
            for n in cours["notes"]
        ),
        cours["moyenne"], cours["lettre"], cours["mention"], cours["appreciation"], cours["absences"],
        cours["resultat"],
    )  # fmt: skip
