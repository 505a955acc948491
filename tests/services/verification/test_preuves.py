"""What the base keeps of a verification: facts and trust that nothing rewrites, hashes that mean nothing elsewhere."""

import hashlib
import hmac
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select, text

from imuse_desk.domain.confiance import EtatSceau
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.infra.sceaux import examiner
from imuse_desk.models import EmpreintePiece, Reglage
from imuse_desk.models.passerelle import Base
from imuse_desk.services.demonstration.autorite import liste_exemple
from imuse_desk.services.verification.confiance import Importe, charger_magasin, importer_confiance, lire_confiance
from imuse_desk.services.verification.empreintes import CLE, ranger, signaler
from tests.fabriques import AGENT, MIDI, Maison, maison_valmont
from tests.infra.test_sceaux import Pki
from tests.infra.test_sceaux_adverses import _feuille, usages
from tests.services.verification.poste_outils import constater, faits, poser_controles, recevoir

REFERENCE = b"2592A12345678"


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    maison = maison_valmont(base, tmp_path / "depot")
    poser_controles(maison)
    return maison


def _forcer(base: Base, ordre: str) -> None:
    with pytest.raises(RegleMetier, match="inalterable"):
        base.ecrire(AGENT, "forcer", lambda unite: unite.session.execute(text(ordre)) and None)


def test_neither_facts_nor_trust_are_ever_rewritten(maison: Maison, base: Base) -> None:
    ident = recevoir(maison, "avis1")
    constater(maison, ident, "annee", "non_conforme", "2023", attendu="2024")
    pki = Pki.creer(ec.SECP256R1())
    ctx = maison.ctx(Role.ADMINISTRATION)
    importer_confiance(ctx, liste_exemple([pki.autorite], 24, date(2026, 5, 1), date(2027, 5, 1)))
    importer_confiance(ctx, pki.feuille.public_bytes(Encoding.PEM))
    revoquee = pki.autorite.revoquer(pki.feuille, le=date(2026, 5, 20), prochaine=date(2026, 7, 1))
    importer_confiance(ctx, revoquee.public_bytes(Encoding.PEM))
    for table, change in (
        ("fait_verifie", "resultat = 'conforme'"), ("liste_confiance", "sequence = 99"),
        ("certificat_confiance", "autorite = 'FR99'"), ("liste_revocation", "autorite = 'FR99'"),
    ):  # fmt: skip
        _forcer(base, f"UPDATE {table} SET {change}")
        _forcer(base, f"DELETE FROM {table}")
    assert [f.resultat for f in faits(maison, ident, "annee")] == ["non_conforme"]


def test_a_certificate_not_made_to_sign_is_refused_with_its_reason(maison: Maison) -> None:
    pki = Pki.creer(ec.SECP256R1())
    ctx = maison.ctx(Role.ADMINISTRATION)
    importer_confiance(ctx, liste_exemple([pki.autorite], 24, date(2026, 5, 1), date(2027, 5, 1)))
    autre = _feuille(pki, usages("key_agreement"))
    importe = Importe.de(importer_confiance(ctx, autre.public_bytes(Encoding.PEM)))
    assert (importe.ajoutes, importe.refuses) == (0, (("AB12", "usage_interdit"),))


def test_the_next_list_takes_away_the_trust_of_an_authority_that_it_withdraws(maison: Maison, base: Base) -> None:
    pki = Pki.creer(ec.SECP256R1())
    ctx = maison.ctx(Role.ADMINISTRATION)
    etats = []
    for sequence, etat in ((24, "inaccord"), (25, "withdrawn")):
        liste = liste_exemple([pki.autorite], sequence, date(2026, 5, 1), date(2027, 5, 1), etat)
        importer_confiance(ctx, liste)
        importe = Importe.de(importer_confiance(ctx, pki.feuille.public_bytes(Encoding.PEM)))
        with base.lire() as session:
            etats.append(examiner(pki.code(), charger_magasin(session), date(2026, 6, 1))[1].etat)
    assert etats == [EtatSceau.VALIDE_SANS_REVOCATION, EtatSceau.EMETTEUR_ABSENT]
    assert (importe.refuses, lire_confiance(ctx).autorites) == ((("AB12", "autorite_absente"),), ())


def _ranger(base: Base, piece_id: int, **trouves: bytes) -> dict[str, str]:
    def ecrire(unite: Any) -> dict[str, str]:
        gardees = ranger(unite, piece_id, trouves)
        signaler(unite, piece_id)
        return gardees

    return base.ecrire(AGENT, "ranger", ecrire).resultat


def test_a_hash_is_keyed_by_the_base_and_by_what_it_tells(maison: Maison, base: Base) -> None:
    """Without the key nobody can try numbers one by one; the same digits of two kinds are two hashes."""
    valeurs = _ranger(base, recevoir(maison, "avis1"), avis=REFERENCE, allocataire=REFERENCE)
    with base.lire() as session:
        cle = bytes.fromhex(str(session.scalar(select(Reglage.valeur).where(Reglage.cle == CLE))))
        gardees = dict(iter(session.execute(select(EmpreintePiece.genre, EmpreintePiece.valeur))))
    assert (len(cle), gardees) == (32, valeurs)
    assert valeurs["avis"] != valeurs["allocataire"]
    for genre, valeur in valeurs.items():
        sale = genre.encode() + b"\0" + REFERENCE
        assert valeur == hmac.new(cle, sale, hashlib.sha256).hexdigest()
        assert valeur not in (hmac.new(b"", sale, hashlib.sha256).hexdigest(), hashlib.sha256(REFERENCE).hexdigest())
    assert _ranger(base, recevoir(maison, "avis2"), avis=REFERENCE)["avis"] == valeurs["avis"], "drawn once for all"


def test_the_same_reference_is_told_between_households_of_one_year_alone(maison: Maison, base: Base) -> None:
    maison.foyer("Bernard")
    une = recevoir(maison, "avis1", sha256="1" * 64)
    _ranger(base, une, avis=REFERENCE)
    ancienne = recevoir(maison, "avis1", "Bernard", annee_id=maison.ids["source"], sha256="2" * 64)
    retiree = recevoir(maison, "avis1", "Bernard", retiree_a=MIDI, sha256="3" * 64)
    ailleurs = recevoir(maison, "caf", "Bernard", sha256="4" * 64)
    for piece_id, genre in ((ancienne, "avis"), (retiree, "avis"), (ailleurs, "allocataire")):
        _ranger(base, piece_id, **{genre: REFERENCE})
    assert faits(maison, une, "autre_foyer") == []
    meme = recevoir(maison, "avis2", "Bernard", sha256="5" * 64)
    _ranger(base, meme, avis=REFERENCE)
    for piece_id in (une, meme):
        (fait,) = faits(maison, piece_id, "autre_foyer")
        assert fait.resultat == "a_verifier"
    assert faits(maison, ancienne, "autre_foyer") == []
    constater(maison, une, "autre_foyer", "conforme", confirme_par="Aline Martin")
    _ranger(base, une, avis=REFERENCE)
    assert [f.resultat for f in faits(maison, une, "autre_foyer")] == ["a_verifier", "conforme"], (
        "a person's word stays"
    )
