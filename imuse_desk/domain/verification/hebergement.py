"""Somebody housed by another: an attestation, the host's identity paper and the host's own proof of address.

Source: notices of conservatoires. The host's name is the same on the three, the identity paper is valid, the proof is
under three months old and bears the address of the pupil.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from imuse_desk.domain.textes import mots_plies
from imuse_desk.domain.verification.adresses import VOIES, AccordAdresse, situer
from imuse_desk.domain.verification.constats import (
    IMPRIME_AUTRE,
    Attente,
    Constat,
    Document,
    EtatRegle,
    Lieu,
    Regle,
    Source,
    pire,
)
from imuse_desk.domain.verification.lecture import Lu, Nature, nature
from imuse_desk.domain.verification.mrz import lire_mrz
from imuse_desk.domain.verification.noms import est_meme_nom, mots_du_nom
from imuse_desk.domain.verification.page import Mot, Page, entourer


class Part(StrEnum):
    """What a paper is in the set."""

    SEULE = ""  # not said
    PROPRE = "propre"  # the family's own, whatever the machine takes it for
    HEBERGEMENT = "hebergement"
    IDENTITE_HOTE = "identite_hote"
    DOMICILE_HOTE = "domicile_hote"


LIEES = (Part.HEBERGEMENT, Part.IDENTITE_HOTE, Part.DOMICILE_HOTE)
MANQUENT, A_REVOIR, REUNIS = "papiers_manquants", "papiers_a_revoir", "papiers_reunis"
"""Details of the set: the parts that lack, those that are not conforme, those that follow in the file of another."""
DE_L_HOTE = "de_l_hebergeant"
"""Detail of a name that is the host's."""
_DOMICILES = frozenset({Nature.FACTURE, Nature.QUITTANCE, Nature.ECHEANCIER, Nature.TAXE_HABITATION})
_TITRE = r"(?:M\.|MM?e?|Mr|Mme|Mlle|Monsieur|Madame)\s+"
_FIN = r"\s*(?:,|\bdemeurant|\bné|\bcertifi|\battest|$)"
_SOUSSIGNE = re.compile(rf"soussign\S*\s*,?\s*(?:{_TITRE})?([^,]+?){_FIN}", re.IGNORECASE)
_MOTS_DE_NOM = range(2, 6)
_VOIES = frozenset(VOIES.values())
_ENTRE_DEUX_NOMS = 2
"""Words that may stand among those of a name: a second first name, the other of a couple."""


@dataclass(frozen=True, slots=True)
class Papier:
    """A paper of the row: its part, the host's name as it gives it (empty: not read), what was found on it alone.

    ``suivent``: the other parts that stand behind it in the same file, which nothing but a person looks at.
    """

    piece_id: int
    part: Part
    hote: str
    constats: tuple[Constat, ...]
    suivent: tuple[Part, ...] = ()


def part_proposee(pages: Sequence[Page], jour: date) -> Part:
    """The part that a paper plays by itself; the host's proof is told by its name, among the others."""
    lue = nature(pages)
    if lue is Nature.HEBERGEMENT:
        return Part.HEBERGEMENT
    if lue is Nature.IDENTITE or (lue is Nature.INCONNUE and lire_mrz(pages, jour) is not None):
        return Part.IDENTITE_HOTE
    return Part.SEULE


def parts_qui_suivent(part: Part, pages: Sequence[Page], jour: date) -> tuple[Part, ...]:
    """The other parts of a set that a family put in the file of one of them."""
    if part not in LIEES:
        return ()
    vues = {part_proposee((page,), jour) for page in pages[1:]}
    if any(nature((page,)) in _DOMICILES for page in pages[1:]):
        vues.add(Part.DOMICILE_HOTE)
    return tuple(autre for autre in LIEES if autre in vues and autre is not part)


def hebergeant(pages: Sequence[Page]) -> Lu | None:
    """Who attests: the name that follows *je soussigné(e)*; a handwritten one is not read."""
    for page in pages:
        for ligne in page.lignes:
            trouve = _SOUSSIGNE.search(ligne.texte)
            if trouve is not None and len(mots_du_nom(trouve[1])) in _MOTS_DE_NOM:
                return Lu(trouve[1].strip(), page.numero, ligne.segments[0].boite, page.source)
    return None


