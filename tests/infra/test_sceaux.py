"""2D-Doc codes: the reference codes of the specification, altered ones, and a small authority of our own."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from imuse_desk.domain.confiance import EtatSceau
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.sceau import SceauIllisible, lire
from imuse_desk.infra.sceaux import (
    Magasin,
    emetteur_de,
    examiner,
    juger,
    lire_certificats,
    lire_liste,
    lire_revocations,
    magasin_d_essai,
    nom_commun,
    signe_par,
    table,
)
from imuse_desk.services.demonstration.autorite import AutoriteExemple as Autorite
from imuse_desk.services.demonstration.cachets import sceller

DONNEES = Path(__file__).parents[1] / "data" / "deux_ddoc"
JOUR = date(2026, 6, 1)
_SEPARATEURS = str.maketrans({"␝": "\x1d", "␞": "\x1e", "␟": "\x1f"})
CODES: list[Mapping[str, Any]] = yaml.safe_load((DONNEES / "codes.yaml").read_text(encoding="utf-8"))["samples"]
AVIS = next(c for c in CODES if "avis type 28 v04 (own" in c["what"])


def octets(code: Mapping[str, Any]) -> bytes:
    return str(code["raw"]).translate(_SEPARATEURS).encode()


@pytest.fixture(scope="module")
def essai() -> Magasin:
    return magasin_d_essai((DONNEES / "essai_fr00_0001.pem").read_bytes())


@pytest.mark.parametrize("code", CODES, ids=lambda code: code["what"][:40])
def test_each_reference_code_is_read_and_judged(code: Mapping[str, Any], essai: Magasin) -> None:
    sceau, verdict = examiner(octets(code), essai, JOUR)
    assert sceau is not None
    assert (verdict.etat is EtatSceau.VALIDE) is code["signature_ok"]
    assert verdict.raison == ("essai" if code["signature_ok"] else "signature")
    if "fields" in code:
        assert dict(sceau.champs) == {str(ident): str(valeur) for ident, valeur in code["fields"].items()}
        entete = code["header"]
        assert (sceau.version, sceau.autorite, sceau.certificat) == (entete["version"], entete["ca"], entete["cert"])
        assert (sceau.genre, sceau.pays) == (entete["doctype"], entete["country"] or "")
        for lu, attendu in ((sceau.emis_le, entete["issued"]), (sceau.signe_le, entete["signed"])):
            assert (lu.isoformat() if lu else None) == attendu
        assert sceau.manquants(table()) == ()
        assert sceau.inconnus == ()


def test_a_certificate_of_the_specification_is_never_trusted_in_the_product(essai: Magasin) -> None:
    _, verdict = examiner(octets(AVIS), replace(essai, essai=False), JOUR)
    assert (verdict.etat, verdict.raison) == (EtatSceau.EMETTEUR_ABSENT, "essai")


@pytest.mark.parametrize(
    ("avant", "apres", "code"),
    [
        (b"DC04", b"DC05", "version"),
        (b"DC04", b"dc04", "entete"),
        (b"FFFF2471", b"FFFFG471", "entete"),
        (b"\x1f", b"", "sans_signature"),
        (b"7NY", b"7N", "signature"),  # a character short
        (b"7NY", b"7NZ", "signature"),  # bits that mean nothing
        (b"7NY", b"7n1", "signature"),
        (b"FR43", b"FR4!", "champ"),
        (b"\x1d4134512", b"\x1d4534512", "repete"),
        (b"4520244", b"45", "champ"),  # a fixed length cut short
    ],
)
def test_a_code_that_breaks_the_specification_is_refused(avant: bytes, apres: bytes, code: str) -> None:
    brut = octets(AVIS)
    assert avant in brut
    coupe = brut.index(avant)
    modifie = brut[:coupe] + apres + brut[coupe + len(avant) :]
    if code == "champ" and avant.startswith(b"4520244"):
        modifie = brut[:coupe] + apres + brut[brut.index(b"\x1f") :]
    with pytest.raises(SceauIllisible) as refus:
        lire(modifie, table())
    assert refus.value.code == code


def test_an_annex_is_never_read(essai: Magasin) -> None:
    sceau, verdict = examiner(octets(AVIS) + b"\x1d4199999", essai, JOUR)
    assert sceau is not None
    assert sceau.a_annexe
    assert sceau.champs["41"] == "34512"
    assert verdict.etat is EtatSceau.VALIDE


def test_a_value_cut_by_its_issuer_is_said_cut() -> None:
    brut = octets(AVIS).replace(b"\x1d4A", b"\x1e4A")
    sceau = lire(brut, table())
    assert sceau.coupes == ("46",)


def test_a_field_unknown_to_the_table_is_kept_apart() -> None:
    brut = octets(AVIS).replace(b"FR43", b"FRZZnouveau\x1d43")
    sceau = lire(brut, table())
    assert (sceau.inconnus, sceau.champs["43"]) == (("ZZ",), "2,5")


def _muter(brut: bytes, hasard: random.Random) -> bytes:
    tampon = bytearray(brut)
    for _ in range(hasard.randint(1, 3)):
        rang = hasard.randrange(len(tampon))
        geste = hasard.randrange(4)
        if geste == 0:
            tampon[rang] = hasard.choice(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ \x1d\x1e\x1f/")
        elif geste == 1:
            del tampon[rang]
        elif geste == 2:
            tampon.insert(rang, hasard.choice(b"\x1d\x1e0A4"))
        else:
            autre = hasard.randrange(len(tampon))
            tampon[rang], tampon[autre] = tampon[autre], tampon[rang]
    return bytes(tampon)


def _aucune_acceptee(essai: Magasin, fois: int) -> None:
    hasard = random.Random(20260601)  # noqa: S311  # the same mutations each time
    sains = [octets(c) for c in CODES if c["signature_ok"]]
    for _ in range(fois):
        brut = hasard.choice(sains)
        mute = _muter(brut, hasard)
        sceau, verdict = examiner(mute, essai, JOUR)
        if verdict.etat is EtatSceau.VALIDE:
            original = lire(brut, table())
            assert sceau is not None
            assert (sceau.champs, sceau.message) == (original.champs, original.message)


def test_no_altered_code_passes_with_other_values(essai: Magasin) -> None:
    _aucune_acceptee(essai, 500)


@pytest.mark.long
def test_no_altered_code_passes_with_other_values_at_length(essai: Magasin) -> None:
    _aucune_acceptee(essai, 20_000)


@dataclass(frozen=True)
class Pki:
    """An authority FR42, one signer AB12 of each curve, and a code sealed by it."""

    autorite: Autorite
    cle: ec.EllipticCurvePrivateKey
    feuille: x509.Certificate

    @classmethod
    def creer(cls, courbe: ec.EllipticCurve, au: date = date(2030, 1, 1)) -> "Pki":
        autorite = Autorite.creer("FR42", date(2020, 1, 1), au)
        cle = ec.generate_private_key(courbe)
        return cls(autorite, cle, autorite.signer("AB12", cle, date(2024, 1, 1), date(2027, 1, 1)))

    def magasin(self, **autres: Any) -> Magasin:
        return Magasin({"FR42": (self.autorite.certificat,)}, {("FR42", "AB12"): (self.feuille,)}, **autres)

    def code(self, signe_le: date = date(2026, 2, 1)) -> bytes:
        champs = {"26": "FR", "24": "92190", "10": "MME/MARTINEAU/ALICE", "22": "12 RUE DE LA MUSIQUE"}
        return sceller(self.cle, "FR42", "AB12", "01", champs, signe_le, emis_le=signe_le)


@pytest.fixture(scope="module")
def pki() -> Pki:
    return Pki.creer(ec.SECP256R1())


@pytest.mark.parametrize("courbe", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()], ids=lambda c: c.name)
def test_the_three_curves(courbe: ec.EllipticCurve) -> None:
    pki = Pki.creer(courbe)
    fraiche = pki.autorite.revoquer(le=date(2026, 5, 20), prochaine=date(2026, 7, 1))
    sceau, verdict = examiner(pki.code(), pki.magasin(revocations={"FR42": (fraiche,)}), JOUR)
    assert sceau is not None
    assert sceau.champs["10"] == "MME/MARTINEAU/ALICE"
    assert (verdict.etat, verdict.emetteur) == (EtatSceau.VALIDE, "Essais")


def test_a_valid_seal_says_since_when_revocation_was_not_looked_at(pki: Pki) -> None:
    vieille = pki.autorite.revoquer(le=date(2026, 1, 10), prochaine=date(2026, 2, 10))
    for listes, du in (({}, None), ({"FR42": (vieille,)}, date(2026, 1, 10))):
        _, verdict = examiner(pki.code(), pki.magasin(revocations=listes), JOUR)
        assert (verdict.etat, verdict.revocation_du) == (EtatSceau.VALIDE_SANS_REVOCATION, du)


def test_a_revoked_certificate_voids_its_codes_whatever_their_date(pki: Pki) -> None:
    liste = pki.autorite.revoquer(pki.feuille, le=date(2026, 5, 20), prochaine=date(2026, 7, 1))
    _, verdict = examiner(pki.code(), pki.magasin(revocations={"FR42": (liste,)}), JOUR)
    assert (verdict.etat, verdict.raison) == (EtatSceau.INVALIDE, "revoque")


@pytest.mark.parametrize(
    ("signe_le", "etat", "raison"),
    [
        (date(2023, 12, 31), EtatSceau.INVALIDE, "hors_validite"),
        (date(2026, 6, 2), EtatSceau.INVALIDE, "hors_validite"),  # tomorrow
        (date(2024, 1, 1), EtatSceau.VALIDE_SANS_REVOCATION, ""),
    ],
)
def test_the_day_of_the_signature(pki: Pki, signe_le: date, etat: EtatSceau, raison: str) -> None:
    _, verdict = examiner(pki.code(signe_le), pki.magasin(), JOUR)
    assert (verdict.etat, verdict.raison) == (etat, raison)


def test_a_code_stays_good_once_its_certificate_is_over(pki: Pki) -> None:
    _, verdict = examiner(pki.code(), pki.magasin(), date(2029, 1, 1))
    assert verdict.etat is EtatSceau.VALIDE_SANS_REVOCATION


def test_an_authority_that_was_over_signs_for_nobody() -> None:
    pki = Pki.creer(ec.SECP256R1(), au=date(2025, 1, 1))
    _, verdict = examiner(pki.code(), pki.magasin(), JOUR)
    assert (verdict.etat, verdict.raison) == (EtatSceau.EMETTEUR_ABSENT, "autorite_expiree")


def test_a_forged_leaf_has_no_authority(pki: Pki) -> None:
    faux = Autorite.creer("FR42", date(2020, 1, 1), date(2030, 1, 1))
    feuille = faux.signer("AB12", pki.cle, date(2024, 1, 1), date(2027, 1, 1))
    assert emetteur_de(feuille, (pki.autorite.certificat,)) is None
    magasin = replace(pki.magasin(), certificats={("FR42", "AB12"): (feuille,)})
    sceau = lire(pki.code(), table())
    assert juger(sceau, magasin, JOUR).etat is EtatSceau.EMETTEUR_ABSENT


def test_an_issuer_that_is_not_in_the_store_is_told_apart_from_an_unknown_authority(pki: Pki) -> None:
    sceau = lire(pki.code(), table())
    assert juger(sceau, Magasin(), JOUR).raison == "autorite_inconnue"
    assert juger(sceau, replace(pki.magasin(), certificats={}), JOUR).raison == "certificat_inconnu"


def test_a_list_of_revocations_signed_by_somebody_else_is_not_the_authority_s(pki: Pki) -> None:
    autre = Autorite.creer("FR42", date(2020, 1, 1), date(2030, 1, 1))
    liste = autre.revoquer(le=date(2026, 5, 20), prochaine=date(2026, 7, 1))
    assert signe_par(liste, (autre.certificat,))
    assert not signe_par(liste, (pki.autorite.certificat,))
    relue = lire_revocations(liste.public_bytes(serialization.Encoding.PEM))
    assert relue.last_update_utc.date() == date(2026, 5, 20)


def test_the_published_trust_list() -> None:
    liste = lire_liste((DONNEES / "liste_23.xml").read_bytes())
    assert (liste.sequence, liste.emise_le, liste.prochaine_le) == (23, date(2026, 5, 11), date(2027, 5, 11))
    assert set(liste.autorites) == {"FR01", "FR03", "FR04", "FR05", "FR06", "FR07", "FR09"}
    assert liste.autorites["FR04"][0].not_valid_after_utc.date() < date(2025, 6, 1)
    assert all(nom_commun(c.subject) for certificats in liste.autorites.values() for c in certificats)


@pytest.mark.parametrize(
    "octets",
    [b"", b"<a/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", b"x" * 100, b"<?xml version='1.0'?><a><b></a>"],
)
def test_a_file_that_is_no_trust_list_is_refused(octets: bytes) -> None:
    with pytest.raises(Invalide):
        lire_liste(octets)
    with pytest.raises(Invalide):
        lire_certificats(octets)
    with pytest.raises(Invalide):
        lire_revocations(octets)
