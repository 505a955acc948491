"""A file that comes in: looked at by the documents process, stored if it can be read, else refused with its reason."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from imuse_desk.documents.client import PDF, examiner
from imuse_desk.documents.examen import Examen
from imuse_desk.domain.erreurs import StockagePlein
from imuse_desk.domain.textes import nettoyer
from imuse_desk.services.contexte import Contexte

MO = 1_000_000
LONGUEUR_NOM = 300


@dataclass(frozen=True, slots=True)
class FichierAdmis:
    """A file that passed the inspection and is in the store."""

    nom: str
    examen: Examen
    sha256: str
    octets: int


@dataclass(frozen=True, slots=True)
class FichierRefuse:
    """A file of which nothing is kept: a code, and its French sentence."""

    nom: str
    code: str
    message: str


def admettre(ctx: Contexte, chemin: Path, limite: int, natures: AbstractSet[str] = PDF) -> FichierAdmis | FichierRefuse:
    """Examine, then store what can be read; nothing is kept of the rest."""
    nom = nettoyer(chemin.name)[:LONGUEUR_NOM] or "document.pdf"
    examen = examiner(chemin, taille_max=limite, natures=natures)
    if examen.etat != "lisible":
        return FichierRefuse(nom, examen.code, examen.message)
    try:
        empreinte = ctx.depot.ranger(chemin)
    except StockagePlein:
        return FichierRefuse(nom, "disque_plein", "disque plein\u00a0: rien n’a été enregistré")
    if empreinte.sha256 != examen.sha256:
        return FichierRefuse(nom, "document_modifie", "le fichier a changé pendant sa lecture")
    return FichierAdmis(nom, examen, empreinte.sha256, empreinte.octets)


def faits_de(examen: Examen, attendues: int | None = None) -> list[tuple[str, str, str]]:
    """What the machine saw: rule, result (conforme | non_conforme | a_verifier), value."""
    vus = examen.faits
    nature = f"PDF {vus.get('version', '')}".strip() if vus.get("type_reel", "pdf") == "pdf" else "image"
    faits = [("pdf", "conforme", nature)]
    pages = examen.pages or 0
    if attendues:
        faits.append(("pages", "conforme" if pages == attendues else "non_conforme", f"{pages} sur {attendues}"))
    else:
        faits.append(("pages", "conforme", str(pages)))
    listes = (
        ("pages_vides", vus.get("pages_vides")),
        ("pages_abimees", vus.get("pages_abimees")),
        ("contenu_actif", vus.get("contenu_actif")),
    )
    faits += [(regle, "a_verifier", ", ".join(map(str, valeur))) for regle, valeur in listes if valeur]
    faits += [(regle, "a_verifier", "") for regle in ("chiffre", "repare", "structure_illisible") if vus.get(regle)]
    return faits
