"""Scenes of the 2D-Doc certificates: no list yet, a list in force, those who seal, and files taken and refused."""

from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.demonstration.autorite import AutoriteExemple, liste_exemple
from imuse_desk.services.demonstration.cachets import Emetteur
from imuse_desk.services.verification.confiance import importer_fichiers, lire_confiance
from imuse_desk.views.confiance.fenetre import FenetreConfiance
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.demonstration.scene import SceneImpossible

COURBE = ec.SECP256R1()
DU, AU = date(2024, 1, 1), date(2033, 12, 31)
EMISE, PROCHAINE = date(2026, 5, 11), date(2027, 5, 11)
LUES, A_RELIRE = date(2026, 11, 20), date(2026, 12, 20)


def confiance_vide(plateau: Plateau) -> FenetreConfiance:
    """Nothing imported yet."""
    return _ouvrir(plateau, "Autorités")[0]


def confiance(plateau: Plateau) -> FenetreConfiance:
    """A list in force; one authority is over, another's revocations are out of date, one is chosen."""
    _remplir(plateau)
    fenetre, page = _ouvrir(plateau, "Autorités")
    page.table.selectRow(0)
    return fenetre


def confiance_emetteurs(plateau: Plateau) -> FenetreConfiance:
    """Those who seal: valid, over, revoked."""
    _remplir(plateau)
    fenetre, page = _ouvrir(plateau, "Émetteurs")
    page.table.selectRow(1)
    return fenetre


def confiance_import(plateau: Plateau) -> FenetreConfiance:
    """Files of every kind, taken, already there and refused."""
    fichiers = _remplir(plateau)
    autre = plateau.dossier_fichiers / "courrier.pdf"
    autre.write_bytes(b"%PDF-1.4 bonjour")
    faux = plateau.dossier_fichiers / "faux_AB12.der"
    etranger = AutoriteExemple.creer("FR41", DU, AU)
    signe = etranger.signer("AB12", ec.generate_private_key(COURBE), DU, AU)
    faux.write_bytes(signe.public_bytes(Encoding.DER))
    fenetre, page = _ouvrir(plateau, "Importer")
    page.fichiers_donnes.emit((*fichiers, faux, autre))
    plateau.calme("les fichiers ne sont pas importés")
    page.table.selectRow(1)
    return fenetre


def _ouvrir(plateau: Plateau, nom: str) -> tuple[FenetreConfiance, Any]:
    ctx = plateau.contexte("Administration")
    plateau.entrer(ctx)
    fenetre = plateau.montrer(FenetreConfiance(plateau.executant, plateau.principale.bus, ctx))
    page = fenetre.page(nom)
    plateau.calme(f"la page {nom} ne s’affiche pas")
    return fenetre, page


def _remplir(plateau: Plateau) -> tuple[Path, ...]:
    """The files of three invented authorities, imported once."""
    emetteur_exemple(plateau.dossier_fichiers, plateau.contexte("Administration"))
    return tuple(sorted((plateau.dossier_fichiers / "confiance").iterdir()))


def emetteur_exemple(fichiers: Path, ctx: Contexte) -> Emetteur:
    """Somebody who seals and whom the house trusts: the files of three invented authorities are imported, once."""
    dossier, cle = fichiers / "confiance", fichiers / "AB12.pem"
    if not dossier.exists():
        dossier.mkdir()
        secret = ec.generate_private_key(COURBE)
        cle.write_bytes(secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        _ecrire(dossier, secret)
        importer_fichiers(ctx, tuple(sorted(dossier.iterdir())))
    if lire_confiance(ctx).sequence is None:
        raise SceneImpossible("la liste de confiance n’est pas importée")
    lue = load_pem_private_key(cle.read_bytes(), None)
    if not isinstance(lue, ec.EllipticCurvePrivateKey):
        raise SceneImpossible("la clé d’exemple n’est pas lisible")
    return Emetteur(lue, "FR41", "AB12")


def _ecrire(dossier: Path, secret: ec.EllipticCurvePrivateKey) -> None:
    une = AutoriteExemple.creer("FR41", DU, AU, "Autorité d’exemple A")
    deux = AutoriteExemple.creer("FR42", DU, AU, "Autorité d’exemple B")
    finie = AutoriteExemple.creer("FR40", date(2018, 1, 1), date(2025, 5, 20), "Ancienne autorité d’exemple")
    liste = liste_exemple((finie, une, deux), 23, EMISE, PROCHAINE)
    (dossier / "liste_exemple.xml").write_bytes(liste)
    valable = une.signer("AB12", secret, DU, date(2027, 1, 1), "Énergie d’exemple")
    revoque = une.signer("AB07", ec.generate_private_key(COURBE), DU, date(2027, 1, 1), "Téléphone d’exemple")
    fini = deux.signer("CD01", ec.generate_private_key(COURBE), DU, date(2026, 1, 1), "Impôts d’exemple")
    bouquet = b"".join(c.public_bytes(Encoding.PEM) for c in (valable, revoque))
    (dossier / "emetteurs_FR41.pem").write_bytes(bouquet)
    (dossier / "emetteur_CD01.der").write_bytes(fini.public_bytes(Encoding.DER))
    lues = une.revoquer(revoque, le=LUES, prochaine=A_RELIRE)
    (dossier / "revocations_FR41.crl").write_bytes(lues.public_bytes(Encoding.DER))
    vieilles = deux.revoquer(le=date(2026, 7, 1), prochaine=date(2026, 8, 1))
    (dossier / "revocations_FR42.crl").write_bytes(vieilles.public_bytes(Encoding.DER))
