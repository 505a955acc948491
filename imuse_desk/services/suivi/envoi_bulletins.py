"""Issued bulletins sent by e-mail: one message a household and pupil, to who receives its letters.

A pupil of two households goes to both, each by a message of its own: no address of the one is seen by the other.
What leaves is made and kept before the message is written; a bulletin sent counts as handed over.
"""

import io
import json
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypedDict

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.evaluations import MoyenBulletin
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.depot import Empreinte
from imuse_desk.models import Bulletin, ImpressionBulletin
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.courrier import PieceJointe, deposer_message, est_adresse
from imuse_desk.services.envoi_selection import fusionner_par_morceaux
from imuse_desk.services.etablissement.fusion import Destinataire, TexteFusionne
from imuse_desk.services.etablissement.gabarits import texte_en_vigueur
from imuse_desk.services.facturation.papiers import ImprimeeAilleurs
from imuse_desk.services.lectures.coordonnees import ELEVE, foyers_des_rangees
from imuse_desk.services.reglages_courriel import smtp_en_vigueur
from imuse_desk.services.suivi.bulletins import derniers_ids
from imuse_desk.services.suivi.contenu_bulletin import lire_epreuve
from imuse_desk.services.suivi.papiers_bulletins import REMIS, exiger_neufs, nom_de_bulletin, noter_remise, produire

GENRE, CODE_MODELE = "bulletin", "bulletin"
ESSAIS = 3
"""How often the papers are made again because another desk handed one over meanwhile."""
Avancer = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BulletinAEnvoyer:
    """A bulletin and one household that it would go to; ``courriel`` is empty where no e-mail reaches it."""

    bulletin_id: int
    eleve_id: int
    eleve: str
    foyer_id: int
    famille: str
    courriel: str
    est_remis: bool


@dataclass(frozen=True, slots=True)
class ApercuEnvoi:
    """What would leave, before anything does; ``est_regle``: e-mail is set up."""

    envois: tuple[BulletinAEnvoyer, ...]
    est_regle: bool

    @property
    def partent(self) -> tuple[BulletinAEnvoyer, ...]:
        """Those that have an address."""
        return tuple(e for e in self.envois if e.courriel)

    @property
    def sans_adresse(self) -> int:
        """Households to give the paper to."""
        return len(self.envois) - len(self.partent)


class Envoyes(TypedDict):
    """How many messages were put in the outbox, and how many bulletins say DUPLICATA."""

    courriels: int
    duplicatas: int


@cas_d_usage(Permission.ENVOYER_COURRIER)
def apercu_envoi(ctx: Contexte, periode_id: int, eleves: Sequence[int] | None = None) -> ApercuEnvoi:
    """To whom the bulletins never sent would go. Raises Introuvable, RegleMetier(autre_site)."""
    return _apercu(ctx, periode_id, eleves)[0]


@cas_d_usage(Permission.ENVOYER_COURRIER)
def envoyer_bulletins(
    ctx: Contexte, periode_id: int, eleves: Sequence[int] | None, operation_id: uuid.UUID,
    avancer: Avancer = lambda _fait, _total: None,
) -> Fait[Envoyes]:  # fmt: skip
    """Put the bulletins never sent in the outbox, all of them or none; the same click sends once.

    The words are those of the site (Établissement › Modèles). Raises RegleMetier(courriel_non_regle |
    bulletins_sans_adresse | bulletins_remis_ailleurs | autre_site), StockagePlein, and whatever ``avancer`` raises.
    """
    for _essai in range(ESSAIS):
        with suppress(ImprimeeAilleurs):
            return _envoyer(ctx, periode_id, eleves, operation_id, avancer)
    raise RegleMetier("bulletins_remis_ailleurs")


