"""Small hostile or odd PDFs, built in memory: ``HOSTILES`` maps a name to a function that returns the bytes."""

import io
import random
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

import pikepdf

Objets = dict[int, bytes]

POLICE = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>%s>>/Contents 4 0 R%s>>"
BONJOUR = b"BT /F1 24 Tf 72 700 Td (Bonjour) Tj ET"


def pdf(objets: Objets, fin: bytes = b"") -> bytes:
    """A file with its cross-reference table; object 1 is the catalogue."""
    sortie = io.BytesIO()
    sortie.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    positions = {}
    for numero, corps in objets.items():
        positions[numero] = sortie.tell()
        sortie.write(b"%d 0 obj\n" % numero + corps + b"\nendobj\n")
    table = sortie.tell()
    taille = max(objets) + 1
    sortie.write(b"xref\n0 %d\n0000000000 65535 f \n" % taille)
    for numero in range(1, taille):
        libre = b"0000000000 65535 f \n"
        sortie.write(b"%010d 00000 n \n" % positions[numero] if numero in positions else libre)
    sortie.write(b"trailer\n<</Size %d/Root 1 0 R" % taille + fin + b">>\nstartxref\n%d\n%%%%EOF\n" % table)
    return sortie.getvalue()


def flux(cles: bytes, contenu: bytes = b"", filtre: bytes = b"/FlateDecode", brut: bytes | None = None) -> bytes:
    """A stream object, compressed unless ``brut`` gives its bytes."""
    donnees = zlib.compress(contenu, 9) if brut is None else brut
    tete = b"<<" + cles + b"/Length %d/Filter %s>>\nstream\n" % (len(donnees), filtre)
    return tete + donnees + b"\nendstream"


def simple(
    contenu: bytes = BONJOUR,
    *,
    catalogue: bytes = b"",
    page: bytes = b"",
    ressources: bytes = b"",
    plus: Objets | None = None,
) -> bytes:
    """One page with one word, and what is added to it."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R" + catalogue + b">>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: PAGE % (ressources, page),
            4: flux(b"", contenu),
            5: POLICE,
            **(plus or {}),
        }
    )


def arbre(enfants: bytes, compte: int, plus: Objets | None = None) -> bytes:
    """A page tree that says what it likes."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[" + enfants + b"]/Count %d>>" % compte,
            3: PAGE % (b"", b""),
            4: flux(b"", BONJOUR),
            5: POLICE,
            **(plus or {}),
        }
    )


def pages_reelles(nombre: int) -> bytes:
    """``nombre`` page objects that share one content."""
    pages = {10 + rang: PAGE % (b"", b"") for rang in range(nombre)}
    return arbre(b" ".join(b"%d 0 R" % numero for numero in pages), nombre, pages)


def arbre_exponentiel(profondeur: int) -> bytes:
    """Each node lists its child ten times."""
    noeuds: Objets = {}
    for rang in range(profondeur):
        enfant = 10 + rang if rang < profondeur - 1 else 3
        enfants = b" ".join([b"%d 0 R" % enfant] * 10)
        noeuds[2 if rang == 0 else 9 + rang] = (
            b"<</Type/Pages/Count %d/Kids[" % 10 ** (profondeur - rang) + enfants + b"]>>"
        )
    return arbre(b"", 0, noeuds)


def degonfle(bloc: bytes, fois: int) -> bytes:
    """A zlib stream of ``bloc`` repeated, built from one compressed block: gigabytes in a moment."""
    compresseur = zlib.compressobj(9, zlib.DEFLATED, -15)
    morceau = compresseur.compress(bloc) + compresseur.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + morceau * fois + b"\x03\x00" + bytes(4)


def contenu_brut(brut: bytes, filtre: bytes = b"/FlateDecode", cles: bytes = b"") -> bytes:
    """One page whose content stream is given compressed."""
    return arbre(b"3 0 R", 1, {4: flux(cles, filtre=filtre, brut=brut)})


def image(largeur: int, hauteur: int, donnees: bytes, espace: bytes = b"/DeviceGray") -> bytes:
    """A page filled by one picture."""
    cles = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace" % (largeur, hauteur)
    return simple(
        b"q 595 0 0 842 0 0 cm /I Do Q",
        ressources=b"/XObject<</I 6 0 R>>",
        plus={6: flux(cles + espace, brut=donnees)},
    )


def formes_imbriquees(niveaux: int) -> bytes:
    """Ten to the power of ``niveaux`` rectangles in two kilobytes."""
    tete = b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]"
    plus = {
        6 + rang: flux(tete + b"/Resources<</XObject<</X %d 0 R>>>>" % (7 + rang), b"/X Do " * 10)
        for rang in range(niveaux - 1)
    }
    plus[5 + niveaux] = flux(tete, b"0 0 9 9 re f")
    return simple(b"/X Do " * 10, ressources=b"/XObject<</X 6 0 R>>", plus=plus)


