"""The built faces: characters, widths, names; what the papers do with the characters that they lack."""

import io
from dataclasses import dataclass
from importlib.resources import files

import pytest
from fontTools.ttLib import TTFont

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.printing.polices import imprimable, largeur, preparer

POLICES = files("imuse_desk") / "resources" / "polices"
SIGNES = "\u00a0\u202fœŒŸ€«»’–—−×·…ᵉʳ✓→ \u2011"


def ouvrir(nom: str) -> TTFont:
    return TTFont(io.BytesIO((POLICES / nom).read_bytes()))


@pytest.mark.parametrize(("graisse", "chiffre"), [("Regular", 497), ("Semibold", 513)])
def test_desk_sans_a_ses_signes_ses_chasses_et_son_nom(graisse, chiffre):
    police = ouvrir(f"DeskSans-{graisse}.ttf")
    cmap, chasses = police.getBestCmap(), police["hmtx"]
    latin = [*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, SIGNES)]
    assert [hex(code) for code in latin if code not in cmap] == []
    assert {chasses[cmap[ord(signe)]][0] for signe in "0123456789+−"} == {chiffre}
    assert chasses[cmap[0x202F]][0] == 170
    noms = {nom.nameID: str(nom) for nom in police["name"].names}
    famille = "Desk Sans" if graisse == "Regular" else "Desk Sans Semibold"
    assert (noms[1], noms[4], noms[6]) == (famille, f"Desk Sans {graisse}", f"DeskSans-{graisse}")
    assert noms[16] == "Desk Sans"
    assert not set(noms) & set(range(7, 13))
    assert not any("Source" in noms[ident] for ident in (1, 3, 4, 6, 16))
    assert "Reserved Font Name" in noms[0]
    assert "Open Font License" in noms[13]
    assert police["OS/2"].fsType == 0
    assert not {"GPOS", "GSUB", "fpgm", "prep", "cvt "} & set(police.keys())


@pytest.mark.parametrize(("graisse", "poids"), [("Regular", 400), ("Medium", 500), ("SemiBold", 600), ("Bold", 700)])
def test_inter_a_ce_qu_affiche_la_fenetre(graisse, poids):
    police = ouvrir(f"Inter-{graisse}.ttf")
    cmap = police.getBestCmap()
    assert [signe for signe in SIGNES + "éÉçñßŁαЖ≤≥↵" if ord(signe) not in cmap] == []
    assert police["hmtx"][cmap[0x202F]][0] > 0
    assert police["OS/2"].usWeightClass == poids
    fonctions = {enregistrement.FeatureTag for enregistrement in police["GSUB"].table.FeatureList.FeatureRecord}
    assert "tnum" in fonctions
    assert len((POLICES / f"Inter-{graisse}.ttf").read_bytes()) < 300_000


def test_les_licences_accompagnent_les_polices():
    for nom in ("OFL-DeskSans.txt", "OFL-Inter.txt"):
        assert "SIL OPEN FONT LICENSE" in (POLICES / nom).read_text(encoding="utf-8").upper()


@pytest.mark.parametrize(
    ("brut", "net"),
    [
        ("Chloe\u0301", "Chloé"),
        ("Sonate en si\u266d", "Sonate en sib"),
        ("a\u200bb\ufeffc\u00ad", "abc"),
        ("a\tb\u2003c", "a b c"),
        ("☑\ufe0f", "☑"),
        ("Nguyễn Thị Ánh, Łukasz, Țepeș", "Nguyễn Thị Ánh, Łukasz, Țepeș"),
        ("1\u202f234,56\u00a0€", "1\u202f234,56\u00a0€"),
        ("a\nb", "a\nb"),
        ('<Studio> & "Martin"', '<Studio> & "Martin"'),
    ],
)
def test_imprimable_compose_remplace_et_retire(brut, net):
    assert imprimable(brut, "nom") == net


@pytest.mark.parametrize(
    ("texte", "signe"), [("Zoé 😀", "😀"), ("Ольга", "О"), ("x\u0302", "\u0302"), ("\x00", "\x00")]
)
def test_imprimable_refuse_le_reste(texte, signe):
    with pytest.raises(Invalide) as levee:
        imprimable(texte, "nom")
    assert levee.value.code == "caractere_non_imprimable"
    assert levee.value.params["caractere"] == signe


@dataclass(frozen=True, slots=True)
class _Dedans:
    nom: str
    rang: int = 0


@dataclass(frozen=True, slots=True)
class _Papier:
    titre: str
    liste: tuple[_Dedans, ...]


def test_preparer_descend_et_nomme_le_champ():
    assert preparer(_Papier("Chloe\u0301", (_Dedans("a\u200bb", 3),))) == _Papier("Chloé", (_Dedans("ab", 3),))
    sain = _Papier("Chloé", (_Dedans("ab", 3),))
    assert preparer(sain) == sain
    with pytest.raises(Invalide) as levee:
        preparer(_Papier("ok", (_Dedans("ok"), _Dedans("😀"))))
    assert levee.value.champ == "liste.1.nom"


def test_largeur_additionne_les_chasses():
    assert largeur("00", 10) == pytest.approx(9.94)
    assert largeur("00", 10, gras=True) == pytest.approx(10.26)


def test_marks_that_turn_a_name_round_never_reach_a_paper() -> None:
    assert imprimable("avis \u202efdp\u200f.exe", "fichier") == "avis fdp.exe"
    for marque in ("\u2066", "\u2069", "\x07"):
        with pytest.raises(Invalide, match="caractere_non_imprimable"):
            imprimable(f"avis {marque}fdp", "fichier")
