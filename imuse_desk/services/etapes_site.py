"""Steps of a site that come in an order (reminders, absences): those shipped, until the site writes its own."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Conflit, Introuvable, Invalide
from imuse_desk.domain.gabarits import verifier
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.etablissement.gabarits import LONGUEUR_SUJET
from imuse_desk.services.saisie import Lecteur

LONGUEUR_CORPS = 5_000
"""Some two pages."""


def etapes_de(session: Session, table: Any, site_id: int) -> list[Any]:
    """The rows that a site wrote, in their order; none while it has those shipped."""
    return list(session.scalars(select(table).where(table.site_id == site_id).order_by(table.rang)))


def assurer_etapes(session: Session, table: Any, site_id: int, livrees: Iterable[Mapping[str, Any]]) -> list[Any]:
    """The rows of a site, made of those shipped at its first change."""
    siennes = etapes_de(session, table, site_id)
    if not siennes:
        siennes = [table(site_id=site_id, **livree) for livree in livrees]
        session.add_all(siennes)
    return siennes


def ecrire_etape(
    unite: Unite, table: Any, site_id: int, demande: Any, valeurs: Mapping[str, Any],
    livrees: Iterable[Mapping[str, Any]],
) -> int:  # fmt: skip
    """Change the step ``demande.rang`` seen at ``demande.version`` (0: as shipped); gives its id.

    Raises Introuvable, Conflit.
    """
    existaient = bool(etapes_de(unite.session, table, site_id))
    etapes = {e.rang: e for e in assurer_etapes(unite.session, table, site_id, livrees)}
    etape = etapes.get(demande.rang)
    if etape is None:
        raise Introuvable("niveau", demande.rang)
    if existaient and etape.version != demande.version:
        ecarts = {c: (v, getattr(etape, c)) for c, v in valeurs.items() if v != getattr(etape, c)}
        raise Conflit(ecarts, auteur=etape.modifie_par or "", version=etape.version)
    for colonne, valeur in valeurs.items():
        setattr(etape, colonne, valeur)
    unite.session.flush()
    unite.touche(table.__tablename__, etape.id)
    ident: int = etape.id
    return ident


def lire_texte(lecteur: Lecteur, objet: str, corps: str, cles: Collection[str]) -> dict[str, str]:
    """The letter of a step as typed: its object, its text, with the merge fields it may name."""
    lus = {
        "objet": lecteur.texte("objet", objet, LONGUEUR_SUJET, obligatoire=True),
        "corps": lecteur.texte("corps", corps, LONGUEUR_CORPS, obligatoire=True, bloc=True),
    }
    for champ, dit in lus.items():
        try:
            verifier(dit, frozenset(cles), champ=champ)
        except Invalide as erreur:
            lecteur.erreurs.append(erreur)
    return lus