def boite(mesures: bytes) -> bytes:
    """A page of any size."""
    page = PAGE.replace(b"[0 0 595 842]", mesures) % (b"", b"")
    return arbre(b"3 0 R", 1, {3: page})


def chiffre(*, utilisateur: str, version: Literal[3, 6] = 6) -> bytes:
    """Protected by pikepdf; without a user password anybody may open it."""
    protection = pikepdf.Encryption(
        user=utilisateur, owner="proprietaire", R=version, aes=version >= 4, metadata=version >= 4
    )
    sortie = io.BytesIO()
    with pikepdf.open(io.BytesIO(simple())) as document:
        document.save(sortie, encryption=protection, deterministic_id=False)
    return sortie.getvalue()


def dans_un_flux_d_objets() -> bytes:
    """JavaScript whose object is compressed inside an object stream: no reader of bare bytes sees it."""
    source = simple(catalogue=b"/OpenAction 6 0 R", plus={6: b"<</S/J#61vaScript/JS(app.alert\\(1\\))>>"})
    sortie = io.BytesIO()
    with pikepdf.open(io.BytesIO(source)) as document:
        document.save(sortie, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
    return sortie.getvalue()


def hasard(taille: int) -> bytes:
    """The same noise each time."""
    return random.Random(7).randbytes(taille)  # noqa: S311 - repeatable noise


def chemins(nombre: int) -> bytes:
    """Lines, one stroke each."""
    traits = (b"%d %d m %d %d l S " % (i % 595, i % 842, i * 7 % 595, i * 13 % 842) for i in range(nombre))
    return simple(b"".join(traits))


def carrelage() -> bytes:
    """A pattern repeated each thousandth of a point."""
    motif = b"/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.001/YStep 0.001/Resources<<>>"
    return simple(
        b"/Pattern cs /P scn 0 0 595 842 re f",
        ressources=b"/Pattern<</P 6 0 R>>",
        plus={6: flux(b"/Type" + motif, b"0 0 1 1 re f")},
    )


def boucle_de_tables() -> bytes:
    """A cross-reference table that names itself as the one before."""
    source = simple()
    return source.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % source.rfind(b"xref\n0"))


JS = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
_FORME = b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</XObject<</X 6 0 R>>>>"
_JOINT = b"/Names<</EmbeddedFiles<</Names[(x.exe) 6 0 R]>>>>"
_LIEN = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 99 99]/A<</S/URI/URI(http://exemple.example/)>>>>]"
_FONCTION = b"/Function<</FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]/Length 0>>"

ACTIFS: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "js_ouverture": (partial(simple, catalogue=b"/OpenAction" + JS), ["javascript"]),
    "js_echappe": (partial(simple, catalogue=b"/OpenAction<</S/J#61vaScript/J#53(1)>>"), ["javascript"]),
    "js_noms": (partial(simple, catalogue=b"/Names<</JavaScript<</Names[(a) 6 0 R]>>>>", plus={6: JS}), ["javascript"]),
    "js_flux_objets": (dans_un_flux_d_objets, ["javascript"]),
    "js_generation": (partial(simple, catalogue=b"/Names<</Dests[[[" + JS + b"]]]>>"), ["javascript"]),
    "page_aa": (partial(simple, page=b"/AA<</O<</S/JavaScript/JS(1)>>>>"), ["aa", "javascript"]),
    "lancement": (partial(simple, catalogue=b"/OpenAction<</S/Launch/F(cmd.exe)>>"), ["launch"]),
    "lien": (partial(simple, page=_LIEN), ["uri"]),
    "joint": (
        partial(
            simple,
            catalogue=_JOINT,
            plus={
                6: b"<</Type/Filespec/F(x.exe)/EF<</F 7 0 R>>>>",
                7: flux(b"/Type/EmbeddedFile", b"MZ" + bytes(500)),
            },
        ),
        ["fichiers_joints"],
    ),
    "xfa": (partial(simple, catalogue=b"/AcroForm<</Fields[]/XFA 6 0 R>>", plus={6: flux(b"", b"<xdp/>")}), ["xfa"]),
    "envoi": (partial(simple, catalogue=b"/OpenAction<</S/SubmitForm/F(http://e.example/)>>"), ["submitform"]),
    "js_arbre_en_boucle": (
        lambda: arbre(b"3 0 R 2 0 R", 2).replace(
            b"/Type/Catalog", b"/OpenAction<</S/J#61vaScript/JS(1)>>/Type/Catalog"
        ),
        ["javascript"],
    ),
    "police_nommee_aa": (partial(simple, ressources=b"/ExtGState<</AA<</Type/ExtGState>>/JS<</SA true>>>>"), []),
}

