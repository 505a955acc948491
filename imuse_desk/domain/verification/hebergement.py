"""Somebody housed by another: an attestation, the host's identity paper and the host's own proof of address.

Source: notices of conservatoires. The host's name is the same on the three, the identity paper is valid, the proof is
under three months old and bears the address of the pupil.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from imuse_desk.domain.textes import mots_plies
from imuse_desk.domain.verification.adresses import mots_de_voie
from imuse_desk.domain.verification.constats import Attente, Constat, Document, EtatRegle, Regle, pire
from imuse_desk.domain.verification.lecture import Lu, Nature, nature
from imuse_desk.domain.verification.mrz import lire_mrz
from imuse_desk.domain.verification.noms import mots_du_nom
from imuse_desk.domain.verification.page import Page


class Part(StrEnum):
    """What a paper is in the set."""

    SEULE = ""  # not said
    PROPRE = "propre"  # the family's own, whatever the machine takes it for
    HEBERGEMENT = "hebergement"
    IDENTITE_HOTE = "identite_hote"
    DOMICILE_HOTE = "domicile_hote"


LIEES = (Part.HEBERGEMENT, Part.IDENTITE_HOTE, Part.DOMICILE_HOTE)
_TITRE = r"(?:M\.|MM?e?|Mr|Mme|Mlle|Monsieur|Madame)\s+"
_FIN = r"\s*(?:,|\bdemeurant|\bné|\bcertifi|\battest|$)"
_SOUSSIGNE = re.compile(rf"soussign\S*\s*,?\s*(?:{_TITRE})?([^,]+?){_FIN}", re.IGNORECASE)
_MOTS_DE_NOM = range(2, 6)


@dataclass(frozen=True, slots=True)
class Papier:
    """A paper of the row: its part, the host's name as it gives it (empty: not read), what was found on it alone."""

    piece_id: int
    part: Part
    hote: str
    constats: tuple[Constat, ...]


def part_proposee(pages: Sequence[Page], jour: date) -> Part:
    """The part that a paper plays by itself; the host's proof is told by its name, among the others."""
    lue = nature(pages)
    if lue is Nature.HEBERGEMENT:
        return Part.HEBERGEMENT
    if lue is Nature.IDENTITE or (lue is Nature.INCONNUE and lire_mrz(pages, jour) is not None):
        return Part.IDENTITE_HOTE
    return Part.SEULE


def hebergeant(pages: Sequence[Page]) -> Lu | None:
    """Who attests: the name that follows *je soussigné(e)*; a handwritten one is not read."""
    for page in pages:
        for ligne in page.lignes:
            trouve = _SOUSSIGNE.search(ligne.texte)
            if trouve is not None and len(mots_du_nom(trouve[1])) in _MOTS_DE_NOM:
                return Lu(trouve[1].strip(), page.numero, ligne.segments[0].boite, page.source)
    return None


def juger_attestation(document: Document, attente: Attente) -> tuple[Constat, ...]:
    """Who is housed, and where: looked for among all the words of the attestation."""
    mots = {mot for page in document.pages for ligne in page.lignes for mot in mots_plies(ligne.texte)}
    return _heberge(mots, attente), _lieu(mots, attente)


def _heberge(mots: set[str], attente: Attente) -> Constat:
    for personne in attente.identites:
        for nom in personne.noms:
            if set(mots_du_nom(nom)) <= mots and any(set(mots_du_nom(p)) <= mots for p in personne.prenoms if p):
                return Constat(Regle.NOM, EtatRegle.CONFORME, f"{nom} {personne.prenoms[0]}")
    return Constat(Regle.NOM, EtatRegle.A_VERIFIER, detail="non_lu")


def _lieu(mots: set[str], attente: Attente) -> Constat:
    for adresse in attente.adresses:
        numero, voie = mots_de_voie(adresse.voie)
        if adresse.cp in mots and voie and set(voie) <= mots and (not numero or numero[:1] in "".join(mots)):
            return Constat(Regle.ADRESSE, EtatRegle.CONFORME, f"{adresse.voie}, {adresse.cp} {adresse.ville}".strip())
    return Constat(Regle.ADRESSE, EtatRegle.A_VERIFIER, detail="non_lue")


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
    hotes = {p.piece_id: _hebergeant(p, lies) for p in lies}
    juges = {p.piece_id: _du_papier(p, hotes[p.piece_id]) for p in lies}
    manquent = [part for part in LIEES if not any(p.part is part for p in lies)]
    etat, detail = pire([c for constats in juges.values() for c in constats]), ""
    if manquent:
        etat, detail = EtatRegle.NON_CONFORME, "papiers_manquants"
    ensemble = Constat(Regle.ENSEMBLE, etat, ", ".join(manquent) or str(len(lies)), "3", detail)
    porteur = next((p for p in lies if p.part is Part.HEBERGEMENT), lies[0])
    juges[porteur.piece_id] = (*juges[porteur.piece_id], ensemble)
    return juges


def _hebergeant(papier: Papier, lies: Sequence[Papier]) -> Constat:
    """The host's name, the same wherever it is read."""
    if not papier.hote:
        return Constat(Regle.HEBERGEANT, EtatRegle.A_VERIFIER, detail="non_lu")
    autres = [p.hote for p in lies if p is not papier and p.hote]
    different = next((autre for autre in autres if not _memes(papier.hote, autre)), None)
    if different is not None:
        return Constat(Regle.HEBERGEANT, EtatRegle.NON_CONFORME, papier.hote, different, "autre_personne")
    return Constat(Regle.HEBERGEANT, EtatRegle.CONFORME if autres else EtatRegle.A_VERIFIER, papier.hote)


def _memes(un: str, autre: str) -> bool:
    """Every word of the shorter name is a word of the other, two of them at least."""
    mots, voulus = sorted((set(mots_du_nom(un)), set(mots_du_nom(autre))), key=len)
    return len(mots) > 1 and mots <= voulus


def _du_papier(papier: Papier, hote: Constat) -> tuple[Constat, ...]:
    """The host's own papers name the host, not the household; what a person said of the host stands."""
    constats = papier.constats
    if any(c.regle is Regle.HEBERGEANT for c in constats):
        return constats
    if papier.part is not Part.HEBERGEMENT:
        constats = tuple(replace(hote, regle=Regle.NOM) if c.regle is Regle.NOM else c for c in constats)
    return (*constats, hote)


def hote_de(part: Part, document: Document, constats: Sequence[Constat]) -> str:
    """The host's name as a paper gives it."""
    if part is Part.HEBERGEMENT:
        lu = hebergeant(document.pages)
        return lu.texte if lu is not None else ""
    return next((c.valeur for c in constats if c.regle is Regle.NOM), "")
