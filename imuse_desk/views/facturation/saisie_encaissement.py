"""The counter entry without its widgets: what is settled, what is left over, the change. Qt-free."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from imuse_desk.domain.argent import INSECABLE, euros
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.pieces import Nature
from imuse_desk.services.facturation.caisse import Comptoir
from imuse_desk.services.facturation.compte_famille import CompteFamille
from imuse_desk.services.facturation.encaissement import Encaisser, Titre
from imuse_desk.services.facturation.imputations import FactureOuverte, Part, repartir
from imuse_desk.services.facturation.mots import mots_alerte


@dataclass(frozen=True, slots=True)
class Envoi:
    """What a click sends, under the operation that it keeps until its outcome is known."""

    demande: Encaisser
    operation_id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(slots=True)
class EtatSaisie:
    """What is typed for a household and not recorded: kept while another dossier is looked at.

    ``parts`` is None while the oldest invoices are settled first; ``est_parti`` while the write is under way.
    """

    foyer_id: int
    cheques: list[Titre] = field(default_factory=list)
    parts: dict[int, int] | None = None
    brut: dict[str, Any] | None = None
    envoi: Envoi | None = None
    est_parti: bool = False

    @property
    def est_touche(self) -> bool:
        """Something beyond the fields themselves was entered."""
        return bool(self.cheques) or self.parts is not None or self.envoi is not None


def parts_de(total_centimes: int, ouvertes: Sequence[FactureOuverte], ecrites: Mapping[int, int] | None) -> list[Part]:
    """What is settled: the parts typed, else the oldest invoices first."""
    if ecrites is None:
        return list(repartir(total_centimes, ouvertes))
    return [Part(x.facture_id, ecrites[x.facture_id]) for x in ouvertes if ecrites.get(x.facture_id)]


def avance_de(total_centimes: int, parts: Sequence[Part]) -> int:
    """What no invoice takes; negative where the parts exceed what is given."""
    return total_centimes - sum(part.montant_centimes for part in parts)


def phrase_avance(avance_centimes: int, compte: CompteFamille, nature: Nature) -> str:
    """What is left over, and in which block it stands."""
    if avance_centimes > 0:
        return f"Avance de {euros(avance_centimes)} sur {compte.annee}, {nature.libelle.lower()}"
    if avance_centimes < 0:
        return f"Les parts dépassent de {euros(-avance_centimes)} ce qui est versé"
    return ""


def phrase_monnaie(total_centimes: int, recu_centimes: int | None) -> str:
    """The change to give back, or what is missing."""
    if recu_centimes is None:
        return "Appoint"
    if recu_centimes < total_centimes:
        return f"Il manque {euros(total_centimes - recu_centimes)}"
    return f"À rendre{INSECABLE}: {euros(recu_centimes - total_centimes)}"


def phrase_solde(solde_centimes: int) -> str:
    """The balance once it is cashed."""
    if solde_centimes < 0:
        return f"En votre faveur {euros(-solde_centimes)}"
    return f"Solde {euros(solde_centimes)}"


def phrase_caisse(comptoir: Comptoir) -> tuple[str, str]:
    """What the till warns of before cash is taken, and the words of the link to it; nothing where all is well."""
    alertes = " ".join(mots_alerte(alerte) for alerte in comptoir.alertes)
    if not comptoir.est_ouverte:
        return f"La caisse n’est pas ouverte. {alertes}".strip(), "Ouvrir la caisse"
    return alertes, "Voir la caisse" if alertes else ""


def mots_cheque(titre: Titre) -> str:
    """A cheque already entered."""
    return f"N°{INSECABLE}{titre.numero} · {titre.banque} · {euros(titre.montant_centimes)}"


def exiger_monnaie(total_centimes: int, recu_centimes: int | None) -> None:
    """Cash handed over covers the amount. Raises Invalide."""
    if recu_centimes is not None and recu_centimes < total_centimes:
        raise Invalide("recu", "monnaie_insuffisante", manque_centimes=total_centimes - recu_centimes)


def exiger_mode(mode_id: int | None) -> None:
    """A mode was chosen. Raises Invalide."""
    if mode_id is None:
        raise Invalide("mode", "choix_obligatoire")


def exiger_parts(total_centimes: int, parts: Sequence[Part]) -> None:
    """Invoices take no more than what is given. Raises Invalide."""
    if avance_de(total_centimes, parts) < 0:
        raise Invalide("parts", "parts_trop_grandes", total_centimes=total_centimes)


def cheque(valeurs: Mapping[str, Any]) -> Titre:
    """The cheque in the fields. Raises Invalide on what it lacks."""
    if not valeurs["montant"]:
        raise Invalide("montant", "montant_nul")
    if not valeurs["banque"]:
        raise Invalide("banque", "cheque_sans_banque")
    if not valeurs["numero"]:
        raise Invalide("numero", "cheque_sans_numero")
    return Titre(valeurs["montant"], valeurs["banque"], valeurs["tireur"], valeurs["numero"])
