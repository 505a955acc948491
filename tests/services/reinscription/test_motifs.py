"""Motives of refusal: those of the program until the site writes its own, what the letter says of each."""

import pytest

from imuse_desk.domain.erreurs import FormulaireInvalide, Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.domain.verification.controles import Controle
from imuse_desk.services.lectures.offre import lister_fiches
from imuse_desk.services.offre.fiches import EnregistrerFiche, RangerFiche, enregistrer_fiche, ranger_fiche
from imuse_desk.services.reinscription.motifs import (
    lire_motifs,
    lire_motifs_de,
    motifs_livres,
    reprendre_motifs,
    texte_du_motif,
)
from tests.fabriques import Maison


def _fiche(libelle: str = "Écriture manuscrite", **autres: str) -> dict[str, str]:
    champs = {"libelle": libelle, "controle": "caf", "texte": "Merci de remettre l’original.", "code": "manuscrit"}
    return champs | autres


def test_the_program_gives_motives_for_each_control() -> None:
    for controle in Controle:
        siens = [m for m in motifs_livres() if m.controle is controle]
        assert siens, controle
    assert len({m.code for m in motifs_livres()}) == len({m.libelle for m in motifs_livres()}) == len(motifs_livres())
    assert all(m.texte.endswith(".") and "Merci de" in m.texte and len(m.texte) <= 600 for m in motifs_livres())


def test_a_piece_is_offered_its_own_motives_then_those_of_any_piece(maison: Maison) -> None:
    domicile = lire_motifs(maison.ctx(), Controle.DOMICILE)
    assert domicile[0].libelle == "Document de plus de 3 mois"
    assert {m.controle for m in domicile} == {Controle.DOMICILE, Controle.AUCUN}
    assert {m.controle for m in lire_motifs(maison.ctx(), Controle.AUCUN)} == {Controle.AUCUN}
    assert lire_motifs_de(maison.ctx(), 999) == ()
    with pytest.raises(Refus):
        lire_motifs(maison.ctx(Role.ENSEIGNANT), Controle.CAF)


def test_the_first_motive_of_a_site_joins_those_it_had(maison: Maison) -> None:
    ctx = maison.ctx(Role.DIRECTION)
    avant = lire_motifs(ctx, Controle.CAF)
    enregistrer_fiche(ctx, EnregistrerFiche("motif_refus", _fiche()))
    apres = lire_motifs(ctx, Controle.CAF)
    assert {m.libelle for m in apres} == {m.libelle for m in avant} | {"Écriture manuscrite"}
    with pytest.raises(RegleMetier, match="table_deja_remplie"):
        reprendre_motifs(ctx)


def test_a_site_changes_what_the_program_gave_and_puts_aside(maison: Maison) -> None:
    ctx = maison.ctx(Role.DIRECTION)
    assert reprendre_motifs(ctx).resultat == len(motifs_livres())
    fiches = {f.champs["code"]: f for f in lister_fiches(ctx, "motif_refus")}
    ancienne = fiches["caf_ancienne"]
    champs = {**ancienne.champs, "texte": "Il nous faut celle du mois, avant le {campagne.pieces}."}
    enregistrer_fiche(ctx, EnregistrerFiche("motif_refus", champs, ancienne.id, ancienne.version))
    ranger_fiche(ctx, RangerFiche("motif_refus", fiches["caf_quotient"].id, fiches["caf_quotient"].version))
    codes = {m.code: m.texte for m in lire_motifs(ctx, Controle.CAF)}
    assert codes["caf_ancienne"] == "Il nous faut celle du mois, avant le {campagne.pieces}."
    assert "caf_quotient" not in codes
    with pytest.raises(FormulaireInvalide) as refus:
        enregistrer_fiche(ctx, EnregistrerFiche("motif_refus", _fiche(texte="Pour {eleve.prenom}", controle="x")))
    assert {(e.champ, e.code) for e in refus.value.erreurs} == {
        ("texte", "champ_fusion_inconnu"), ("controle", "choix_obligatoire"),
    }  # fmt: skip


def test_the_letter_finds_its_text_by_the_words_of_the_refusal() -> None:
    connus = motifs_livres()
    texte = next(m.texte for m in connus if m.libelle == "Document illisible")
    assert texte_du_motif("Document illisible", connus) == texte
    assert texte_du_motif("Document illisible. Page 2.", connus) == f"{texte} Page 2."
    assert texte_du_motif("Document illisible en partie", connus) == "Document illisible en partie"
