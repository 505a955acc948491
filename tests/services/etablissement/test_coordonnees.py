"""The house and its sites: names, address, signatory, pictures; another site's are not touched, each act is undone."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Invalide, Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.services.annulation import annuler, lister_annulables
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.coordonnees import (
    EnregistrerMaison,
    EnregistrerSite,
    SaisieMaison,
    SaisieSite,
    SiteVu,
    enregistrer_maison,
    enregistrer_site,
    lire_etablissement,
)
from imuse_desk.services.etablissement.images import PoserImage, ouvrir_image, poser_image

MEUDON = SaisieSite(
    "Conservatoire de Meudon", "5 rue des Tilleuls\nBâtiment B", "92 190", "Meudon", "0199002190",
    "Secretariat@meudon.example", "Jeanne Aubrac", "directrice",
)  # fmt: skip


def _site(ctx: Contexte, rang: int = 0) -> SiteVu:
    return lire_etablissement(ctx).sites[rang]


def _enregistrer(ctx: Contexte, saisie: SaisieSite, site: SiteVu | None = None) -> None:
    vu = site or _site(ctx)
    enregistrer_site(ctx, EnregistrerSite(vu.id, vu.version, saisie))


def test_a_site_is_recorded_in_its_normal_form_and_undone(ctx: Contexte) -> None:
    avant = _site(ctx).saisie
    _enregistrer(ctx, MEUDON)
    attendu = replace(MEUDON, cp="92190", telephone="01 99 00 21 90", email="Secretariat@meudon.example")
    assert _site(ctx).saisie == attendu
    annuler(ctx, lister_annulables(ctx)[0].operation_id)
    assert _site(ctx).saisie == avant


def test_every_fault_is_told_under_its_field(ctx: Contexte) -> None:
    with pytest.raises(FormulaireInvalide) as refus:
        _enregistrer(ctx, SaisieSite("", "a\nb\nc", "9219", "Meudon", "zéro un", "meudon"))
    assert [(e.champ, e.code) for e in refus.value.erreurs] == [
        ("nom", "champ_obligatoire"), ("cp", "cp_cinq_chiffres"), ("telephone", "telephone_lettres"),
        ("email", "courriel_sans_arobase"), ("adresse", "trop_de_lignes"),
    ]  # fmt: skip


def test_the_name_of_another_site_is_refused(ctx: Contexte) -> None:
    with pytest.raises(Invalide) as refus:
        _enregistrer(ctx, replace(MEUDON, nom=_site(ctx, 1).saisie.nom))
    assert (refus.value.champ, refus.value.code) == ("nom", "deja_utilise")


def test_another_site_is_shown_and_not_changed(ctx: Contexte) -> None:
    autre = _site(ctx, 1)
    assert not autre.est_modifiable
    with pytest.raises(RegleMetier) as refus:
        _enregistrer(ctx, autre.saisie, autre)
    assert refus.value.code == "autre_site"


def test_two_desks_do_not_write_over_each_other(ctx: Contexte) -> None:
    lu = _site(ctx)
    _enregistrer(ctx, MEUDON)
    with pytest.raises(Conflit) as conflit:
        _enregistrer(ctx, replace(MEUDON, ville="Sèvres"), lu)
    assert conflit.value.champs["ville"] == ("Sèvres", "Meudon")


def test_what_somebody_wrote_again_is_not_undone(ctx: Contexte) -> None:
    _enregistrer(ctx, MEUDON)
    premiere = lister_annulables(ctx)[0]
    _enregistrer(ctx, replace(MEUDON, ville="Sèvres"))
    with pytest.raises(RegleMetier) as refus:
        annuler(ctx, premiere.operation_id)
    assert refus.value.code == "modifie_depuis"


def test_the_house_has_a_name_and_a_siret_that_agrees_with_its_key(ctx: Contexte) -> None:
    vu = lire_etablissement(ctx)
    with pytest.raises(FormulaireInvalide) as refus:
        enregistrer_maison(ctx, EnregistrerMaison(vu.version, SaisieMaison("", "", "123")))
    assert [e.code for e in refus.value.erreurs] == ["champ_obligatoire", "siret_invalide"]
    enregistrer_maison(ctx, EnregistrerMaison(vu.version, SaisieMaison("Les Rives", "Musique", "73282932000074")))
    assert lire_etablissement(ctx).saisie == SaisieMaison("Les Rives", "Musique", "732 829 320 00074")


def test_the_secretariat_reads_and_does_not_write(ctx: Contexte) -> None:
    secretariat = replace(ctx, roles={ctx.site_id: frozenset({Role.SECRETARIAT})})
    vu = lire_etablissement(secretariat).sites[0]
    assert not vu.est_modifiable
    with pytest.raises(Refus):
        enregistrer_site(secretariat, EnregistrerSite(vu.id, vu.version, MEUDON))


def _fichier(dossier: Path, genre: str = "PNG") -> Path:
    chemin = dossier / f"image.{genre.lower()}"
    Image.new("RGB", (60, 30), "navy").save(chemin, genre)
    return chemin


@pytest.mark.parametrize("genre", ["logo", "signature"])
def test_a_picture_is_kept_in_the_store_removed_and_put_back(ctx: Contexte, tmp_path: Path, genre: str) -> None:
    site = _site(ctx).id
    poser_image(ctx, PoserImage(site, genre, _fichier(tmp_path, "JPEG")))  # type: ignore[arg-type]  # one of both
    assert Image.open(io.BytesIO(ouvrir_image(ctx, site, genre))).size == (60, 30)  # type: ignore[arg-type]
    poser_image(ctx, PoserImage(site, genre, None))  # type: ignore[arg-type]
    assert ouvrir_image(ctx, site, genre) == b""  # type: ignore[arg-type]
    annuler(ctx, lister_annulables(ctx)[0].operation_id)
    assert ouvrir_image(ctx, site, genre)  # type: ignore[arg-type]


def test_what_is_not_a_picture_is_refused_and_nothing_is_kept(ctx: Contexte, tmp_path: Path) -> None:
    faux = tmp_path / "logo.png"
    faux.write_bytes(b"%PDF-1.4 un document")
    with pytest.raises(Invalide) as refus:
        poser_image(ctx, PoserImage(ctx.site_id, "logo", faux))
    assert (refus.value.champ, refus.value.code) == ("logo", "image_illisible")
    assert _site(ctx).logo_sha256 == ""