def juger_attestation(document: Document, attente: Attente) -> tuple[Constat, ...]:
    """Who is housed, and where: looked for in the sentences of the attestation."""
    mots = [
        _MotLu(pli, mot, page)
        for page in document.pages
        for segment in page.segments
        for mot in segment.mots
        for pli in mots_plies(mot.texte)
    ]
    return _heberge(mots, attente), _loge(mots, attente)


@dataclass(frozen=True, slots=True)
class _MotLu:
    """A word of the attestation, folded, and where it stands."""

    pli: str
    mot: Mot
    page: Page


def _lieu_de(mots: Sequence[_MotLu]) -> Lieu:
    """Around words in a row, on the page where they begin."""
    page = mots[0].page
    return Lieu(Source(page.source), page.numero, entourer([lu.mot.boite for lu in mots if lu.page is page]))


def _heberge(mots: Sequence[_MotLu], attente: Attente) -> Constat:
    """Somebody of the household whose name and first name stand side by side."""
    utiles = [lu for lu in mots if mots_du_nom(lu.pli) == (lu.pli,)]
    for personne in attente.identites:
        for nom in personne.noms:
            for prenom in filter(None, personne.prenoms):
                ici = _cote_a_cote(utiles, mots_du_nom(nom), mots_du_nom(prenom))
                if ici:
                    return Constat(Regle.NOM, EtatRegle.CONFORME, f"{nom} {prenom}", lieu=_lieu_de(ici))
    return Constat(Regle.NOM, EtatRegle.A_VERIFIER, detail="non_lu")


def _cote_a_cote(mots: Sequence[_MotLu], nom: Sequence[str], prenom: Sequence[str]) -> Sequence[_MotLu]:
    """The shortest row of words that holds a whole name; empty where none does."""
    voulus = Counter((*nom, *prenom))
    if not nom or not prenom:
        return ()
    for largeur in range(voulus.total(), voulus.total() + _ENTRE_DEUX_NOMS + 1):
        for debut in range(len(mots) - largeur + 1):
            rang = mots[debut : debut + largeur]
            mots_du_rang = Counter(lu.pli for lu in rang)
            if voulus <= mots_du_rang and not _VOIES & mots_du_rang.keys():
                return rang
    return ()


def _loge(mots: Sequence[_MotLu], attente: Attente) -> Constat:
    """One of the household's addresses, its number before the street and its postcode after it."""
    plies = [lu.pli for lu in mots]
    proche: Constat | None = None
    for adresse in attente.adresses:
        accord, debut, fin = situer(plies, adresse)
        if accord is AccordAdresse.AUTRE:
            continue
        est_elle = accord is AccordAdresse.MEME
        etat, detail = (EtatRegle.CONFORME, "") if est_elle else (EtatRegle.A_VERIFIER, "proche")
        dite = " ".join(mot.texte.strip(",") for mot in dict.fromkeys(lu.mot for lu in mots[debut:fin]))
        attendu = "" if est_elle else adresse.dite
        constat = Constat(Regle.ADRESSE, etat, dite, attendu, detail, _lieu_de(mots[debut:fin]))
        if est_elle:
            return constat
        proche = proche or constat
    return proche or Constat(Regle.ADRESSE, EtatRegle.A_VERIFIER, detail="non_lue")


def reconnaitre(papiers: Sequence[Papier]) -> tuple[Papier, ...]:
    """Beside an attestation, a proof that names somebody else is the host's."""
    if not any(p.part is Part.HEBERGEMENT for p in papiers):
        return tuple(papiers)
    return tuple(
        replace(p, part=Part.DOMICILE_HOTE) if p.part is Part.SEULE and _nomme_un_autre(p) else p for p in papiers
    )


def _nomme_un_autre(papier: Papier) -> bool:
    return any(c.regle is Regle.NOM and c.etat is EtatRegle.NON_CONFORME for c in papier.constats)


def juger_ensemble(papiers: Sequence[Papier]) -> dict[int, tuple[Constat, ...]]:
    """What holds of each paper of the set; the attestation says what becomes of the whole."""
    lies = [p for p in papiers if p.part in LIEES]
    if not lies:
        return {}
    juges = {p.piece_id: _du_papier(p, _hebergeant(p, lies)) for p in lies}
    porteur = next((p for p in lies if p.part is Part.HEBERGEMENT), lies[0])
    juges[porteur.piece_id] = (*juges[porteur.piece_id], _ensemble(lies, juges))
    return juges


