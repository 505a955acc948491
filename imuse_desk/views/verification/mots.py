"""What the station says of a piece, Qt-free: rules, reasons, the seal's five states, the table of compared values."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from imuse_desk.documents.messages import PHRASES
from imuse_desk.domain.argent import euros, grouper
from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.domain.verification.constats import EtatRegle, Regle
from imuse_desk.domain.verification.controles import regles_de
from imuse_desk.domain.verification.hebergement import LIEES
from imuse_desk.services.lectures.poste import (
    FaitPoste,
    Journee,
    LigneComparee,
    PiecePoste,
    PieceVoisine,
    PrixPoste,
    ValeurLue,
)
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.regles_piece import PARTS, SCEAUX, dire_detail, dire_valeur, titre_regle

INSECABLE = "\u00a0"
RESULTATS: Mapping[str, tuple[str, Ton, str]] = {
    EtatRegle.CONFORME: ("Conforme", "ok", "check-circle"),
    EtatRegle.NON_CONFORME: ("Non conforme", "bad", "x-circle"),
    EtatRegle.A_VERIFIER: ("À vérifier", "info", "hourglass-medium"),
    "": ("À vérifier", "info", "hourglass-medium"),
}
COMPAREES: Mapping[str, str] = {
    "revenu": "Revenu fiscal",
    "parts": "Parts",
    "quotient": "Quotient",
    "declarant_1": "Nom 1",
    "declarant_2": "Nom 2",
}
SOURCES: Mapping[str, str] = {"scelle": "valeur scellée", "texte": "valeur lue", "ocr": "valeur lue", "saisi": "saisie"}
COMPTEES = frozenset({Regle.PAGES, Regle.ENSEMBLE})
VIDE = "—"
VOICI = " Voici la suivante."


def est_muette(piece: PiecePoste) -> bool:
    """It was read and said nothing: pages are counted, and other papers known, without a word of this one."""
    dites = [f for f in piece.liste if f.source not in ("", "saisi") and f.regle not in COMPTEES]
    return piece.est_lue and not piece.illisible and not any(fait.valeur for fait in dites)


def puce_illisible(piece: PiecePoste) -> list[tuple[str, Ton, str]]:
    """The chip of a file that the program could not read; none where it could."""
    if not piece.illisible:
        return []
    dit = PHRASES.get(piece.illisible, "fichier illisible")
    return [(f"{dit[:1].upper()}{dit[1:]}", "bad", "x-circle")]


def titre(fait: FaitPoste) -> str:
    """The words of a rule; the date of an identity paper is that of its end."""
    return "Validité" if fait.est_validite else titre_regle(fait.regle, fait.detail)


def ligne(fait: FaitPoste, fuseau: str) -> str:
    """What stands under a rule: what was seen, expected, why, and who confirmed it."""
    est_lu = fait.resultat != EtatRegle.A_VERIFIER or fait.valeur
    detail = fait.detail if est_lu or fait.detail != "autre_que_la_caf" else "non_lu"
    if detail == "imprimes_differents" or (fait.regle == Regle.HEBERGEANT and fait.attendu):  # said already
        detail = ""
    morceaux = [m for m in (_vu(fait), dire_detail(detail)) if m]
    if fait.confirme_par and fait.a is not None:
        heure = fait.a.astimezone(ZoneInfo(fuseau))
        verbe = "saisi par" if fait.source == "saisi" and fait.valeur else "lu par"
        morceaux.append(f"{verbe} {fait.confirme_par} à {heure:%H:%M}")
    return " · ".join(morceaux) or ("" if fait.resultat == EtatRegle.CONFORME else "à lire sur le document")


_AVEC_ATTENDU: Mapping[str, str] = {
    Regle.PAGES: "{valeur} sur {attendu}",
    Regle.ANNEE: "Attendue {attendu} · lue {valeur}",
    Regle.ADRESSE: "{valeur} · au dossier\u00a0: {attendu}",
    Regle.HEBERGEANT: "{valeur} ici, {attendu} sur une autre pièce",
}


def _vu(fait: FaitPoste) -> str:
    valeur, attendu = fait.valeur, fait.attendu
    dit = court(dire_valeur(fait.regle, valeur))
    match fait.regle:
        case Regle.EMETTEUR if fait.resultat == EtatRegle.CONFORME and not valeur:
            dit = "Allocations familiales ou MSA"
        case Regle.CONCORDANCE if fait.detail == "imprimes_differents":
            dit = " et ".join(court(m) for m in (attendu, valeur) if m)
        case Regle.CONCORDANCE if attendu:
            dit = f"Scellé {court(attendu)} · imprimé {court(valeur) if valeur else 'non lu'}"
        case Regle.DATE if fait.est_validite and valeur:
            dit = f"valable jusqu’au {valeur}"
        case Regle.DATE if attendu and valeur:
            dit = f"{valeur} · admise depuis le {attendu}"
        case regle if attendu and valeur and regle in _AVEC_ATTENDU:
            dit = _AVEC_ATTENDU[regle].format(valeur=valeur, attendu=attendu)
        case Regle.NOM | Regle.PARTS if attendu and (fait.regle == Regle.PARTS or fait.page is not None):
            dit = f"Scellé {attendu} · imprimé {valeur}"
    return dit


def court(montant: str) -> str:
    """An amount without cents that are none: ``34 512,00 €`` gives ``34 512 €``."""
    return montant.replace(",00\u00a0€", "\u00a0€")


def puces_du_sceau(piece: PiecePoste, aujourdhui: date) -> list[tuple[str, Ton, str]]:
    """The chips of the seal: its state, and what is not known of it; none where no paper of this kind bears one."""
    sceau = piece.sceau
    est_attendu = Regle.SCEAU in regles_de(piece.controle, piece.part)
    if sceau is None or sceau.etat not in SCEAUX or (sceau.etat == "pas_de_code" and not est_attendu):
        return []
    if sceau.est_d_un_autre and sceau.etat.startswith("valide"):
        return [("Cachet 2D-Doc d’un autre genre de document", "warn", "warning")]
    mots, ton, icone = SCEAUX[sceau.etat]
    puces: list[tuple[str, Ton, str]] = [(mots, ton, icone)]
    if sceau.etat == "valide_sans_revocation":
        depuis = "jamais vérifiée"
        if sceau.revocation_du is not None:
            depuis = f"non vérifiée depuis {(aujourdhui - sceau.revocation_du).days}{INSECABLE}j"
        puces.append((f"Révocation {depuis}", "warn", "clock"))
    return puces


def dire_alerte(fait: FaitPoste) -> str:
    """A chip of what else the machine saw; of another family, the numbers of its dossiers alone are told."""
    if fait.regle == Regle.AUTRE_FOYER and fait.valeur:
        autres = "d’autres familles" if "," in fait.valeur else "d’une autre famille"
        return f"Même document dans {'les dossiers' if ',' in fait.valeur else 'le dossier'} {fait.valeur} {autres}"
    return f"{titre_regle(fait.regle)}{f' {fait.valeur}' if fait.valeur else ''}"


def libelle(piece: PiecePoste | PieceVoisine) -> str:
    """What a piece is called: by its part where several papers go together on a row, else by its row."""
    return PARTS[piece.part] if piece.part in LIEES else piece.libelle


def libelles(voisines: Sequence[PieceVoisine]) -> list[str]:
    """The household's pieces, the files of those called alike told apart by their names."""
    nombre = Counter(libelle(v) for v in voisines)
    return [libelle(v) if nombre[libelle(v)] == 1 else f"{libelle(v)} · {v.nom_fichier}" for v in voisines]


