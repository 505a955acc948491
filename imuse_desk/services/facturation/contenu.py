"""The content of a piece before its number: everything that its paper prints, as plain JSON values.

Papers and checks read it back from the sealed text: nothing printed comes from anywhere else.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from imuse_desk.domain.argent import INSECABLE
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.pieces import Nature
from imuse_desk.models import Regie
from imuse_desk.services.etablissement.entete import lire_entete
from imuse_desk.services.facturation.preparation import Preparee
from imuse_desk.services.facturation.registres import Accord, EcheanceVue, LigneFacturee
from imuse_desk.services.reinscription.accuse import adresse_postale
from imuse_desk.services.reinscription.faits import Charge

VERSION = 1
Contenu = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Maison:
    """What every piece of a batch says alike: the house, the régie, the year, what is called."""

    emetteur: Contenu
    regie: Contenu
    annee: str
    nature: Nature
    objet: str


def lire_maison(session: Session, regie: Regie, site_id: int, annee: str, nature: Nature, objet: str) -> Maison:
    """The head of the pieces of a site, as its settings stand now."""
    compte = {
        "nom": regie.nom,
        "titulaire": regie.titulaire,
        "iban": regie.iban,
        "bic": regie.bic,
        "moyens": [list(m) for m in regie.moyens or ()],
        "mentions": regie.mentions,
    }
    return Maison(lire_entete(session, site_id).scellee(), compte, annee, nature, objet)


def contenu_facture(maison: Maison, preparee: Preparee) -> Contenu:
    """The content of a household's invoice."""
    charge = preparee.charge
    if charge is None:
        message = "a household left out has no invoice"
        raise ValueError(message)
    return {
        "version": VERSION,
        "emetteur": maison.emetteur,
        "regie": maison.regie,
        "annee": maison.annee,
        "nature": str(maison.nature),
        "objet": maison.objet,
        "dossier": charge.foyer.numero,
        "famille": charge.foyer.libelle,
        "adresse": adresse_postale(charge, est_facture=True),
        "groupes": _groupes(charge, preparee.lignes),
        "echeances": [_echeance(e) for e in preparee.echeances],
        **_accord(preparee.accord),
        "est_provisoire": preparee.est_provisoire,
        "total": preparee.total_centimes,
    }


def _accord(accord: Accord | None) -> Contenu:
    """Why the plan is not the one of the year: kept, not printed."""
    if accord is None:
        return {}
    return {"accord": {"motif": accord.motif, "auteur": accord.auteur, "le": accord.accorde_le.isoformat()}}


def _echeance(echeance: EcheanceVue) -> Contenu:
    le = echeance.le.isoformat() if echeance.le else None
    contenu = {"rang": echeance.rang, "le": le, "montant": echeance.montant_centimes}
    return contenu | {"moyen": echeance.moyen} if echeance.moyen else contenu


def _groupes(charge: Charge, lignes: Iterable[LigneFacturee]) -> list[Contenu]:
    """One group a child in the order of the household, then what is the household's own."""
    par_eleve: dict[int | None, list[LigneFacturee]] = defaultdict(list)
    for ligne in lignes:
        par_eleve[ligne.eleve_id].append(ligne)
    groupes = [
        {
            "eleve_id": enfant.eleve_id,
            "nom": f"{enfant.membre.prenom} {enfant.membre.nom}".strip(),
            "detail": _naissance(enfant.membre.naissance_le, enfant.membre.sexe),
            "lignes": [_ligne(x) for x in par_eleve[enfant.eleve_id]],
        }
        for enfant in charge.enfants_de(charge.tete.foyer_id)
        if enfant.eleve_id in par_eleve
    ]
    if None in par_eleve:
        groupes.append({"eleve_id": None, "nom": "Foyer", "detail": "", "lignes": [_ligne(x) for x in par_eleve[None]]})
    return groupes


def _naissance(le: date | None, sexe: str) -> str:
    if le is None:
        return ""
    return f"{'née' if sexe == 'F' else 'né'} le{INSECABLE}{date_fr(le)}"


def _ligne(ligne: LigneFacturee) -> Contenu:
    """``part``: the share of the year that is due; ``tranche``: the stretch at this price. Exact, for what follows."""
    sejour: Contenu = {} if ligne.sejour[1] == 1 else {"part": str(ligne.sejour[1])}
    if (t := ligne.tranche) is not None:
        sejour = {"tranche": {"annuel": str(t.annuel), "de": str(t.de), "a": str(t.a), "place": t.place}}
    if ligne.periode:
        sejour["periode"] = ligne.periode
    return {
        **sejour,
        "article": ligne.article,
        "libelle": ligne.libelle,
        "base": ligne.base,
        "rang": ligne.rang,
        "est_provisoire": ligne.est_provisoire,
        "montant": ligne.montant_centimes,
    }
