"""Notices drawn for the tests, cut in files: their words are those of the specimens."""

import io
from collections.abc import Iterable
from pathlib import Path


def avis(
    chemin: Path,
    pages: Iterable[int] = (1, 2, 3, 4),
    *,
    nom: str = "MARTINEAU ALICE",
    reference: str = "25 92 1A12345 67",
    revenu: str = "34 512",
    revenu_p3: str = "34 512",
    voie: str = "12 RUE DE LA MUSIQUE",
) -> Path:
    """Some of the four pages of a notice without a seal; pages 1 and 3 print the income."""
    from reportlab.pdfgen.canvas import Canvas

    flux = io.BytesIO()
    toile = Canvas(flux, pagesize=(595, 842), invariant=1)
    for page in pages:
        lignes: list[tuple[float, float, str]] = [(520, 800, f"{page}/4")]
        if page == 1:
            lignes += [
                (40, 780, "AVIS D'IMPÔT 2025"),
                (40, 760, "Impôt sur les revenus de l'année 2024"),
                (40, 740, f"Référence de l'avis : {reference}"),
                (320, 700, nom),
                (320, 686, voie),
                (320, 672, "92190 MEUDON"),
                (40, 600, "Nombre de parts"),
                (400, 600, "2,50"),
            ]
        if page in (1, 3):
            lignes += [(40, 620, "Revenu fiscal de référence"), (400, 620, f"{revenu if page == 1 else revenu_p3} €")]
        toile.setFont("Helvetica", 10)
        for x, y, mots in lignes:
            toile.drawString(x, y, mots)
        toile.showPage()
    toile.save()
    chemin.write_bytes(flux.getvalue())
    return chemin
