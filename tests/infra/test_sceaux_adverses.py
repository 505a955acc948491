"""What somebody who wants a false code taken would try: on the code, on the certificates, on the lists."""

import base64
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from imuse_desk.domain.confiance import EtatSceau
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.sceau import GS, RS, US, SceauIllisible, lire
from imuse_desk.infra.sceaux import (
    Magasin,
    emetteur_de,
    est_revoque,
    examiner,
    juger,
    lire_certificats,
    lire_liste,
    lire_revocations,
    magasin_d_essai,
    nom_commun,
    peut_sceller,
    signe_par,
    table,
)
from imuse_desk.services.demonstration.autorite import AutoriteExemple as Autorite
from imuse_desk.services.demonstration.autorite import liste_exemple
from tests.infra.test_sceaux import AVIS, CODES, DONNEES, JOUR, Pki, octets

ORDRE_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
SIGNE_LE = "2519"  # 04/01/2026
T = TypeVar("T")


@pytest.fixture(scope="module")
def essai() -> Magasin:
    return magasin_d_essai((DONNEES / "essai_fr00_0001.pem").read_bytes())


@pytest.fixture(scope="module")
def pki() -> Pki:
    return Pki.creer(ec.SECP256R1())


def brute(cle: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    r, s = decode_dss_signature(cle.sign(message, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def etat(code: bytes, magasin: Magasin, jour: date = JOUR) -> tuple[EtatSceau, str]:
    _, verdict = examiner(code, magasin, jour)
    return verdict.etat, verdict.raison


def avec_signature(code: bytes, signature: bytes) -> bytes:
    return code.partition(US)[0] + US + base64.b32encode(signature).rstrip(b"=")


def test_the_other_signature_of_the_same_bytes_makes_no_other_paper(pki: Pki) -> None:
    """Anybody can turn (r, s) into (r, n - s): the signed bytes stay, and they tell papers apart."""
    code = pki.code()
    signature = lire(code, table()).signature
    r, s = signature[:32], int.from_bytes(signature[32:], "big")
    autre = avec_signature(code, r + (ORDRE_P256 - s).to_bytes(32, "big"))
    assert autre != code
    sceau, verdict = examiner(autre, pki.magasin(), JOUR)
    assert verdict.etat is EtatSceau.VALIDE_SANS_REVOCATION
    assert sceau is not None
    assert (sceau.message, sceau.champs) == (lire(code, table()).message, lire(code, table()).champs)


@pytest.mark.parametrize(
    ("r", "s"), [(0, 0), (0, 1), (1, 0), (1, 1), (ORDRE_P256, 1), (2**256 - 1, 2**256 - 1)], ids=str
)
def test_numbers_that_are_no_signature(pki: Pki, r: int, s: int) -> None:
    code = avec_signature(pki.code(), r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    assert etat(code, pki.magasin()) == (EtatSceau.INVALIDE, "signature")


@pytest.mark.parametrize(
    "ecrire",
    [bytes.lower, lambda t: t + b"=", lambda t: b" " + t, lambda t: t[:50] + b"\n" + t[50:], lambda t: t[:-1] + b"8"],
    ids=["minuscules", "remplissage", "blanc", "ligne", "huit"],
)
def test_a_signature_is_written_in_one_way(pki: Pki, ecrire: Callable[[bytes], bytes]) -> None:
    message, _, signature = pki.code().partition(US)
    assert etat(message + US + ecrire(signature), pki.magasin()) == (EtatSceau.INVALIDE, "illisible_signature")


@pytest.mark.parametrize("suite", [b"A", US, RS, b"\0", GS, GS + b"4199999", GS + GS, US + b"4199999"], ids=repr)
@pytest.mark.parametrize("version", ["02", "03", "04"])
def test_what_follows_the_signature_is_refused_or_never_read(essai: Magasin, version: str, suite: bytes) -> None:
    sain = next(octets(c) for c in CODES if c["signature_ok"] and c["header"]["version"] == version)
    attendu = lire(sain, table())
    sceau, verdict = examiner(sain + suite, essai, JOUR)
    if version == "04" and suite.startswith(GS):
        assert sceau is not None
        assert (verdict.etat, sceau.a_annexe) == (EtatSceau.VALIDE, True)
        assert (sceau.champs, sceau.message) == (attendu.champs, attendu.message)
    else:
        assert (verdict.etat, verdict.raison) == (EtatSceau.INVALIDE, "illisible_signature")


def test_no_separator_added_taken_or_changed_makes_another_valid_code(essai: Magasin) -> None:
    """Every place of every reference code: reading more kindly than the issuer wrote is what lets altered ones pass."""
    for sain in (octets(c) for c in CODES if c["signature_ok"]):
        attendu = lire(sain, table())
        modifies = [sain[:rang] + sep + sain[rang:] for rang in range(len(sain)) for sep in (GS, RS, US)]
        modifies += [sain[:rang] + sain[rang + 1 :] for rang in range(len(sain))]
        modifies += [
            sain[:rang] + sep + sain[rang + 1 :]
            for rang in range(len(sain)) for sep in (GS, RS, US) if sain[rang : rang + 1] != sep
        ]  # fmt: skip
        for modifie in modifies:
            sceau, verdict = examiner(modifie, essai, JOUR)
            if verdict.etat.est_valide:
                assert sceau is not None
                assert (sceau.message, sceau.champs) == (attendu.message, attendu.champs), modifie


def _version_01(pki: Pki, avant: bytes = b"") -> bytes:
    message = b"DC01FR42AB12FFFF" + SIGNE_LE.encode() + b"03" + b"30" + b"MME MARTINEAU" + avant + GS
    return message + US + brute(pki.cle, message)


def test_a_raw_signature_of_version_01(pki: Pki) -> None:
    sceau, verdict = examiner(_version_01(pki), pki.magasin(), JOUR)
    assert sceau is not None
    assert (verdict.etat, sceau.champs) == (EtatSceau.VALIDE_SANS_REVOCATION, {"30": "MME MARTINEAU"})
    assert len(sceau.signature) == 64


def test_a_raw_signature_that_holds_separators_is_cut_nowhere(pki: Pki) -> None:
    """Any byte may stand in it: of 300 signatures some hold US and GS, and all are read alike."""
    codes = [_version_01(pki, str(rang).encode()) for rang in range(300)]
    assert any(US in code[-64:] and GS in code[-64:] for code in codes)
    assert {etat(code, pki.magasin()) for code in codes} == {(EtatSceau.VALIDE_SANS_REVOCATION, "")}


def test_nothing_is_added_to_version_01(pki: Pki) -> None:
    sain = _version_01(pki)
    for suite in (b"A", GS, US, GS + b"4199999", bytes(65), US + bytes(64)):
        assert etat(sain + suite, pki.magasin())[0] is EtatSceau.INVALIDE, suite
    for rang in range(len(sain)):
        modifie = sain[:rang] + bytes([sain[rang] ^ 1]) + sain[rang + 1 :]
        assert etat(modifie, pki.magasin())[0] is not EtatSceau.VALIDE_SANS_REVOCATION, rang


def test_a_version_changed_after_signing_is_no_code(pki: Pki) -> None:
    message, _, signature = pki.code().partition(US)
    for version in (b"01", b"02", b"03"):
        assert etat(b"DC" + version + message[4:] + US + signature, pki.magasin())[0] is EtatSceau.INVALIDE


def test_a_field_said_twice_is_refused_even_by_its_issuer(pki: Pki) -> None:
    message = b"DC04FR42AB12FFFF" + SIGNE_LE.encode() + b"2801FR" + b"4134512" + GS + b"4114512" + GS
    code = avec_signature(message + US, brute(pki.cle, message))
    with pytest.raises(SceauIllisible, match="repete"):
        lire(code, table())
    assert etat(code, pki.magasin()) == (EtatSceau.INVALIDE, "illisible_repete")


def test_a_key_on_another_curve_signs_nothing(pki: Pki) -> None:
    cle = ec.generate_private_key(ec.SECP256K1())
    feuille = pki.autorite.signer("AB12", cle, date(2024, 1, 1), date(2027, 1, 1))
    message = pki.code().partition(US)[0]
    code = avec_signature(message + US, brute(cle, message))
    assert etat(code, replace(pki.magasin(), certificats={("FR42", "AB12"): (feuille,)})) == (
        EtatSceau.INVALIDE, "signature",
    )  # fmt: skip


def _feuille(pki: Pki, *extensions: x509.ExtensionType) -> x509.Certificate:
    """A certificate of the same signer, with what it is made for."""
    modele = pki.feuille
    batisseur = (
        x509.CertificateBuilder()
        .subject_name(modele.subject)
        .issuer_name(modele.issuer)
        .public_key(pki.cle.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(modele.not_valid_before_utc)
        .not_valid_after(modele.not_valid_after_utc)
    )
    for extension in extensions:
        batisseur = batisseur.add_extension(extension, critical=True)
    return batisseur.sign(pki.autorite.cle, hashes.SHA256())


def usages(*noms: str) -> x509.KeyUsage:
    tous = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{nom: nom in noms for nom in tous})


@pytest.mark.parametrize(
    ("extensions", "etat_attendu"),
    [
        ((), EtatSceau.VALIDE_SANS_REVOCATION),
        ((usages("digital_signature"),), EtatSceau.VALIDE_SANS_REVOCATION),
        ((usages("content_commitment"),), EtatSceau.VALIDE_SANS_REVOCATION),
        ((usages("key_agreement"),), EtatSceau.EMETTEUR_ABSENT),
        ((usages("key_cert_sign", "crl_sign"),), EtatSceau.EMETTEUR_ABSENT),
        ((x509.BasicConstraints(ca=True, path_length=None), usages("digital_signature")), EtatSceau.EMETTEUR_ABSENT),
        ((x509.BasicConstraints(ca=False, path_length=None),), EtatSceau.VALIDE_SANS_REVOCATION),
    ],
    ids=["rien", "signature", "engagement", "chiffrement", "certification", "autorité", "pas autorité"],
)
def test_a_certificate_made_for_something_else_seals_nothing(
    pki: Pki, extensions: tuple[x509.ExtensionType, ...], etat_attendu: EtatSceau
) -> None:
    feuille = _feuille(pki, *extensions)
    magasin = replace(pki.magasin(), certificats={("FR42", "AB12"): (feuille,)})
    assert etat(pki.code(), magasin)[0] is etat_attendu
    assert peut_sceller(feuille) is (etat_attendu is not EtatSceau.EMETTEUR_ABSENT)


def test_a_signer_vouches_for_nobody(pki: Pki) -> None:
    """A leaf that signs a leaf in the authority's name is no authority."""
    cle = ec.generate_private_key(ec.SECP256R1())
    faux = (
        x509.CertificateBuilder()
        .subject_name(pki.feuille.subject)
        .issuer_name(pki.autorite.certificat.subject)
        .public_key(cle.public_key())
        .serial_number(7)
        .not_valid_before(pki.feuille.not_valid_before_utc)
        .not_valid_after(pki.feuille.not_valid_after_utc)
        .sign(pki.cle, hashes.SHA256())
    )
    assert emetteur_de(faux, (pki.autorite.certificat,)) is None
    message = pki.code().partition(US)[0]
    code = avec_signature(message + US, brute(cle, message))
    magasin = replace(pki.magasin(), certificats={("FR42", "AB12"): (faux, pki.feuille)})
    assert etat(code, magasin) == (EtatSceau.EMETTEUR_ABSENT, "autorite_inconnue")


def test_an_authority_that_the_list_no_longer_names_is_trusted_no_more(pki: Pki) -> None:
    assert etat(pki.code(), replace(pki.magasin(), autorites={})) == (EtatSceau.EMETTEUR_ABSENT, "autorite_inconnue")


def test_revocations_of_somebody_else_neither_revoke_nor_refresh(pki: Pki) -> None:
    autre = Autorite.creer("FR42", date(2020, 1, 1), date(2030, 1, 1))
    fausse = autre.revoquer(pki.feuille, le=date(2026, 5, 20), prochaine=date(2026, 7, 1))
    assert etat(pki.code(), pki.magasin(revocations={"FR42": (fausse,)})) == (EtatSceau.VALIDE_SANS_REVOCATION, "")


def test_the_two_keys_of_an_authority_answer_each_for_its_own(pki: Pki) -> None:
    """A fresh list of the key that did not sign the certificate says nothing of it."""
    nouvelle = Autorite.creer("FR42", date(2024, 1, 1), date(2034, 1, 1))
    deux = {"FR42": (nouvelle.certificat, pki.autorite.certificat)}
    magasin = replace(pki.magasin(), autorites=deux)
    sienne = nouvelle.revoquer(le=date(2026, 5, 20), prochaine=date(2026, 7, 1))
    assert etat(pki.code(), replace(magasin, revocations={"FR42": (sienne,)}))[0] is EtatSceau.VALIDE_SANS_REVOCATION
    bonne = pki.autorite.revoquer(le=date(2026, 5, 20), prochaine=date(2026, 7, 1))
    assert etat(pki.code(), replace(magasin, revocations={"FR42": (sienne, bonne)}))[0] is EtatSceau.VALIDE


def test_the_newest_list_of_revocations_says_when_it_is_over(pki: Pki) -> None:
    longue = pki.autorite.revoquer(le=date(2024, 6, 1), prochaine=date(2030, 1, 1))
    courte = pki.autorite.revoquer(le=date(2026, 4, 1), prochaine=date(2026, 5, 1))
    _, verdict = examiner(pki.code(), pki.magasin(revocations={"FR42": (longue, courte)}), JOUR)
    assert (verdict.etat, verdict.revocation_du) == (EtatSceau.VALIDE_SANS_REVOCATION, date(2026, 4, 1))


def test_a_certificate_renewed_with_its_key_answers_for_its_own_days(pki: Pki) -> None:
    ancien = pki.autorite.signer("AB12", pki.cle, date(2021, 1, 1), date(2024, 1, 1))
    for siens in ((ancien, pki.feuille), (pki.feuille, ancien)):
        magasin = replace(pki.magasin(), certificats={("FR42", "AB12"): siens})
        assert etat(pki.code(), magasin)[0] is EtatSceau.VALIDE_SANS_REVOCATION
        assert etat(pki.code(date(2022, 1, 1)), magasin)[0] is EtatSceau.VALIDE_SANS_REVOCATION
        assert etat(pki.code(date(2020, 6, 1)), magasin) == (EtatSceau.INVALIDE, "hors_validite")
        liste = pki.autorite.revoquer(ancien, le=date(2026, 5, 20), prochaine=date(2026, 7, 1))
        revoque = replace(magasin, revocations={"FR42": (liste,)})
        assert etat(pki.code(), revoque) == (EtatSceau.INVALIDE, "revoque"), "the key itself is no longer to be trusted"


@pytest.mark.parametrize(
    "statut", ["revoked", "suspended", "withdrawn", "notinaccord", "accreditationrevoked", "deprecatedatnationallevel"]
)
def test_a_service_that_the_list_withdraws_is_no_authority(pki: Pki, statut: str) -> None:
    autre = Autorite.creer("FR43", date(2020, 1, 1), date(2030, 1, 1))
    dates = {"sequence": 24, "emise": date(2026, 5, 1), "prochaine": date(2027, 5, 1)}
    retiree, saine = (
        liste_exemple([une], **dates, etat=dit).decode()  # type: ignore[arg-type]
        for une, dit in ((pki.autorite, statut), (autre, "granted"))
    )
    assert lire_liste(retiree.encode()).autorites == {}
    fin = "</tsl:TrustServiceProviderList>"
    deux = saine.replace(fin, retiree[retiree.index("<tsl:TrustServiceProvider>") : retiree.index(fin)] + fin)
    assert list(lire_liste(deux.encode()).autorites) == ["FR43"]


def test_the_certificates_of_a_service_s_past_are_not_its_own(pki: Pki) -> None:
    passee = Autorite.creer("FR42", date(2010, 1, 1), date(2030, 1, 1))
    ancien = base64.b64encode(passee.certificat.public_bytes(Encoding.DER)).decode()
    histoire = (
        "<tsl:ServiceHistory><tsl:ServiceHistoryInstance><tsl:ServiceDigitalIdentity><tsl:DigitalId>"
        f"<tsl:X509Certificate>{ancien}</tsl:X509Certificate></tsl:DigitalId></tsl:ServiceDigitalIdentity>"
        "</tsl:ServiceHistoryInstance></tsl:ServiceHistory></tsl:TSPService>"
    )
    liste = liste_exemple([pki.autorite], 24, date(2026, 5, 1), date(2027, 5, 1)).decode()
    lue = lire_liste(liste.replace("</tsl:TSPService>", histoire).encode())
    assert lue.autorites == {"FR42": (pki.autorite.certificat,)}


@pytest.mark.parametrize("codage", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_list_with_entities_is_refused_in_every_encoding(pki: Pki, codage: str) -> None:
    liste = liste_exemple([pki.autorite], 24, date(2026, 5, 1), date(2027, 5, 1)).decode()
    entites = '<!DOCTYPE a [<!ENTITY b "FR42"><!ENTITY c "&b;&b;&b;&b;">]>'
    piegee = liste.replace("UTF-8", codage[:6]).replace("?>\n", "?>\n" + entites).replace(">FR42<", ">&c;<")
    with pytest.raises(Invalide):
        lire_liste(piegee.encode(codage))


def _abimer(brut: bytes, hasard: random.Random) -> bytes:
    tampon = bytearray(brut)
    for _ in range(hasard.randint(1, 4)):
        rang = hasard.randrange(len(tampon))
        geste = hasard.randrange(3)
        if geste == 0:
            tampon[rang] = hasard.randrange(256)
        elif geste == 1:
            del tampon[rang]
        else:
            tampon.insert(rang, hasard.randrange(256))
    return bytes(tampon)


def test_a_damaged_file_is_refused_or_trusts_nobody_else(pki: Pki) -> None:
    """Whatever a file became on its way, reading it says a refusal: never another error, never another certificate."""
    hasard = random.Random(20260601)  # noqa: S311  # the same damage each time
    autorites = (pki.autorite.certificat,)
    liste = pki.autorite.revoquer(pki.feuille, le=date(2026, 5, 20), prochaine=date(2026, 7, 1))
    confiance = liste_exemple([pki.autorite], 24, date(2026, 5, 1), date(2027, 5, 1))
    for _ in range(1500):
        for abime in _lus(lire_certificats, _abimer(pki.feuille.public_bytes(Encoding.DER), hasard)):
            nom_commun(abime.subject)
            assert emetteur_de(abime, autorites) is None or abime == pki.feuille
        revocations = _lus(lambda x: [lire_revocations(x)], _abimer(liste.public_bytes(Encoding.DER), hasard))
        for relue in revocations:
            est_revoque(pki.feuille, [relue])
            assert not signe_par(relue, autorites) or relue == liste
    for _ in range(400):
        for siennes in _lus(lambda x: [*lire_liste(x).autorites.values()], _abimer(confiance, hasard)):
            emetteur_de(pki.feuille, siennes)
            signe_par(liste, siennes)


def _lus(lire_fichier: Callable[[bytes], Sequence[T]], brut: bytes) -> Sequence[T]:
    try:
        return lire_fichier(brut)
    except Invalide:
        return ()


def test_the_test_names_are_trusted_under_no_authority(pki: Pki) -> None:
    """A store that holds them all the same, their authority with them, says no more of them."""
    for autorite, certificat in (("FR00", "AB12"), ("FR42", "0000")):
        sienne = Autorite.creer(autorite, date(2020, 1, 1), date(2030, 1, 1))
        feuille = sienne.signer(certificat, pki.cle, date(2024, 1, 1), date(2027, 1, 1))
        magasin = Magasin({autorite: (sienne.certificat,)}, {(autorite, certificat): (feuille,)})
        message = pki.code().partition(US)[0].replace(b"FR42AB12", f"{autorite}{certificat}".encode())
        code = avec_signature(message + US, brute(pki.cle, message))
        assert etat(code, magasin) == (EtatSceau.EMETTEUR_ABSENT, "essai")


def test_a_code_of_an_issuer_that_is_not_in_the_store_is_no_proof_whoever_signed_it(pki: Pki) -> None:
    inconnue = ec.generate_private_key(ec.SECP256R1())
    message = pki.code().partition(US)[0].replace(b"AB12", b"ZZ99")
    sceau = lire(avec_signature(message + US, brute(inconnue, message)), table())
    assert juger(sceau, pki.magasin(), JOUR).raison == "certificat_inconnu"
    assert juger(lire(octets(AVIS), table()), pki.magasin(), JOUR).raison == "essai"


def test_a_code_without_a_day_of_signature_is_no_proof(pki: Pki) -> None:
    """Nothing tells whether its certificate was valid that day."""
    message = pki.code().partition(US)[0]
    sans_date = message[:16] + b"FFFF" + message[20:]
    code = avec_signature(sans_date + US, brute(pki.cle, sans_date))
    assert etat(code, pki.magasin()) == (EtatSceau.INVALIDE, "sans_date")
