"""A cheque that the bank gave back: its fee, its letter, the flag on the family, the condition of re-enrolment."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from imuse_desk.domain.champs_fusion import CHEQUE_IMPAYE
from imuse_desk.domain.erreurs import FormulaireInvalide, Introuvable
from imuse_desk.domain.pieces import GenreReglement, Nature
from imuse_desk.domain.reinscription import EtatCondition, GenreCondition
from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.services.etablissement.fusion import Destinataire, TexteModele, fusionner_exemple
from imuse_desk.services.etablissement.gabarits import EnregistrerGabarit, enregistrer_gabarit
from imuse_desk.services.facturation.compte_famille import lire_compte
from imuse_desk.services.facturation.impayes import lettre_impaye
from imuse_desk.services.facturation.opposes import defaire_reglement
from imuse_desk.services.facturation.papiers import voir_piece
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.facturation.rectification import lister_ecarts
from imuse_desk.services.facturation.registre_famille import BlocRegistre
from imuse_desk.services.lectures.resume import resume_famille
from imuse_desk.services.lectures.vues_reinscription import ConditionVue
from imuse_desk.services.reinscription.conditions import NoterCondition, noter_condition
from tests.fabriques import Maison
from tests.printing.exemples import textes
from tests.services.facturation.outils import facturee, payer, reglement, regler_regie, sans_faute
from tests.services.reinscription.outils import enfant, ouvrir


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """The family paid 300 € of its 760 € by a cheque; the régie asks 15 € for one that comes back."""
    maison = facturee(base, tmp_path)
    regler_regie(maison, frais_impaye_centimes=1_500)
    payer(maison, "cheque", 30_000)
    maison.horloge.instant += timedelta(days=10)
    return maison


def rendre(maison: Maison, *, avec_frais: bool = True) -> int:
    ctx = maison.ctx(Role.REGISSEUR)
    genre = GenreReglement.IMPAYE
    return defaire_reglement(ctx, reglement(maison), genre, "Sans provision", avec_frais=avec_frais).resultat


def bloc(maison: Maison) -> BlocRegistre:
    [vu] = lire_compte(maison.ctx(), maison.ids["Valmont"]).blocs
    return vu


def drapeaux(maison: Maison) -> list[tuple[str, int, str]]:
    vue = resume_famille(maison.ctx(), maison.ids["Valmont"])
    return [(a.code, a.n, a.detail) for a in vue.a_regler if a.code == "cheque_impaye"]


def test_the_fee_is_an_invoice_of_its_own_that_the_tariff_does_not_know(maison: Maison) -> None:
    rendre(maison)
    vu = bloc(maison)
    assert vu.solde_centimes == 77_500
    frais = vu.lignes[0]
    assert (frais.libelle, frais.debit_centimes, frais.le) == (
        "Frais de chèque impayé", 1_500, maison.ctx().aujourdhui(),
    )  # fmt: skip
    appel = Appel(maison.ids["site"], maison.ids["source"], Nature.COTISATIONS)
    assert lister_ecarts(maison.ctx(), appel).ecarts == ()
    page = textes(voir_piece(maison.ctx(), frais.piece_id).octets)[0]
    assert "chèque n° 0000001 de 300,00 €, reçu 26RC00001" in page
    sans_faute(maison)


def test_no_fee_unless_it_is_asked(maison: Maison) -> None:
    rendre(maison, avec_frais=False)
    assert bloc(maison).solde_centimes == 76_000


def test_the_letter_tells_the_cheque_and_the_fee(maison: Maison) -> None:
    oppose = rendre(maison)
    nom, octets = lettre_impaye(maison.ctx(), oppose)
    assert nom == "cheque_impaye_26RC00002.pdf"
    [page] = textes(octets)
    assert "chèque n° 0000001 de 300,00 € (Banque du Val)" in page
    assert "15,00 € de frais" in page
    assert "26FC00002" in page
    with pytest.raises(Introuvable):
        lettre_impaye(maison.ctx(), oppose - 1)


def test_the_letter_is_written_in_the_words_of_the_house(maison: Maison) -> None:
    ctx, oppose = maison.ctx(), rendre(maison)
    mots = EnregistrerGabarit(
        "lettre", "Chèque rendu", "Votre {impaye.cheque}", "{famille.appel}, payez {impaye.montant}.{impaye.frais}",
        code=CHEQUE_IMPAYE,
    )  # fmt: skip
    enregistrer_gabarit(ctx, mots)
    [page] = textes(lettre_impaye(ctx, oppose)[1])
    assert "payez 300,00 €." in page
    assert "15,00 € de frais" in page
    for faux in (replace(mots, corps="{impaye.banque}"), replace(mots, nom="Autre", code="")):
        with pytest.raises(FormulaireInvalide) as refus:
            enregistrer_gabarit(ctx, faux)
        assert {e.code for e in refus.value.erreurs} == {"champ_fusion_inconnu"}
    foyer = Destinataire(maison.ids["Valmont"])
    [exemple] = fusionner_exemple(ctx, CHEQUE_IMPAYE, TexteModele(mots.sujet, mots.corps), [foyer])
    assert exemple.sujet.startswith("Votre chèque n°")


def test_the_family_bears_a_flag_until_the_debt_is_paid(maison: Maison) -> None:
    assert drapeaux(maison) == []
    rendre(maison, avec_frais=False)
    assert drapeaux(maison) == [("cheque_impaye", 1, "30000")]
    payer(maison, "especes", 76_000)
    assert drapeaux(maison) == []


def paiements(maison: Maison) -> list[ConditionVue]:
    vu = enfant(ouvrir(maison), "Lina")
    return [c for c in vu.conditions if c.genre is GenreCondition.PAIEMENT]


def test_the_condition_of_payment_is_not_met_until_it_is_noted_or_paid(maison: Maison) -> None:
    [avant] = paiements(maison)
    assert avant.etat is None
    rendre(maison, avec_frais=False)
    [vue] = paiements(maison)
    assert (vue.etat, vue.source, vue.detail) == (
        EtatCondition.NON_REMPLIE, "calculee", "Chèque impayé, 26RC00002",
    )  # fmt: skip
    maison.horloge.instant += timedelta(hours=1)
    lina = enfant(ouvrir(maison), "Lina")
    commande = NoterCondition(lina.dossier_eleve_id or 0, lina.version, GenreCondition.PAIEMENT, EtatCondition.REMPLIE)
    noter_condition(maison.ctx(), commande)
    [notee] = paiements(maison)
    assert (notee.etat, notee.source) == (EtatCondition.REMPLIE, "saisie")


def test_the_condition_is_open_again_once_the_debt_is_paid(maison: Maison) -> None:
    rendre(maison, avec_frais=False)
    payer(maison, "especes", 76_000)
    [vue] = paiements(maison)
    assert vue.etat is None
