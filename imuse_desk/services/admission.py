"""A file that comes in: looked at by the documents process, stored if it can be read, else refused with its reason."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from imuse_desk.documents.client import PDF, examiner
from imuse_desk.documents.composition import ADMISES, Assemblage, PagePrise, composer, nature_de
from imuse_desk.documents.examen import Examen
from imuse_desk.documents.messages import TYPES
from imuse_desk.documents.nature import IMAGES
from imuse_desk.domain.erreurs import StockagePlein
from imuse_desk.domain.textes import nettoyer
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.garde import ranger_neuf

MO = 1_000_000
LONGUEUR_NOM = 300


ORIGINE = "origine"
"""The fact that keeps the SHA-256 of a file out of which a stored document was made."""
PROVENANCES = ("photo", "assemble", "extrait")
"""The facts that say how a document was made here."""


@dataclass(frozen=True, slots=True)
class FichierAdmis:
    """A file that passed the inspection and is in the store; ``contenu`` is what was stored.

    One made here says of what (``provenance``: rule, result, value), with the SHA-256 of the files it came from.
    """

    nom: str
    examen: Examen
    sha256: str
    octets: int
    contenu: Path | BytesIO
    provenance: tuple[tuple[str, str, str], ...] = ()
    origines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FichierRefuse:
    """A file of which nothing is kept: a code, and its French sentence."""

    nom: str
    code: str
    message: str


def admettre(
    ctx: Contexte, chemin: Path, limite: int, restes: set[str], natures: AbstractSet[str] = PDF
) -> FichierAdmis | FichierRefuse:
    """Examine, then store what can be read, noted among ``restes`` (see ``arrivage``); nothing is kept of the rest."""
    nom = nettoyer(chemin.name)[:LONGUEUR_NOM] or "document.pdf"
    examen = examiner(chemin, taille_max=limite, natures=natures)
    if examen.etat != "lisible":
        return FichierRefuse(nom, examen.code, examen.message)
    return _ranger(ctx, FichierAdmis(nom, examen, examen.sha256 or "", 0, chemin), restes)


def admettre_en_pdf(
    ctx: Contexte, source: Path | Assemblage, limite: int, restes: set[str], *, avec_photos: bool
) -> FichierAdmis | FichierRefuse:
    """As ``admettre``, for what is kept as a PDF: a photo becomes one, pages chosen in several files become one."""
    if isinstance(source, Path):
        nature = nature_de(source) if avec_photos else ""
        if nature not in IMAGES:
            return admettre(ctx, source, limite, restes)
        provenance = ("photo", "conforme", TYPES[nature])
        donne, source = source.name, Assemblage(f"{source.stem}.pdf", (PagePrise(source),))
    else:
        donne = source.nom
        pages, fichiers = len(source.pages), len(source.chemins)
        dit = f"{pages} page{'s' * (pages > 1)} de {fichiers} fichier{'s' * (fichiers > 1)}"
        provenance = ("assemble", "conforme", dit)
        if source.est_extrait:
            provenance = ("extrait", "conforme", f"{source.intervalle} de {source.chemins[0].name}"[:300])
    fait = composer(source, taille_max=limite, natures=ADMISES if avec_photos else PDF)
    nom = nettoyer(source.nom)[:LONGUEUR_NOM]
    if fait.examen.etat != "lisible":
        refuse = nettoyer(donne)[:LONGUEUR_NOM]  # the name of what was given, which is a photo still
        return FichierRefuse(refuse, fait.examen.code, fait.examen.message)
    admis = FichierAdmis(nom, fait.examen, fait.examen.sha256 or "", 0, BytesIO(fait.pdf), (provenance,), fait.origines)
    return _ranger(ctx, admis, restes)


def _ranger(ctx: Contexte, admis: FichierAdmis, restes: set[str]) -> FichierAdmis | FichierRefuse:
    try:
        empreinte = ranger_neuf(ctx.depot, admis.contenu, admis.sha256, restes)
    except StockagePlein:
        return FichierRefuse(admis.nom, "disque_plein", "disque plein\u00a0: rien n’a été enregistré")
    if empreinte.sha256 != admis.sha256:
        return FichierRefuse(admis.nom, "document_modifie", "le fichier a changé pendant sa lecture")
    return replace(admis, octets=empreinte.octets)


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
    )
    faits += [(regle, "a_verifier", _numeros(valeur)) for regle, valeur in listes if valeur]
    if actif := vus.get("contenu_actif"):
        faits.append(("contenu_actif", "a_verifier", ", ".join(actif)))
    faits += [(regle, "a_verifier", "") for regle in ("chiffre", "repare", "structure_illisible") if vus.get(regle)]
    return faits


def _numeros(pages: Sequence[int]) -> str:
    """Numbers of pages in words: ``1, 2, 5 à 9``."""
    suites: list[list[int]] = []
    for page in pages:
        if suites and page == suites[-1][-1] + 1:
            suites[-1].append(page)
        else:
            suites.append([page])
    dites = (f"{s[0]} à {s[-1]}" if len(s) > 2 else ", ".join(map(str, s)) for s in suites)
    return ", ".join(dites)