def _ensemble(lies: Sequence[Papier], juges: Mapping[int, tuple[Constat, ...]]) -> Constat:
    """The parts that are there; then those that lack, else those that are not conforme yet."""
    la = [part for part in LIEES if any(p.part is part for p in lies)]
    suivent = [part for part in LIEES if part not in la and any(part in p.suivent for p in lies)]
    manquent = [part for part in LIEES if part not in la + suivent]
    etats = {p.piece_id: pire(juges[p.piece_id]) for p in lies}
    a_revoir = [
        part for part in LIEES if any(p.part is part and etats[p.piece_id] is not EtatRegle.CONFORME for p in lies)
    ]
    etat, detail = pire([c for constats in juges.values() for c in constats]), ""
    if manquent:
        etat, detail = EtatRegle.NON_CONFORME, f"{MANQUENT}:{','.join(manquent)}"
    elif suivent:
        etat = etat if etat is EtatRegle.NON_CONFORME else EtatRegle.A_VERIFIER
        detail = f"{REUNIS}:{','.join(suivent)}"
    elif a_revoir:
        detail = f"{A_REVOIR}:{','.join(a_revoir)}"
    return Constat(Regle.ENSEMBLE, etat, ", ".join(p for p in LIEES if p in la + suivent), "", detail)


def _hebergeant(papier: Papier, lies: Sequence[Papier]) -> Constat:
    """The host's name, the same wherever it is read; one printed over another that is sealed is looked at."""
    if not papier.hote:
        return Constat(Regle.HEBERGEANT, EtatRegle.A_VERIFIER, detail="non_lu")
    autres = [p.hote for p in lies if p is not papier and p.hote]
    dementi = hote_dementi(papier.hote, autres)
    if dementi:
        return Constat(Regle.HEBERGEANT, EtatRegle.NON_CONFORME, papier.hote, dementi, "autre_personne")
    if any(c.regle is Regle.NOM and c.detail == IMPRIME_AUTRE for c in papier.constats):
        return Constat(Regle.HEBERGEANT, EtatRegle.A_VERIFIER, papier.hote, "", IMPRIME_AUTRE)
    return Constat(Regle.HEBERGEANT, EtatRegle.CONFORME if autres else EtatRegle.A_VERIFIER, papier.hote)


def hote_dementi(hote: str, autres: Sequence[str]) -> str:
    """The name on another paper that tells against this one; none where two agree and whoever differs stands alone."""
    differents = [rang for rang, autre in enumerate(autres) if not est_meme_hote(hote, autre)]
    sont_seuls = not any(est_meme_hote(autres[un], autre) for un in differents for autre in _sans(autres, un))
    if not differents or (len(differents) < len(autres) and sont_seuls):
        return ""
    return autres[differents[0]]


def _sans(autres: Sequence[str], rang: int) -> Sequence[str]:
    return (*autres[:rang], *autres[rang + 1 :])


def est_meme_hote(un: str, autre: str) -> bool:
    """A name alone tells nobody from his kin: two words at least are the same."""
    return est_meme_nom(un, autre, mots_min=2)


def _du_papier(papier: Papier, hote: Constat) -> tuple[Constat, ...]:
    """The host's own papers name the host, not the household; what a person said of the host stands."""
    hote = next((c for c in papier.constats if c.regle is Regle.HEBERGEANT), hote)
    constats = tuple(c for c in papier.constats if c.regle not in (Regle.HEBERGEANT, Regle.ENSEMBLE))
    if papier.part is not Part.HEBERGEMENT:
        nom = replace(hote, regle=Regle.NOM, detail=hote.detail or DE_L_HOTE)
        constats = tuple(nom if c.regle is Regle.NOM else c for c in constats)
    return (*constats, hote)


def hote_de(part: Part, document: Document, constats: Sequence[Constat]) -> str:
    """The host's name as a paper gives it, the sealed one first."""
    if part is Part.HEBERGEMENT:
        lu = hebergeant(document.pages)
        return lu.texte if lu is not None else ""
    return next((c.attendu or c.valeur for c in constats if c.regle is Regle.NOM), "")