HOSTILES: dict[str, Callable[[], bytes]] = {
    **{nom: fabrique for nom, (fabrique, _) in ACTIFS.items()},
    "bon": simple,
    "zero_page": lambda: pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>"}),
    "compte_menteur": lambda: arbre(b"3 0 R", 2_000_000_000),
    "compte_trop_petit": lambda: arbre(b"3 0 R 10 0 R 11 0 R", 1, {10: PAGE % (b"", b""), 11: PAGE % (b"", b"")}),
    "compte_negatif": lambda: arbre(b"3 0 R", -5),
    "pages_en_boucle": lambda: arbre(b"3 0 R 2 0 R", 2),
    "arbre_10_5": partial(arbre_exponentiel, 5),
    "arbre_10_7": partial(arbre_exponentiel, 7),
    "pages_100k": lambda: arbre(b" ".join([b"3 0 R"] * 100_000), 100_000),
    "pages_5000": partial(pages_reelles, 5_000),
    "pages_20k": partial(pages_reelles, 20_000),
    "grande_boite": partial(boite, b"[0 0 14400 14400]"),
    "boite_enorme": partial(boite, b"[0 0 200000000 200000000]"),
    "boite_ruban": partial(boite, b"[0 0 200000000 1]"),
    "boite_nulle": partial(boite, b"[0 0 0 0]"),
    "boite_absurde": partial(boite, b"[5 5 -9 /X]"),
    "unite": partial(simple, page=b"/UserUnit 75000"),
    "bombe_1g": lambda: contenu_brut(degonfle(b"q Q " * 262_144, 1_024)),
    "bombe_double_4g": lambda: contenu_brut(
        zlib.compress(degonfle(b" " * 1_048_576, 4_096), 9), b"[/FlateDecode/FlateDecode]"
    ),
    "image_30k": lambda: image(30_000, 30_000, degonfle(bytes(30_000), 30_000)),
    "image_menteuse": lambda: image(2_000_000, 2_000_000, bytes(100), b"/DeviceRGB"),
    "forme_recursive": partial(simple, b"/X Do", ressources=b"/XObject<</X 6 0 R>>", plus={6: flux(_FORME, b"/X Do")}),
    "formes_10_6": partial(formes_imbriquees, 6),
    "formes_10_9": partial(formes_imbriquees, 9),
    "tableau_profond": lambda: simple(catalogue=b"/Foo " + b"[" * 50_000 + b"]" * 50_000),
    "dictionnaire_profond": lambda: simple(catalogue=b"/Foo " + b"<</A " * 20_000 + b"1" + b">>" * 20_000),
    "contenu_profond": lambda: simple(b"q " * 2_000_000),
    "chemins": partial(chemins, 1_500_000),
    "carrelage": carrelage,
    "ombrage": partial(
        simple, b"/S sh", ressources=b"/Shading<</S<</ShadingType 1/ColorSpace/DeviceRGB" + _FONCTION + b">>>>"
    ),
    "table_en_boucle": boucle_de_tables,
    "objet_lui_meme": lambda: pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"2 0 R"}),
    "filtres_300": lambda: contenu_brut(zlib.compress(b"q Q"), b"[" + b"/FlateDecode" * 300 + b"]"),
    "predicteur": lambda: contenu_brut(
        zlib.compress(b"q Q"), cles=b"/DecodeParms<</Predictor 15/Columns 2000000000/Colors 32>>"
    ),
    "vide": lambda: b"",
    "html": lambda: b"<html><body>facture</body></html>",
    "programme": lambda: b"MZ" + hasard(4_000),
    "png": lambda: b"\x89PNG\r\n\x1a\n" + bytes(500),
    "jpeg": lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + hasard(3_000),
    "docx": lambda: b"PK\x03\x04" + bytes(26) + b"word/document.xml" + bytes(300),
    "bruit_apres_entete": lambda: b"%PDF-1.7\n" + hasard(20_000),
    "bruit_avant_700": lambda: bytes(700) + simple(),
    "bruit_avant_2k": lambda: b"X" * 2_048 + simple(),
    "tronque_moitie": lambda: simple()[: len(simple()) // 2],
    "tronque_fin": lambda: simple()[:-60],
    "zeros": lambda: b"%PDF-1.4\n" + bytes(5_000_000),
    "aussi_zip": lambda: simple() + b"PK\x05\x06" + bytes(18),
    "chiffre": partial(chiffre, utilisateur="secret"),
    "chiffre_rc4": partial(chiffre, utilisateur="secret", version=3),
    "chiffre_ouvert": partial(chiffre, utilisateur=""),
}


def ecrire(nom: str, dossier: Path) -> Path:
    """A hostile file on disk, by its name."""
    chemin = dossier / f"{nom}.pdf"
    chemin.write_bytes(HOSTILES[nom]())
    return chemin