def famille(libelle: str) -> str:
    """The name of a household without the word that the screen says already."""
    return libelle.removeprefix("Famille ")


def qui(piece: PiecePoste) -> str:
    """The pupils that a piece is about: ``Lina et Noé Valmont``."""
    if not piece.eleves:
        return famille(piece.famille)
    *debut, dernier = piece.eleves
    prenoms = f"{', '.join(debut)} et {dernier}" if debut else dernier
    return f"{prenoms} {piece.nom_eleve}".strip()


def fichier(piece: PiecePoste) -> str:
    """``avis 2019.pdf · 4 pages · 1,8 Mo · scanné``."""
    pages = piece.pages or 0
    taille = f"{max(piece.octets / 1_000_000, 0.1):.1f}".replace(".", ",")
    morceaux = [piece.nom_fichier, f"{pages} page{'s' if pages > 1 else ''}" if pages else "", f"{taille}{INSECABLE}Mo"]
    if piece.est_scannee:
        morceaux.append("scanné")
    return " · ".join(m for m in morceaux if m)


@dataclass(frozen=True, slots=True)
class Case:
    """A cell of the compared values; ``differe`` from the value that counts."""

    texte: str
    differe: bool = False
    est_scellee: bool = False


@dataclass(frozen=True, slots=True)
class Comparaison:
    """The table: heads after the first column, then rows of a name and its cells."""

    tetes: tuple[str, ...]
    lignes: tuple[tuple[str, tuple[Case, ...]], ...]


