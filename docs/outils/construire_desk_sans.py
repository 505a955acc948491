"""Build the papers' faces "Desk Sans" Regular and Semibold from the `source-sans` npm package (3.52.0).

Usage: python docs/outils/construire_desk_sans.py RÉPERTOIRE
where RÉPERTOIRE is the unpacked npm package. Needs fontTools.

The licence (SIL OFL 1.1) reserves the name "Source": a changed file takes another name. Changed here: the character
set, no hints, no OpenType features (the default digits are tabular), and a wider narrow no-break space (U+202F, from
120 to 170/1000: at 120 "1 541" reads "1541" in 9 pt). Copyright and licence entries are kept.
"""

import argparse
import shutil
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILLE = "Desk Sans"
GRAISSES = ("Regular", "Semibold")
SORTIE = Path(__file__).resolve().parents[2] / "imuse_desk" / "resources" / "polices"
PLAGES = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin-1, Latin Extended-A
    (0x0192, 0x0192),  # florin
    (0x01A0, 0x01DC),  # Vietnamese horns, carons
    (0x0218, 0x021B),  # Romanian commas below
    (0x1EA0, 0x1EF9),  # Vietnamese
)
SIGNES = "ẞẼẽẀẁẂẃẄẅ\u2009\u200a\u202f‐‑‒–—‘’‚“”„†‡•…‰‹›⁄€№™Ωℓ−×÷≈≠≤≥∞√∂◊·ᵈᵉʳˢⁿ⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃½¼¾✓✗←↑→↓↔☐☑■□▪●○ﬁﬂ"
LARGEUR_FINE = 170
IDENTIFIANTS_GARDES = {0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17}


def renommer(police: TTFont, graisse: str) -> None:
    """Give the face its own name (IDs 1, 3, 4, 6, 16), keep copyright and licence, drop trademark and makers."""
    noms = police["name"]
    noms.names = [n for n in noms.names if n.nameID in IDENTIFIANTS_GARDES and n.langID == 0x409]
    postscript = f"{FAMILLE.replace(' ', '')}-{graisse}"
    complet = f"{FAMILLE} {graisse}"
    famille = FAMILLE if graisse == "Regular" else complet
    for ident, texte in {1: famille, 3: f"3.052;{postscript}", 4: complet, 6: postscript, 16: FAMILLE}.items():
        noms.setName(texte, ident, 3, 1, 0x409)


def construire(source: Path, cible: Path, graisse: str) -> None:
    """Write the built face `cible` from the original `source`."""
    police = TTFont(source)
    options = subset.Options()
    options.layout_features = []
    options.drop_tables = [*options.drop_tables, "GPOS", "GSUB", "GDEF", "BASE", "STAT", "DSIG"]
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    outil = subset.Subsetter(options)
    plages = [code for debut, fin in PLAGES for code in range(debut, fin + 1)]
    outil.populate(unicodes=plages + [ord(signe) for signe in SIGNES])
    outil.subset(police)
    police["hmtx"][police.getBestCmap()[0x202F]] = (LARGEUR_FINE, 0)
    renommer(police, graisse)
    police.save(cible, reorderTables=True)


def principal() -> None:
    """Read the package's folder from the command line and build the two faces and their licence."""
    lecteur = argparse.ArgumentParser(description=__doc__)
    lecteur.add_argument("repertoire", type=Path)
    repertoire: Path = lecteur.parse_args().repertoire
    for graisse in GRAISSES:
        construire(repertoire / "TTF" / f"SourceSans3-{graisse}.ttf", SORTIE / f"DeskSans-{graisse}.ttf", graisse)
    shutil.copyfile(repertoire / "LICENSE.md", SORTIE / "OFL-DeskSans.txt")


if __name__ == "__main__":
    principal()
