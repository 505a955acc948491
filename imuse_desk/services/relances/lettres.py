"""The letters of reminders: merged with what each family owes, seen before, printed after in the words written."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select

from imuse_desk.domain.argent import INSECABLE, euros
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.relances import Canal
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Foyer, Relance
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.envoi_selection import fusionner_par_morceaux
from imuse_desk.services.etablissement.fusion import Destinataire, Modele, TexteFusionne, TexteModele, fusionner
from imuse_desk.services.etablissement.lettres import imprimer_lettres
from imuse_desk.services.relances.lignes import LigneTournee, lire_lignes
from imuse_desk.services.relances.niveaux import niveaux_de

SANS_TEXTE = TexteModele("", "")


@dataclass(frozen=True, slots=True)
class PapierRelances:
    """One PDF of the letters of a round."""

    nom: str
    octets: bytes
    nombre: int


@cas_d_usage(Permission.EMETTRE)
def fusionner_relances(ctx: Contexte, lignes: Sequence[LigneTournee]) -> dict[int, TexteFusionne]:
    """The letter of each family, in the words of its level."""
    with ctx.lire() as session:
        niveaux = {n.rang: n for n in niveaux_de(session, ctx.site_id)}
    par_niveau: dict[int, list[LigneTournee]] = defaultdict(list)
    for ligne in lignes:
        par_niveau[ligne.decision.rang].append(ligne)
    textes: dict[int, TexteFusionne] = {}
    for rang, siennes in par_niveau.items():
        propres = {x.foyer_id: _champs(x) for x in siennes}
        qui = [Destinataire(x.foyer_id) for x in siennes]
        textes |= {t.foyer_id: t for t in fusionner_par_morceaux(ctx, niveaux[rang], qui, propres)}
    return textes


def _champs(ligne: LigneTournee) -> Mapping[str, str]:
    """What a reminder alone says of a family."""
    pieces = "\n".join(
        f"– facture {p.affiche} du {date_fr(p.emise_le)}{INSECABLE}: {euros(p.du_centimes)}, "
        f"échéance du {date_fr(p.depuis_le)}"
        for p in ligne.du.pieces
    )
    return {
        "relance.montant": euros(ligne.du.du_centimes),
        "relance.pieces": pieces,
        "relance.depuis": date_fr(ligne.du.depuis_le),
        "relance.precedente": date_fr(ligne.dernier[1]) if ligne.dernier else "",
    }


@cas_d_usage(Permission.EMETTRE)
def voir_relance(ctx: Contexte, foyer_id: int) -> PapierRelances:
    """The letter that a family would get today. Raises Introuvable (it owes nothing, or no level is left)."""
    with ctx.lire() as session:
        lignes = lire_lignes(session, ctx.site_id, ctx.aujourdhui(), [foyer_id])
    textes = fusionner_relances(ctx, [x for x in lignes if x.decision.rang])
    if foyer_id not in textes:
        raise Introuvable("foyer", foyer_id)
    return PapierRelances("apercu_relance.pdf", imprimer_lettres(ctx, (textes[foyer_id],)), 1)


@cas_d_usage(Permission.EMETTRE)
def fusionner_exemple(ctx: Contexte, modele: Modele, qui: Sequence[Destinataire]) -> tuple[TexteFusionne, ...]:
    """How a level being typed reads for somebody: with what the family owes, else with sums made up.

    Raises what ``fusionner`` raises.
    """
    foyers = [t.foyer_id for t in fusionner(ctx, SANS_TEXTE, qui)]
    if not foyers:
        return ()
    with ctx.lire() as session:
        lignes = {x.foyer_id: x for x in lire_lignes(session, ctx.site_id, ctx.aujourdhui(), foyers)}
    propres = {f: _champs(lignes[f]) if f in lignes else _inventes(ctx) for f in foyers}
    return fusionner(ctx, modele, qui, propres)


def _inventes(ctx: Contexte) -> Mapping[str, str]:
    echeance, precedente = (date_fr(ctx.aujourdhui() - timedelta(days=n)) for n in (60, 30))
    piece = f"– facture 26FC00123 du {echeance}{INSECABLE}: {euros(12_500)}, échéance du {echeance}"
    return {
        "relance.montant": euros(12_500), "relance.pieces": piece, "relance.depuis": echeance,
        "relance.precedente": precedente,
    }  # fmt: skip


@cas_d_usage(Permission.EMETTRE)
def imprimer_relances(ctx: Contexte, operation_id: uuid.UUID) -> PapierRelances:
    """The letters of a round in the order of the list, for window envelopes, in the words and at the date they had.

    Raises Introuvable (no letter there), RegleMetier(lettre_non_imprimable).
    """
    with ctx.lire() as session:
        requete = (
            select(Relance.foyer_id, Relance.objet, Relance.corps, Relance.le)
            .join(Foyer, Foyer.id == Relance.foyer_id)
            .where(Relance.operation_id == operation_id, Relance.site_id == ctx.site_id, Relance.canal == Canal.LETTRE)
            .order_by(Foyer.cle, Foyer.id)
        )
        ecrites = {x.foyer_id: x for x in session.execute(requete)}
    if not ecrites:
        raise Introuvable("tournee", operation_id)
    qui = [Destinataire(foyer_id) for foyer_id in ecrites]
    lettres = [
        replace(t, sujet=ecrites[t.foyer_id].objet, corps=ecrites[t.foyer_id].corps)
        for t in fusionner_par_morceaux(ctx, SANS_TEXTE, qui)
    ]
    rangs = {foyer_id: rang for rang, foyer_id in enumerate(ecrites)}
    lettres.sort(key=lambda t: rangs[t.foyer_id])
    le = next(iter(ecrites.values())).le
    return PapierRelances(f"relances_{le:%Y-%m-%d}.pdf", imprimer_lettres(ctx, lettres, le=le), len(lettres))
