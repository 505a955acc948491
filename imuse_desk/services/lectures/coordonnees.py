"""Whom to write to or call for a selection of rows: address blocks, e-mails for a blind copy, phones.

Letters go to the adults who receive them, else to the first of the household. Archived people and households are left
out, and so is an address that was given in confidence.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.roles import Permission
from imuse_desk.models import Adresse, Eleve, Foyer, Lien, Message, Personne
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.listes import pays as noms_de_pays

FOYER, ELEVE, MESSAGE = "foyer", "eleve", "message"
MORCEAU = 1_000
_COURRIEL = re.compile(r"[^\s;,<>\"]+@[^\s;,<>\"]+\.[^\s;,<>\"]+")
"""What was checked when it was typed; here, what does not break a line of addresses."""


@dataclass(frozen=True, slots=True)
class Coordonnees:
    """What can be copied of a selection, in its order, each once, and what was left out."""

    blocs: tuple[str, ...]
    courriels: tuple[str, ...]
    telephones: tuple[tuple[str, str], ...]
    foyers: int
    archives: int
    confidentielles: int
    sans_courriel: int
    sans_telephone: int


@cas_d_usage(Permission.CONSULTER)
def coordonnees(ctx: Contexte, genre: str, ids: Sequence[int]) -> Coordonnees:
    """Whom to write to for households, pupils or letters (``genre``), in the order of the ids."""
    with ctx.lire() as session:
        foyers = _foyers(session, genre, ids)
        lignes = adultes_des_foyers(session, foyers)
        adresses = _adresses(session, foyers)
    actifs = [ident for ident in foyers if ident in lignes]
    destinataires = {ident: _destinataires(lignes[ident]) for ident in actifs}
    blocs = {ident: _bloc(destinataires[ident], adresses.get(ident)) for ident in actifs}
    courriels = {
        ident: [p.email for p in destinataires[ident] if _COURRIEL.fullmatch(p.email or "")] for ident in actifs
    }
    telephones = {
        ident: [(_nom(p), tel) for p in destinataires[ident] if (tel := p.mobile or p.tel_domicile or p.tel_pro)]
        for ident in actifs
    }
    return Coordonnees(
        blocs=tuple(dict.fromkeys(bloc for bloc in blocs.values() if bloc)),
        courriels=tuple({c.casefold(): c for ident in actifs for c in courriels[ident]}.values()),
        telephones=tuple(dict.fromkeys(t for ident in actifs for t in telephones[ident])),
        foyers=len(foyers),
        archives=len(foyers) - len(actifs),
        confidentielles=sum(1 for i in actifs if (a := adresses.get(i)) is not None and a.est_confidentielle),
        sans_courriel=sum(1 for ident in actifs if not courriels[ident]),
        sans_telephone=sum(1 for ident in actifs if not telephones[ident]),
    )


def _par_morceaux(session: Session, requete: Any, colonne: Any, ids: Sequence[int]) -> Iterable[Any]:
    """Rows of a long selection, asked a thousand ids at a time."""
    for debut in range(0, len(ids), MORCEAU):
        yield from session.execute(requete.where(colonne.in_(ids[debut : debut + MORCEAU])))


def _foyers(session: Session, genre: str, ids: Sequence[int]) -> list[int]:
    """The households behind the rows, each once, in their order."""
    trouves = foyers_des_rangees(session, genre, ids)
    return list(dict.fromkeys(foyer_id for ident in ids for foyer_id in trouves.get(ident, ())))


def foyers_des_rangees(session: Session, genre: str, ids: Sequence[int]) -> Mapping[int, Sequence[int]]:
    """The households behind each row, the pupil's main one first; a pupil who left the school has none."""
    if genre == FOYER:
        return {ident: (ident,) for ident in ids}
    if genre == MESSAGE:
        requete, colonne = select(Message.id, Message.foyer_id).where(Message.foyer_id.is_not(None)), Message.id
    else:
        requete = (
            select(Eleve.id, Lien.foyer_id)
            .join(Lien, (Lien.personne_id == Eleve.personne_id) & Lien.au_le.is_(None))
            .where(Eleve.archive_a.is_(None))
            .order_by(Eleve.id, Lien.est_principal.desc(), Lien.id)
        )
        colonne = Eleve.id
    trouves: defaultdict[int, list[int]] = defaultdict(list)
    for ident, foyer_id in _par_morceaux(session, requete, colonne, ids):
        trouves[ident].append(foyer_id)
    return trouves


def adultes_des_foyers(session: Session, foyers: Sequence[int]) -> dict[int, list[Any]]:
    """The adults of each household who may be contacted, in its order, with e-mail and phones."""
    requete = (
        select(
            Lien.foyer_id, Lien.recoit_courriers, Personne.civilite, Personne.nom, Personne.prenom, Personne.email,
            Personne.mobile, Personne.tel_domicile, Personne.tel_pro,
        )
        .join(Foyer, Foyer.id == Lien.foyer_id)
        .join(Personne, Personne.id == Lien.personne_id)
        .where(
            Lien.au_le.is_(None), Lien.role != "enfant", Foyer.archive_a.is_(None), Personne.archive_a.is_(None),
            ~Personne.est_restreint,
        )
        .order_by(Lien.rang, Lien.id)
    )  # fmt: skip
    adultes: defaultdict[int, list[Any]] = defaultdict(list)
    for ligne in _par_morceaux(session, requete, Lien.foyer_id, foyers):
        adultes[ligne.foyer_id].append(ligne)
    return adultes


def _adresses(session: Session, foyers: Sequence[int]) -> dict[int, Any]:
    requete = select(
        Adresse.foyer_id, Adresse.numero, Adresse.voie, Adresse.complement, Adresse.cp, Adresse.ville, Adresse.pays,
        Adresse.est_confidentielle,
    ).where(Adresse.au_le.is_(None))  # fmt: skip
    return {ligne.foyer_id: ligne for ligne in _par_morceaux(session, requete, Adresse.foyer_id, foyers)}


def _destinataires(adultes: Sequence[Any]) -> Sequence[Any]:
    return [adulte for adulte in adultes if adulte.recoit_courriers] or adultes[:1]


def _nom(personne: Any) -> str:
    return " ".join(mot for mot in (personne.prenom, personne.nom) if mot)


def _bloc(personnes: Sequence[Any], adresse: Any) -> str:
    """The address as an envelope shows it; empty where it is unknown or confidential."""
    if adresse is None or adresse.est_confidentielle or not adresse.ville:
        return ""
    noms = [" ".join(mot for mot in (p.civilite, _nom(p)) if mot) for p in personnes]
    voie = " ".join(mot for mot in (adresse.numero, adresse.voie) if mot)
    ville = f"{adresse.cp} {adresse.ville}".strip()
    pays = noms_de_pays().get(adresse.pays, adresse.pays) if adresse.pays not in {"", "FR"} else ""
    return "\n".join(ligne for ligne in (*noms, adresse.complement, voie, ville, pays) if ligne)
