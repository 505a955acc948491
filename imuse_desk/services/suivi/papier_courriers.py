"""The letters about absences on paper: a batch by name for window envelopes, at the words and day that were written."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.relances import Canal
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.models import CourrierAbsence, LigneCourrierAbsence
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.envoi_selection import fusionner_par_morceaux
from imuse_desk.services.etablissement.fusion import Destinataire, TexteFusionne
from imuse_desk.services.etablissement.lettres import preparer_ou_refuser
from imuse_desk.services.suivi.courriers import SANS_TEXTE, LigneCourrier
from imuse_desk.services.suivi.etapes import CourrierDu, LeconManquee, lire_dus, lire_lecons
from imuse_desk.services.suivi.textes_courrier import fusionner_dus, lister, quand


@dataclass(frozen=True, slots=True)
class PapierCourriers:
    """One PDF of letters."""

    nom: str
    octets: bytes
    nombre: int


@dataclass(frozen=True, slots=True)
class _Lettre:
    texte: TexteFusionne
    lecons: Sequence[LeconManquee]
    reference: str


@cas_d_usage(Permission.ENVOYER_COURRIER)
def imprimer_courriers(ctx: Contexte, lot: uuid.UUID) -> PapierCourriers:
    """The letters of a batch by name, as they were written; printing says nothing of their leaving.

    Raises Introuvable (no letter there), RegleMetier(lettre_non_imprimable: famille, caractere).
    """
    c, ligne = CourrierAbsence, LigneCourrierAbsence
    with ctx.lire() as session:
        ecrits = list(
            session.scalars(
                select(c).where(
                    c.operation_id == lot, c.site_id == ctx.site_id, c.canal == Canal.LETTRE, c.annule_a.is_(None)
                )
            )
        )
        if not ecrits:
            raise Introuvable("lot", lot)
        dites: dict[int, list[int]] = {x.id: [] for x in ecrits}
        requete = select(ligne.courrier_id, ligne.presence_id).where(ligne.courrier_id.in_(list(dites)))
        for courrier_id, presence_id in session.execute(requete):
            dites[courrier_id].append(presence_id)
        lecons = lire_lecons(session, [p for siennes in dites.values() for p in siennes])
    qui = [Destinataire(x.foyer_id, (x.eleve_id,)) for x in ecrits]
    textes = {t.destinataire: t for t in fusionner_par_morceaux(ctx, SANS_TEXTE, qui)}
    lettres = [
        _Lettre(
            replace(textes[q], sujet=x.objet, corps=x.corps),
            sorted((lecons[p] for p in dites[x.id]), key=lambda y: (y.a, y.presence_id)),
            f"A{x.a:%y}-{x.id:05}",
        )
        for q, x in zip(qui, ecrits, strict=True) if q in textes
    ]  # fmt: skip
    lettres.sort(key=lambda x: (plier(x.texte.adresse.noms[-1].split()[-1]), plier(x.texte.famille), x.reference))
    le = ecrits[0].a.astimezone(ZoneInfo(ctx.fuseau)).date()
    return PapierCourriers(f"absences_{le:%Y-%m-%d}.pdf", _produire(ctx, lettres, le), len(lettres))


@cas_d_usage(Permission.ENVOYER_COURRIER)
def voir_courrier(ctx: Contexte, ligne: LigneCourrier) -> PapierCourriers:
    """A letter that is due, as it would be printed today. Raises Introuvable (it is due no more)."""
    with ctx.lire() as session:
        siens, _ = lire_dus(session, ctx.site_id, ctx.annee_id, ctx.aujourdhui(), [ligne.du.eleve_id])
        dus = {d.cle: d for d in siens}
    du = dus.get(ligne.du.cle)
    textes: Mapping[tuple[int, int, int], TexteFusionne] = fusionner_dus(ctx, [du]) if du is not None else {}
    if du is None or du.cle not in textes:
        raise Introuvable("courrier", ligne.du.eleve_id)
    return PapierCourriers("apercu_absence.pdf", _produire(ctx, [_apercu(textes[du.cle], du)], ctx.aujourdhui()), 1)


def _apercu(texte: TexteFusionne, du: CourrierDu) -> _Lettre:
    return _Lettre(texte, du.lecons, "aperçu")


def _produire(ctx: Contexte, lettres: Sequence[_Lettre], le: date) -> bytes:
    from imuse_desk.printing.adresse import AdressePostale
    from imuse_desk.printing.courrier_absence import CourrierImprime, LeconImprimee, produire_courriers
    from imuse_desk.services.etablissement.emetteur import lire_emetteur, lire_signature

    with ctx.lire() as session:
        emetteur = lire_emetteur(session, ctx.depot, ctx.site_id)
        signature = lire_signature(session, ctx.depot, ctx.site_id)

    def papiers() -> Iterator[CourrierImprime]:
        for lettre in lettres:
            texte, ou = lettre.texte, lettre.texte.adresse
            yield preparer_ou_refuser(
                CourrierImprime(
                    emetteur=emetteur,
                    adresse=AdressePostale(ou.noms, ou.complement, ou.voie, ou.ville, ou.pays),
                    objet=texte.sujet,
                    corps=texte.corps,
                    liste=lister(lettre.lecons),
                    lecons=tuple(LeconImprimee(quand(x.a), x.cours, x.professeur, x.motif) for x in lettre.lecons),
                    le=le,
                    eleve=", ".join(texte.eleves),
                    famille=texte.famille,
                    reference=lettre.reference,
                    signature=signature,
                ),
                texte.famille,
            )

    return produire_courriers(papiers(), titre=lettres[0].texte.sujet, auteur=emetteur.nom)