def comparaison(piece: PiecePoste) -> Comparaison:
    """Sealed, printed on each page where it is, and the household's file, side by side."""
    pages = sorted({v.page for c in piece.comparaison for v in c.imprimes if v.page is not None})[:2]
    a_sceau = any(c.scelle is not None for c in piece.comparaison)
    tetes = (*(["Scellé"] if a_sceau else []), *(f"Imprimé p.{INSECABLE}{page}" for page in pages), "Dossier")
    lignes = tuple((COMPAREES.get(c.cle, c.cle), _cases(c, pages, a_sceau=a_sceau)) for c in piece.comparaison)
    return Comparaison(tetes, lignes if pages or a_sceau else ())


def _cases(comparee: LigneComparee, pages: list[int], *, a_sceau: bool) -> tuple[Case, ...]:
    qui_compte = comparee.scelle or (comparee.imprimes[0] if comparee.imprimes else None)
    reference = qui_compte.texte if qui_compte is not None else None
    est_nom = comparee.cle.startswith("declarant")
    cases = [Case(_dire_valeur(comparee.scelle, est_nom=est_nom), est_scellee=True)] if a_sceau else []
    for page in pages:
        vue = next((v for v in comparee.imprimes if v.page == page), None)
        differe = vue is not None and reference is not None and not est_nom and vue.texte != reference
        cases.append(Case(_dire_valeur(vue, est_nom=est_nom), differe))
    return (*cases, Case(_nom_dit(comparee.dossier) if est_nom and comparee.dossier else comparee.dossier or VIDE))


def _dire_valeur(valeur: ValeurLue | None, *, est_nom: bool) -> str:
    if valeur is None:
        return VIDE
    return _nom_dit(valeur.texte) if est_nom else valeur.texte.removesuffix(",00") or VIDE


def _nom_dit(nom: str) -> str:
    """Whole, that the end of two names may be compared."""
    return " ".join(nom.title().split())


def report(piece: PiecePoste) -> str:
    """What a click would carry to the tariff; empty for nothing."""
    propose = piece.proposition
    if propose is None:
        return ""
    source = SOURCES.get(propose.source, "valeur lue")
    if propose.avis > 1:
        source = f"{propose.avis} avis"
    dit = f"{court(euros(propose.centimes))} ({source}"
    if propose.genre == "calcule":
        dit += f", {decimales(propose.parts_centiemes)}{INSECABLE}parts"
    return f"{dit})"


def decimales(centiemes: int) -> str:
    """``250`` gives ``2,5``; ``300`` gives ``3``."""
    entier, reste = divmod(centiemes, 100)
    return f"{entier},{reste:02}".rstrip("0") if reste else str(entier)


def prix(vu: PrixPoste | None, annee: str) -> str:
    """``Prix 2026-2027 : 412,50 € · quotient 880,66 €``."""
    if vu is None:
        return ""
    total = "aucun cours demandé"
    if vu.total_centimes != 0:
        total = euros(vu.total_centimes) if vu.total_centimes is not None else "à calculer"
    morceaux = [f"Prix {annee}{INSECABLE}: {total}"]
    if vu.quotient_centimes is not None:
        morceaux.append(f"quotient {euros(vu.quotient_centimes)}")
    elif vu.est_provisoire:
        morceaux.append("plafond en attendant les pièces")
    if vu.avec_quotient_centimes is not None and vu.avec_quotient_centimes != vu.total_centimes:
        morceaux.append(f"{euros(vu.avec_quotient_centimes)} une fois les pièces là")
    return " · ".join(morceaux)


def decision(piece: PiecePoste, *, est_acceptee: bool) -> str:
    """``Attestation CAF de Noé Valmont : pièce acceptée``."""
    return f"{libelle(piece)}, {qui(piece)}{INSECABLE}: pièce {'acceptée' if est_acceptee else 'refusée'}"


def journee(jour: Journee) -> str:
    """``42 pièces vues aujourd’hui, 8 s en moyenne``."""
    n = jour.miennes
    dit = f"{grouper(str(n))} pièce{'s' if n > 1 else ''} vue{'s' if n > 1 else ''} aujourd’hui"
    if jour.moyenne_ms is not None:
        dit += f", {max(round(jour.moyenne_ms / 1000), 1)}{INSECABLE}s en moyenne"
    if jour.site > jour.miennes:
        dit += f", {jour.site} sur le site"
    return dit


def deja_decidee(piece: PiecePoste, fuseau: str) -> str:
    """Another desk was quicker: said calmly."""
    mot = {EtatPiece.ACCEPTEE: "acceptée", EtatPiece.REFUSEE: "refusée"}.get(piece.etat, "décidée")
    quand = f" à {piece.decide_a.astimezone(ZoneInfo(fuseau)):%H:%M}" if piece.decide_a is not None else ""
    par = f" par {piece.decide_par}" if piece.decide_par else ""
    return f"{libelle(piece)}, {qui(piece)}\u00a0: déjà {mot}{par}{quand}.{VOICI}"
