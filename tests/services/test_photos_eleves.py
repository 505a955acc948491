"""Photos of pupils: consent, what is kept, who sees them, undo, and what is destroyed."""

import errno
import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image

from imuse_desk.domain.erreurs import Introuvable, Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.models import DroitImage, PhotoEleve
from imuse_desk.models.passerelle import Base, Fait
from imuse_desk.services.annulation import annuler
from imuse_desk.services.eleves import ModifierEleve, modifier_eleve
from imuse_desk.services.lectures.eleves import ouvrir_eleve
from imuse_desk.services.photos import (
    COTE_PX,
    PoserPhoto,
    detruire_photos_retirees,
    lire_photos,
    poser_photo,
    retirer_photo,
)
from tests.fabriques import MIDI, Maison, maison_valmont
from tests.services.lectures.outils import ctx_enseignant, enseignant, enseigner, placer

ROUGE, BLEU = (200, 30, 30), (30, 30, 200)


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    def batir(m: Maison) -> None:
        m.creneau("cor_lun", "source:COR", 1, "17:00")
        for nom in ("Maurin", "Imbert"):
            enseignant(m, nom, "Alix")
        enseigner(m, "Maurin", "cor_lun")
        placer(m, "Lina:COR", "cor_lun", date(2025, 9, 10))
        m.eleve("Zoé", "Valmont", rang=2)
        for prenom in ("Lina", "Noé"):
            accorder(m, prenom)

    return maison_valmont(base, tmp_path / "depot").d_un_coup(batir)


def accorder(m: Maison, prenom: str, *, est_accorde: bool = True) -> None:
    m.ajouter(DroitImage(eleve_id=m.ids[prenom], support="interne", est_accorde=est_accorde, a=MIDI))


def photo(dossier: Path, *, couche: bool = False) -> Path:
    """A portrait of 600 × 900, red above and blue below; ``couche``: stored lying, its camera says how to turn it."""
    image = Image.new("RGB", (600, 900), BLEU)
    image.paste(ROUGE, (0, 0, 600, 450))
    chemin = dossier / "lina.jpg"
    exif = Image.Exif()
    if couche:
        image = image.transpose(Image.Transpose.ROTATE_90)
        exif[0x0112] = 6
    exif[0x010F] = "Appareil"
    image.save(chemin, exif=exif)
    return chemin


def poser(maison: Maison, chemin: Path, prenom: str = "Lina") -> Fait[int]:
    return poser_photo(maison.ctx(), PoserPhoto(maison.ids[prenom], chemin))


def vues(maison: Maison) -> set[int]:
    return set(lire_photos(maison.ctx(), [maison.ids["Lina"], maison.ids["Noé"]]))


def test_what_is_kept_is_a_small_upright_square_of_our_own(maison: Maison, tmp_path: Path) -> None:
    poser(maison, photo(tmp_path, couche=True))
    octets = lire_photos(maison.ctx(), [maison.ids["Lina"]])[maison.ids["Lina"]]
    image = Image.open(io.BytesIO(octets))
    assert (image.format, image.size) == ("JPEG", (COTE_PX, COTE_PX))
    assert not image.getexif()
    haut, bas = image.getpixel((150, 20)), image.getpixel((150, 280))
    assert isinstance(haut, tuple)
    assert isinstance(bas, tuple)
    assert haut[0] > haut[2]
    assert bas[2] > bas[0]
    assert len(octets) < 40_000


def test_without_the_family_s_word_no_photo_is_taken_nor_kept(maison: Maison, tmp_path: Path) -> None:
    with pytest.raises(RegleMetier, match="photo_sans_accord"):
        poser(maison, photo(tmp_path), "Zoé")
    poser(maison, photo(tmp_path))
    ctx = maison.ctx()
    fiche = ouvrir_eleve(ctx, maison.ids["Lina"])
    refus = replace(fiche.saisie, image_interne=False, image_donne_par="Mme Valmont")
    modifier_eleve(ctx, ModifierEleve(maison.ids["Lina"], fiche.version, refus))
    assert vues(maison) == set()
    with maison.base.lire() as session:
        assert session.query(PhotoEleve).one().retiree_a is not None


def test_what_is_no_picture_is_refused(maison: Maison, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"%PDF-1.4 rien")
    with pytest.raises(RegleMetier, match="photo_nature"):
        poser(maison, tmp_path / "a.jpg")
    (tmp_path / "b.jpg").write_bytes(photo(tmp_path).read_bytes()[:700])
    with pytest.raises(RegleMetier, match="photo_refusee"):
        poser(maison, tmp_path / "b.jpg")
    with pytest.raises(RegleMetier, match="photo_refusee"):
        poser(maison, tmp_path / "absent.jpg")
    assert vues(maison) == set()


def test_a_teacher_sees_his_own_pupils_and_sets_none(maison: Maison, tmp_path: Path) -> None:
    chemin = photo(tmp_path)
    for prenom in ("Lina", "Noé"):
        poser(maison, chemin, prenom)
    tous = [maison.ids["Lina"], maison.ids["Noé"]]
    assert vues(maison) == set(tous)
    assert set(lire_photos(ctx_enseignant(maison, "Maurin"), tous)) == {maison.ids["Lina"]}
    assert lire_photos(ctx_enseignant(maison, "Imbert"), tous) == {}
    with pytest.raises(Refus):
        poser_photo(maison.ctx(Role.ENSEIGNANT), PoserPhoto(maison.ids["Lina"], chemin))


def test_a_photo_is_withdrawn_put_back_the_same_day_and_destroyed_later(
    maison: Maison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx, lina = maison.ctx(), maison.ids["Lina"]
    poser(maison, photo(tmp_path))
    fait = retirer_photo(ctx, lina)
    assert vues(maison) == set()
    with pytest.raises(Introuvable):
        retirer_photo(ctx, lina)
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    assert vues(maison) == {lina}
    with maison.base.lire() as session:
        sha256 = session.query(PhotoEleve).one().sha256
    retirer_photo(ctx, lina)
    assert detruire_photos_retirees(maison.base, ctx.depot, "poste", maison.horloge) == 0
    maison.horloge.instant += timedelta(days=2)
    with monkeypatch.context() as pendant:
        pendant.setattr(Path, "unlink", _tenu_ailleurs)  # another program has the file open
        assert detruire_photos_retirees(maison.base, ctx.depot, "poste", maison.horloge) == 0
    assert ctx.depot.verifier(sha256) == "intact"
    assert detruire_photos_retirees(maison.base, ctx.depot, "poste", maison.horloge) == 1
    assert ctx.depot.verifier(sha256) == "absent"
    with maison.base.lire() as session:
        assert session.query(PhotoEleve).count() == 0


def _tenu_ailleurs(chemin: Path, **_options: object) -> None:
    raise PermissionError(errno.EACCES, "tenu", str(chemin))


def test_another_photo_takes_the_place_and_undo_gives_the_first_back(maison: Maison, tmp_path: Path) -> None:
    ctx, lina = maison.ctx(), maison.ids["Lina"]
    poser(maison, photo(tmp_path))
    premiere = lire_photos(ctx, [lina])[lina]
    autre = tmp_path / "autre.png"
    Image.new("RGBA", (50, 400), (0, 128, 0, 255)).save(autre)
    fait = poser(maison, autre)
    assert lire_photos(ctx, [lina])[lina] != premiere
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    assert lire_photos(ctx, [lina])[lina] == premiere
