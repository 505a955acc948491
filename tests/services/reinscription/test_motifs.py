"""Motives of refusal: those of the program until the site writes its own, what the letter says of each."""

import pytest
from sqlalchemy import update

from imuse_desk.domain.erreurs import FormulaireInvalide, Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.domain.verification.controles import Controle
from imuse_desk.models import TypePiece
from imuse_desk.services.lectures.offre import lister_fiches
from imuse_desk.services.offre.fiches import EnregistrerFiche, RangerFiche, enregistrer_fiche, ranger_fiche
from imuse_desk.services.reinscription.motifs import (
    Motif,
    lire_motifs_de,
    motifs_de,
    motifs_livres,
    pour,
    reprendre_motifs,
    texte_du_motif,
)
from tests.fabriques import Maison
from tests.services.verification.poste_outils import poser_controles, recevoir


def _fiche(libelle: str = "Écriture manuscrite", **autres: str) -> dict[str, str]:
    champs = {"libelle": libelle, "controle": "caf", "texte": "Merci de remettre l’original.", "code": "manuscrit"}
    return champs | autres


def siens(maison: Maison, controle: Controle) -> tuple[Motif, ...]:
    """The site's motives for pieces judged by ``controle``."""
    with maison.base.lire() as session:
        return pour(motifs_de(session, maison.ids["site"]), controle)


def test_the_program_gives_motives_for_each_control() -> None:
    for controle in Controle:
        siens = [m for m in motifs_livres() if m.controle is controle]
        assert siens, controle
    assert len({m.code for m in motifs_livres()}) == len({m.libelle for m in motifs_livres()}) == len(motifs_livres())
    assert all(m.texte.endswith(".") and "Merci de" in m.texte and len(m.texte) <= 600 for m in motifs_livres())


def test_a_piece_is_offered_its_own_motives_then_those_of_any_piece(maison: Maison) -> None:
    domicile = siens(maison, Controle.DOMICILE)
    assert domicile[0].code == "trop_ancien"
    assert {m.controle for m in domicile} == {Controle.DOMICILE, Controle.AUCUN}
    assert {m.controle for m in siens(maison, Controle.AUCUN)} == {Controle.AUCUN}
    assert lire_motifs_de(maison.ctx(), 999) == ()
    with pytest.raises(Refus):
        lire_motifs_de(maison.ctx(Role.ENSEIGNANT), 999)


def test_the_first_motive_of_a_site_joins_those_it_had(maison: Maison) -> None:
    ctx = maison.ctx(Role.DIRECTION)
    avant = siens(maison, Controle.CAF)
    enregistrer_fiche(ctx, EnregistrerFiche("motif_refus", _fiche()))
    apres = siens(maison, Controle.CAF)
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
    codes = {m.code: m.texte for m in siens(maison, Controle.CAF)}
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


def test_the_months_of_a_motive_are_those_of_the_row(maison: Maison) -> None:
    """A site may take papers of six months: what is chosen, and what the letter says, follow its table."""
    poser_controles(maison)
    six = update(TypePiece).where(TypePiece.code == "domicile").values(mois_validite=6)
    maison.ecrire(lambda session: session.execute(six) and None)
    motif = lire_motifs_de(maison.ctx(), recevoir(maison, "domicile"))[0]
    assert motif.libelle == "Document de plus de 6 mois"
    caf = lire_motifs_de(maison.ctx(), recevoir(maison, "caf"))[0]
    assert caf.libelle == "Attestation de plus de 3 mois"
    dit = texte_du_motif("Document de plus de 6 mois. Vu au guichet", motifs_livres())
    assert dit.startswith("Le document remis date de plus de 6 mois.")
    assert dit.endswith("Vu au guichet")
    heberge = texte_du_motif("Hébergement incomplet", motifs_livres(), 6)
    assert "de moins de 6 mois" in heberge
    assert all("{" not in m.libelle + m.texte for m in lire_motifs_de(maison.ctx(), recevoir(maison, "domicile")))


def test_a_host_s_card_that_has_expired_has_its_motive(maison: Maison) -> None:
    poser_controles(maison)
    titre = recevoir(maison, "domicile", nature="identite_hote")
    assert "Pièce d’identité expirée" in [m.libelle for m in lire_motifs_de(maison.ctx(), titre)]
    preuve = recevoir(maison, "domicile", nature="domicile_hote")
    assert "Pièce d’identité expirée" not in [m.libelle for m in lire_motifs_de(maison.ctx(), preuve)]
