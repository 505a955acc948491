"""The trust store in the base, on both databases, and its commands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from imuse_desk.domain.confiance import EtatSceau
from imuse_desk.domain.erreurs import Invalide, Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.infra.sceaux import examiner
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.demonstration.autorite import AutoriteExemple as Autorite
from imuse_desk.services.verification.confiance import Importe, charger_magasin, importer_confiance, lire_confiance
from tests.fabriques import Maison, maison_valmont
from tests.infra.test_sceaux import DONNEES, Pki

JOUR = date(2026, 6, 1)
OFFICIELLE = (DONNEES / "liste_23.xml").read_bytes()


@dataclass(frozen=True)
class Reseau:
    """A house, and an authority of its own in the trust list."""

    maison: Maison
    pki: Pki

    @property
    def ctx(self) -> Contexte:
        return self.maison.ctx(Role.ADMINISTRATION)

    def liste(self, sequence: int = 24) -> bytes:
        """The official list with our authority in the place of FR09."""
        brut = self.pki.autorite.certificat.public_bytes(Encoding.PEM).decode()
        corps = "".join(brut.splitlines()[1:-1])
        texte = OFFICIELLE.decode()
        debut = texte.rindex("<tsl:X509Certificate>") + len("<tsl:X509Certificate>")
        fin = texte.index("</tsl:X509Certificate>", debut)
        texte = texte[:debut] + corps + texte[fin:]
        return texte.replace("FR09", "FR42").replace("SequenceNumber>23<", f"SequenceNumber>{sequence}<").encode()

    def feuille(self) -> bytes:
        return self.pki.feuille.public_bytes(Encoding.PEM)


@pytest.fixture
def reseau(base: Base, tmp_path: Path) -> Reseau:
    return Reseau(maison_valmont(base, tmp_path / "depot"), Pki.creer(ec.SECP256R1()))


def test_a_list_then_certificates_then_revocations(reseau: Reseau) -> None:
    ctx = reseau.ctx

    def importer(octets: bytes) -> tuple[str, int, int]:
        importe = Importe.de(importer_confiance(ctx, octets))
        return importe.genre, importe.ajoutes, importe.deja

    assert importer(reseau.liste()) == ("liste", 1, 0)
    assert importer(reseau.liste()) == ("liste", 0, 1)
    assert importer(reseau.feuille()) == ("certificats", 1, 0)
    assert importer(reseau.feuille()) == ("certificats", 0, 1)
    liste = reseau.pki.autorite.revoquer(le=date(2026, 5, 20), prochaine=date(2026, 7, 1))
    assert importer(liste.public_bytes(Encoding.DER)) == ("revocations", 1, 0)
    with ctx.lire() as session:
        _, verdict = examiner(reseau.pki.code(), charger_magasin(session), JOUR)
    assert verdict.etat is EtatSceau.VALIDE
    vue = lire_confiance(ctx)
    assert (vue.sequence, vue.emise_le) == (24, date(2026, 5, 11))
    notre = next(a for a in vue.autorites if a.code == "FR42")
    assert (notre.certificats, notre.revocations_du) == (1, date(2026, 5, 20))
    assert len(notre.empreinte) == 64


def test_revoked_once_revoked_for_good(reseau: Reseau) -> None:
    ctx = reseau.ctx
    importer_confiance(ctx, reseau.liste())
    importer_confiance(ctx, reseau.feuille())
    autorite = reseau.pki.autorite
    revoque = autorite.revoquer(reseau.pki.feuille, le=date(2026, 5, 20), prochaine=date(2026, 7, 1))
    importer_confiance(ctx, revoque.public_bytes(Encoding.PEM))
    apres = autorite.revoquer(le=date(2026, 5, 25), prochaine=date(2026, 7, 1))
    importer_confiance(ctx, apres.public_bytes(Encoding.PEM))
    with ctx.lire() as session:
        _, verdict = examiner(reseau.pki.code(), charger_magasin(session), JOUR)
    assert (verdict.etat, verdict.raison) == (EtatSceau.INVALIDE, "revoque")


def _essai(_reseau: Reseau) -> bytes:
    return (DONNEES / "essai_fr00_0001.pem").read_bytes()


def _contrefait(reseau: Reseau) -> bytes:
    faux = Autorite.creer("FR42", date(2020, 1, 1), date(2030, 1, 1))
    return faux.signer("AB12", reseau.pki.cle, date(2024, 1, 1), date(2027, 1, 1)).public_bytes(Encoding.PEM)


def _ailleurs(reseau: Reseau) -> bytes:
    autre = Autorite.creer("FR77", date(2020, 1, 1), date(2030, 1, 1))
    return autre.signer("AB12", reseau.pki.cle, date(2024, 1, 1), date(2027, 1, 1)).public_bytes(Encoding.DER)


def _tardif(reseau: Reseau) -> bytes:
    autorite = reseau.pki.autorite
    return autorite.signer("AB12", reseau.pki.cle, date(2031, 1, 1), date(2033, 1, 1)).public_bytes(Encoding.PEM)


@pytest.mark.parametrize(
    ("fichier", "raison"),
    [
        (_tardif, "autorite_expiree"),
        (_essai, "certificat_d_essai"),
        (_contrefait, "signature_fausse"),
        (_ailleurs, "autorite_absente"),
    ],
)
def test_a_certificate_that_nobody_vouches_for_is_not_taken(
    reseau: Reseau, fichier: Callable[[Reseau], bytes], raison: str
) -> None:
    importer_confiance(reseau.ctx, reseau.liste())
    importe = Importe.de(importer_confiance(reseau.ctx, fichier(reseau)))
    assert (importe.ajoutes, [r for _, r in importe.refuses]) == (0, [raison])


def test_an_older_list_never_comes_back(reseau: Reseau) -> None:
    importer_confiance(reseau.ctx, reseau.liste(25))
    with pytest.raises(RegleMetier) as refus:
        importer_confiance(reseau.ctx, reseau.liste(24))
    assert refus.value.code == "liste_plus_ancienne"


def test_what_is_refused_and_to_whom(reseau: Reseau) -> None:
    importer_confiance(reseau.ctx, reseau.liste())
    autre = Autorite.creer("FR42", date(2020, 1, 1), date(2030, 1, 1))
    faux = autre.revoquer(le=date(2026, 5, 20), prochaine=date(2026, 7, 1)).public_bytes(Encoding.DER)
    with pytest.raises(RegleMetier) as refus:
        importer_confiance(reseau.ctx, faux)
    assert refus.value.code == "revocations_sans_autorite"
    with pytest.raises(Invalide):
        importer_confiance(reseau.ctx, b"bonjour")
    with pytest.raises(Refus):
        importer_confiance(reseau.maison.ctx(Role.SECRETARIAT), reseau.liste(30))
