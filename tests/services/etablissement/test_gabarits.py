"""Templates: delivered to a new house, the site's before the network's, checked whole, undone."""

from dataclasses import replace
from typing import Any

import pytest

from imuse_desk.domain.champs_fusion import CLES, champs_propres
from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.gabarits import champs, verifier
from imuse_desk.services.annulation import annuler, lister_annulables
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.gabarits import (
    EnregistrerGabarit,
    GabaritVu,
    enregistrer_gabarit,
    gabarit_de,
    gabarits_livres,
    lire_gabarit,
    lister_gabarits,
    ranger_gabarit,
)

LETTRE = EnregistrerGabarit("lettre", "Concert", "Concert de {eleve.prenom}", "{famille.appel},\n\nVenez.")


def _ecrire(ctx: Contexte, **champs: Any) -> int:
    return enregistrer_gabarit(ctx, replace(LETTRE, **champs)).resultat


def _ailleurs(ctx: Contexte) -> Contexte:
    """The director of the other site."""
    return replace(ctx.sur(site_id=ctx.site_id + 1), roles={ctx.site_id + 1: ctx.roles[ctx.site_id]})


def _sur(vu: GabaritVu, **champs: Any) -> EnregistrerGabarit:
    return EnregistrerGabarit(vu.canal, vu.nom, vu.sujet, vu.corps, ident=vu.id, version=vu.version, **champs)


def test_a_new_house_has_the_delivered_templates_whose_fields_all_exist(ctx: Contexte) -> None:
    noms = {(g.canal, g.code) for g in lister_gabarits(ctx)}
    assert {("courriel", "rappel_sans_reponse"), ("lettre", "rappel_pieces"), ("lettre", "convocation")} <= noms
    assert len(noms) == len(gabarits_livres()) == 12
    for gabarit in gabarits_livres():
        connus = CLES.union(champ.cle for champ in champs_propres(gabarit["code"]))
        verifier(gabarit["sujet"], connus)
        verifier(gabarit["corps"], connus)
        assert champs(gabarit["corps"])


def test_the_site_s_own_template_comes_before_the_network_s(ctx: Contexte) -> None:
    du_reseau = gabarit_de(ctx, "rappel_pieces", "lettre")
    assert du_reseau is not None
    assert du_reseau.site_id is None
    sien = _ecrire(ctx, nom="Nos pièces", code="rappel_pieces")
    trouve = gabarit_de(ctx, "rappel_pieces", "lettre")
    assert trouve is not None
    assert (trouve.id, trouve.site) == (sien, "Meudon")
    autre = gabarit_de(_ailleurs(ctx), "rappel_pieces", "lettre")
    assert autre == du_reseau
    assert gabarit_de(ctx, "inconnu", "lettre") is None


@pytest.mark.parametrize(
    ("champ", "texte", "code", "ou"),
    [
        ("corps", "Bonjour,\n\nvoici {eleve.taille}", "champ_fusion_inconnu", (3, 7)),
        ("corps", "Bonjour {eleve.prenom", "accolade_seule", (1, 9)),
        ("corps", "<b>{famille.appel}</b> }", "accolade_seule", (1, 24)),
        ("sujet", "Concert {}", "champ_fusion_inconnu", (1, 9)),
    ],
)
def test_an_unknown_or_unclosed_field_is_refused_where_it_stands(
    ctx: Contexte, champ: str, texte: str, code: str, ou: tuple[int, int]
) -> None:
    with pytest.raises(FormulaireInvalide) as refus:
        _ecrire(ctx, **{champ: texte})
    (faute,) = refus.value.erreurs
    assert (faute.champ, faute.code, faute.params["ligne"], faute.params["colonne"]) == (champ, code, *ou)


def test_html_and_twenty_pages_are_kept_as_they_are(ctx: Contexte) -> None:
    html = '<script>alert("x")</script> & <b>gras</b>\n' + "Un paragraphe de règlement. " * 4000
    assert lire_gabarit(ctx, _ecrire(ctx, corps=html)).corps == html.strip()


def test_empty_and_too_long_fields_are_refused(ctx: Contexte) -> None:
    with pytest.raises(FormulaireInvalide) as refus:
        _ecrire(ctx, nom="", sujet="é" * 201, corps=" \n ")
    assert [(e.champ, e.code) for e in refus.value.erreurs] == [
        ("nom", "champ_obligatoire"), ("sujet", "texte_trop_long"), ("corps", "champ_obligatoire"),
    ]  # fmt: skip


def test_two_templates_of_a_channel_do_not_share_a_name(ctx: Contexte) -> None:
    premier = _ecrire(ctx)
    _ecrire(ctx, canal="courriel")
    _ecrire(ctx, est_du_reseau=True)
    for est_du_reseau in (False, True):
        with pytest.raises(Invalide) as refus:
            _ecrire(ctx, est_du_reseau=est_du_reseau)
        assert (refus.value.champ, refus.value.code) == ("nom", "deja_utilise")
    ranger_gabarit(ctx, premier)
    with pytest.raises(Invalide) as refus:
        _ecrire(ctx)
    assert refus.value.code == "deja_utilise_archive"


def test_a_change_is_undone_unless_it_was_written_again(ctx: Contexte) -> None:
    vu = lire_gabarit(ctx, _ecrire(ctx))
    enregistrer_gabarit(ctx, replace(_sur(vu), corps="Autre texte"))
    annuler(ctx, lister_annulables(ctx)[0].operation_id)
    assert lire_gabarit(ctx, vu.id).corps == vu.corps
    enregistrer_gabarit(ctx, replace(_sur(lire_gabarit(ctx, vu.id)), corps="Troisième"))
    troisieme = lister_annulables(ctx)[0]
    enregistrer_gabarit(ctx, replace(_sur(lire_gabarit(ctx, vu.id)), corps="Quatrième"))
    with pytest.raises(RegleMetier) as refus:
        annuler(ctx, troisieme.operation_id)
    assert refus.value.code == "modifie_depuis"
    with pytest.raises(Conflit) as conflit:
        enregistrer_gabarit(ctx, replace(_sur(vu), corps="Cinquième"))
    assert conflit.value.champs == {"corps": ("Cinquième", "Quatrième")}


def test_a_template_put_aside_is_not_proposed_and_comes_back(ctx: Contexte) -> None:
    ident = _ecrire(ctx)
    ranger_gabarit(ctx, ident)
    assert ident not in {g.id for g in lister_gabarits(ctx)}
    assert ident in {g.id for g in lister_gabarits(ctx, avec_archives=True)}
    annuler(ctx, lister_annulables(ctx)[0].operation_id)
    assert ident in {g.id for g in lister_gabarits(ctx, "lettre")}


def test_another_site_s_template_is_out_of_reach(ctx: Contexte) -> None:
    ident = _ecrire(ctx)
    with pytest.raises(Introuvable):
        ranger_gabarit(_ailleurs(ctx), ident)