def _envoyer(
    ctx: Contexte, periode_id: int, eleves: Sequence[int] | None, operation_id: uuid.UUID, avancer: Avancer
) -> Fait[Envoyes]:  # fmt: skip
    """Raises ImprimeeAilleurs."""
    apercu, textes = _apercu(ctx, periode_id, eleves)
    if not apercu.est_regle:
        raise RegleMetier("courriel_non_regle")
    if not apercu.partent:
        raise RegleMetier("bulletins_sans_adresse")
    remis = {envoi.bulletin_id: envoi.est_remis for envoi in apercu.partent}
    gardes: dict[int, tuple[str, Empreinte]] = {}
    with ctx.lire() as session:
        fuseau = lire_epreuve(session, ctx, periode_id).fuseau
        for rang, ident in enumerate(remis, start=1):
            bulletin = session.get_one(Bulletin, ident)
            octets = produire(ctx.depot, [bulletin], fuseau, ctx.maintenant() if remis[ident] else None)
            gardes[ident] = nom_de_bulletin(json.loads(bulletin.contenu)), ctx.depot.ranger(io.BytesIO(octets))
            session.expunge(bulletin)
            avancer(rang, len(remis))

    def ecrire(unite: Unite) -> Envoyes:
        exiger_neufs(unite.session, [ident for ident, deja in remis.items() if not deja])
        for envoi in apercu.partent:
            nom, empreinte = gardes[envoi.bulletin_id]
            texte = textes[envoi.foyer_id, envoi.eleve_id]
            deposer_message(
                unite, site_id=ctx.site_id, foyer_id=envoi.foyer_id, eleve_id=envoi.eleve_id, genre=GENRE,
                destinataire=envoi.courriel, sujet=texte.sujet, corps=texte.corps,
                pieces=[PieceJointe(nom, sha256=empreinte.sha256)], lot=unite.operation_id,
            )  # fmt: skip
        for ident, (nom, empreinte) in gardes.items():
            noter_remise(unite, ident, MoyenBulletin.COURRIEL, empreinte.sha256, nom, est_duplicata=remis[ident])
        unite.touche("bulletin", periode_id)
        return Envoyes(courriels=len(apercu.partent), duplicatas=sum(remis.values()))

    return ctx.ecrire("envoyer_bulletins", ecrire, operation_id)


def _apercu(
    ctx: Contexte, periode_id: int, eleves: Sequence[int] | None
) -> tuple[ApercuEnvoi, dict[tuple[int, int], TexteFusionne]]:
    """The messages that would leave, with the text of each household about each pupil."""
    with ctx.lire() as session:
        lire_epreuve(session, ctx, periode_id)
        bulletins = _jamais_envoyes(session, periode_id, eleves)
        foyers = foyers_des_rangees(session, ELEVE, list(bulletins))
        modele = texte_en_vigueur(session, ctx.site_id, CODE_MODELE, "courriel")
        est_regle = smtp_en_vigueur(session) is not None
    qui = [Destinataire(foyer_id, (ident,)) for ident in bulletins for foyer_id in foyers.get(ident, ())]
    envois = []
    textes: dict[tuple[int, int], TexteFusionne] = {}
    for texte in fusionner_par_morceaux(ctx, modele, qui):
        (eleve_id,) = texte.destinataire.eleve_ids
        bulletin_id, est_remis = bulletins[eleve_id]
        textes[texte.foyer_id, eleve_id] = texte
        courriel = next(filter(est_adresse, texte.courriels), "")
        eleve = ", ".join(texte.eleves)
        envois.append(
            BulletinAEnvoyer(bulletin_id, eleve_id, eleve, texte.foyer_id, texte.famille, courriel, est_remis)
        )
    return ApercuEnvoi(tuple(envois), est_regle), textes


def _jamais_envoyes(
    session: Session, periode_id: int, eleves: Sequence[int] | None
) -> dict[int, tuple[int, bool]]:  # fmt: skip
    """The last bulletin of each pupil that no e-mail carried, and whether it was handed over on paper."""
    remis = exists().where(ImpressionBulletin.bulletin_id == Bulletin.id, ImpressionBulletin.moyen.in_(REMIS))
    envoye = exists().where(
        ImpressionBulletin.bulletin_id == Bulletin.id, ImpressionBulletin.moyen == MoyenBulletin.COURRIEL.value
    )
    requete = select(Bulletin.eleve_id, Bulletin.id, remis).where(Bulletin.id.in_(derniers_ids(periode_id)), ~envoye)
    if eleves is not None:
        requete = requete.where(Bulletin.eleve_id.in_(eleves))
    return {eleve_id: (ident, bool(est_remis)) for eleve_id, ident, est_remis in session.execute(requete)}
