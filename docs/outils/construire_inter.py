"""Build the window's Inter faces from the web fonts of the `inter-ui` npm package (4.1.1).

Usage: python docs/outils/construire_inter.py RÉPERTOIRE
where RÉPERTOIRE is the unpacked npm package. Needs fontTools and brotli.

Inter's licence (SIL OFL 1.1) reserves no font name since version 4: a subset may keep the name Inter.
Kept: Latin, Greek and Cyrillic letters, punctuation, arrows, mathematical signs and every OpenType feature
a window uses (kerning, tabular figures, contextual alternates). The feature and glyph names are left alone.
"""

import argparse
import shutil
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

GRAISSES = ("Regular", "Medium", "SemiBold", "Bold")
SORTIE = Path(__file__).resolve().parents[2] / "imuse_desk" / "resources" / "polices"
PLAGES = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x024F),  # Latin-1, Latin Extended-A and B
    (0x02B0, 0x036F),  # modifier letters, combining accents
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x045F),  # Cyrillic
    (0x1D2C, 0x1D6A),  # modifier letters (1ʳᵉ, 2ᵉ)
    (0x1E00, 0x1EFF),  # Latin Extended Additional
    (0x2000, 0x206F),  # general punctuation, U+202F
    (0x2070, 0x209F),  # superscripts
    (0x20A0, 0x20BF),  # currencies
    (0x2100, 0x218F),  # letterlike signs, fractions
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics, U+2212
    (0x2300, 0x23FF),  # keys (⌘ ⌫ ⏎)
    (0x25A0, 0x25FF),  # shapes
    (0x2600, 0x27BF),  # ticks, stars
    (0xFB00, 0xFB06),  # ligatures
    (0xFFFD, 0xFFFD),  # replacement character
)
FONCTIONS = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "tnum", "case", "zero", "sups", "frac", "liga", "rlig"]


def construire(source: Path, cible: Path) -> None:
    """Write the desktop face `cible` (TrueType) from the web face `source`."""
    police = TTFont(source)
    police.flavor = None
    options = subset.Options()
    options.layout_features = FONCTIONS
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    options.hinting = False
    options.recalc_timestamp = False
    outil = subset.Subsetter(options)
    outil.populate(unicodes=[code for debut, fin in PLAGES for code in range(debut, fin + 1)])
    outil.subset(police)
    police.save(cible, reorderTables=True)


def principal() -> None:
    """Read the package's folder from the command line and build the four faces and their licence."""
    lecteur = argparse.ArgumentParser(description=__doc__)
    lecteur.add_argument("repertoire", type=Path)
    repertoire: Path = lecteur.parse_args().repertoire
    for graisse in GRAISSES:
        construire(repertoire / "web" / f"Inter-{graisse}.woff2", SORTIE / f"Inter-{graisse}.ttf")
    shutil.copyfile(repertoire / "LICENSE.txt", SORTIE / "OFL-Inter.txt")


if __name__ == "__main__":
    principal()
