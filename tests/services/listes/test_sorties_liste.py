"""The paper of a list, read back."""

import io

import pypdfium2 as pdfium
import pytest

from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.feuille import ColonneFeuille, Feuille, Nature, Section
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.sorties_liste import RANGEES_IMPRIMEES_MAX, imprimer_liste

COLONNES = (
    ColonneFeuille("nom", "Famille", largeur=180),
    ColonneFeuille("solde", "Solde €", Nature.MONTANT, 90, est_sommable=True),
)


def _pages(octets: bytes) -> list[str]:
    document = pdfium.PdfDocument(io.BytesIO(octets))
    return [page.get_textpage().get_text_range() for page in document]


def _feuille(n: int, groupes: int = 1, nom: str = "VALMONT") -> Feuille:
    sections = tuple(
        Section(f"Groupe {g}" if groupes > 1 else "", [(f"{nom} {g}-{r}", 100) for r in range(n)])
        for g in range(groupes)
    )
    return Feuille("Familles", COLONNES, sections, ("« mar »", "Pièces"), "famille", "familles")


def test_a_list_is_printed_with_its_filters_and_page_numbers(ctx: Contexte) -> None:
    pages = _pages(imprimer_liste(ctx, _feuille(130)))
    assert len(pages) > 2
    for mots in ("Familles", "130 familles", "2026-2027", "Meudon", "« mar », Pièces", "20/05/2027", "130,00"):
        assert mots in pages[0]
    for rang, page in enumerate(pages, start=1):
        assert f"page {rang}/{len(pages)}" in page
        assert "Solde €" in page
    assert "VALMONT 0-129" in pages[-1]


def test_groups_show_their_count_and_sums(ctx: Contexte) -> None:
    texte = "\n".join(_pages(imprimer_liste(ctx, _feuille(3, groupes=2))))
    assert "Groupe 0" in texte
    assert texte.replace("\u00a0", " ").count("3 familles · Solde : 3,00 €") == 2
    assert "6 familles" in texte


def test_an_empty_list_is_a_page(ctx: Contexte) -> None:
    (page,) = _pages(imprimer_liste(ctx, _feuille(0)))
    assert "0 famille" in page


def test_twenty_columns_and_long_words_stand_on_the_page(ctx: Contexte) -> None:
    colonnes = tuple(ColonneFeuille(f"c{n}", f"Colonne {n}") for n in range(20))
    feuille = Feuille("Large", colonnes, (Section("", [tuple("anticonstitutionnellement" for _ in colonnes)] * 3),))
    assert "page 1/" in _pages(imprimer_liste(ctx, feuille))[0]


def test_a_list_too_long_for_paper_is_refused_with_the_cure(ctx: Contexte) -> None:
    with pytest.raises(RegleMetier, match="liste_trop_longue"):
        imprimer_liste(ctx, _feuille(RANGEES_IMPRIMEES_MAX + 1))


def test_a_sign_that_the_faces_lack_is_refused(ctx: Contexte) -> None:
    with pytest.raises(Invalide, match="caractere_non_imprimable"):
        imprimer_liste(ctx, _feuille(1, nom="王"))
