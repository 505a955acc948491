"""The content of a piece before its number: everything that its paper prints, as plain JSON values.

Papers and checks read it back from the sealed text: nothing printed comes from anywhere else.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.argent import INSECABLE
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.pieces import Nature
from imuse_desk.models import Etablissement, Regie, Site
from imuse_desk.services.facturation.preparation import Preparee
from imuse_desk.services.facturation.registres import LigneFacturee
from imuse_desk.services.reinscription.faits import Charge, Membre

VERSION = 1
ENTETE_LIGNES = 5
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
    maison = session.execute(select(Etablissement.nom, Etablissement.sous_titre, Etablissement.siret)).first()
    site = session.get_one(Site, site_id)
    nom = maison.nom if maison else site.nom
    lignes = [] if nom == site.nom else [site.nom]
    lignes += [*site.adresse.splitlines()[:2], f"{site.cp} {site.ville}".strip(), site.telephone, site.email]
    emetteur = {
        "nom": nom,
        "sous_titre": maison.sous_titre if maison else "",
        "siret": maison.siret if maison else "",
        "lignes": [x for x in lignes if x][:ENTETE_LIGNES],
        "site": site.nom,
        "logo": site.logo_sha256,
    }
    compte = {
        "nom": regie.nom,
        "titulaire": regie.titulaire,
        "iban": regie.iban,
        "bic": regie.bic,
        "moyens": [list(m) for m in regie.moyens or ()],
        "mentions": regie.mentions,
    }
    return Maison(emetteur, compte, annee, nature, objet)


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
        "adresse": _adresse(charge),
        "groupes": _groupes(charge, preparee.lignes),
        "echeances": [
            {"rang": e.rang, "le": e.le.isoformat() if e.le else None, "montant": e.montant_centimes}
            for e in preparee.echeances
        ],
        "est_provisoire": preparee.est_provisoire,
        "total": preparee.total_centimes,
    }


def _adresse(charge: Charge) -> Contenu:
    foyer = charge.foyer
    return {
        "noms": [_nom(m) for m in _destinataires(charge.adultes(foyer.foyer_id))] or [foyer.libelle],
        "complement": foyer.complement or "",
        "voie": foyer.voie,
        "ville": f"{foyer.cp or ''} {foyer.ville or ''}".strip(),
        "pays": foyer.pays or "FR",
    }


def _destinataires(adultes: Sequence[Membre]) -> Sequence[Membre]:
    """Those who receive the invoices, else the mail, else the first adult."""
    return [a for a in adultes if a.recoit_courriers] or adultes[:1]


def _nom(membre: Membre) -> str:
    return " ".join(part for part in (membre.civilite, membre.prenom, membre.nom) if part)


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
    return {
        "article": ligne.article,
        "libelle": ligne.libelle,
        "base": ligne.base,
        "rang": ligne.rang,
        "est_provisoire": ligne.est_provisoire,
        "montant": ligne.montant_centimes,
    }
