"""Merged texts: families and pupils, one text a recipient in the order given, in few statements; then the letters."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.models import Adresse, Lien, Personne, Site
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.fusion import Destinataire, TexteModele, enumerer, fusionner
from imuse_desk.services.etablissement.lettres import imprimer_lettres
from tests.fabriques import Maison
from tests.printing.exemples import textes as lire_pdf
from tests.services.maison import compter
from tests.services.reinscription.outils import apporter, deposer, ouvrir


@pytest.fixture
def redacteur(maison: Maison) -> Any:
    """Merge a body for recipients; gives the bodies."""

    def fusion(corps: str, *destinataires: Destinataire) -> list[str]:
        modele = TexteModele("Sujet", corps)
        qui = destinataires or (Destinataire(maison.ids["Valmont"]),)
        return [t.corps for t in fusionner(maison.ctx(), modele, qui)]

    return fusion


def _mettre(maison: Maison, ordre: Any) -> None:
    def ecrire(session: Any) -> None:
        session.execute(ordre)

    maison.ecrire(ecrire)


def _civilites(maison: Maison, *civilites: str) -> None:
    def ecrire(session: Any) -> None:
        adultes = session.execute(
            select(Personne, Lien).join(Lien, Lien.personne_id == Personne.id).where(Lien.role == "responsable")
        ).all()
        for (personne, lien), civilite in zip(adultes, civilites, strict=False):
            personne.civilite, lien.recoit_courriers = civilite, True

    maison.ecrire(ecrire)


def test_a_family_is_named_as_papers_name_it(maison: Maison, redacteur: Any) -> None:
    assert redacteur("{famille.nom}|{famille.appel}|{famille.adresse}") == [
        "Claire Valmont|Madame, Monsieur|7 rue des Aubépines, 54999 Rives-sur-Aulne"
    ]
    _civilites(maison, "Madame")
    assert redacteur("{famille.nom}|{famille.appel}") == ["Mme Claire Valmont|Madame"]
    _civilites(maison, "Madame", "Monsieur")
    assert redacteur("{famille.nom}|{famille.appel}|{famille.courriels}") == [
        "Famille Famille Valmont|Madame, Monsieur|valmont0@example.org, valmont1@example.org"
    ]


def test_an_adult_under_restriction_is_named_nowhere(maison: Maison, redacteur: Any) -> None:
    maison.foyer("Durand", adultes=2)
    maison.eleve("Noor", "Durand")
    du_foyer = select(Lien.personne_id).where(Lien.foyer_id == maison.ids["Durand"], Lien.rang == 1)
    _mettre(maison, update(Lien).where(Lien.personne_id.in_(du_foyer)).values(recoit_courriers=True))
    _mettre(maison, update(Personne).where(Personne.id.in_(du_foyer)).values(est_restreint=True))
    champs = "{famille.nom} {famille.appel} {famille.adresse} {famille.telephones} {famille.courriels}"
    (corps,) = redacteur(champs, Destinataire(maison.ids["Durand"]))
    assert "Claire" in corps
    assert "Paul" not in corps
    assert "durand1@example.org" not in corps


def test_pupils_are_all_those_of_the_family_or_those_named(maison: Maison, redacteur: Any) -> None:
    lina, noe, foyer = maison.ids["Lina"], maison.ids["Noé"], maison.ids["Valmont"]
    assert redacteur(
        "{eleve.prenom}", Destinataire(foyer), Destinataire(foyer, (noe,)), Destinataire(None, (lina,))
    ) == ["Lina et Noé", "Noé", "Lina"]
    assert redacteur("{eleve.complet} {eleve.naissance}", Destinataire(None, (lina,))) == ["Lina Valmont 12/03/2012"]
    assert redacteur("{eleve.cours}", Destinataire(None, (lina,))) == ["COR (C1.1), FM1.1 (C1.1), ORC (C1.1)"]
    assert redacteur("{eleve.horaires}", Destinataire(None, (lina,)))[0].startswith(
        "– COR (C1.1)\u00a0: horaire à venir\n"
    )


def test_order_is_kept_and_who_is_gone_is_left_out(maison: Maison, redacteur: Any) -> None:
    maison.foyer("Durand")
    qui = [Destinataire(maison.ids["Durand"]), Destinataire(999_999), Destinataire(maison.ids["Valmont"])]
    assert redacteur("{responsable.nom}", *qui) == ["Durand", "Valmont"]
    with pytest.raises(RegleMetier) as refus:
        fusionner(maison.ctx(), TexteModele("a", "b"), ())
    assert refus.value.code == "sans_destinataire"


def test_an_unknown_field_never_reaches_a_family(maison: Maison) -> None:
    with pytest.raises(Invalide) as refus:
        fusionner(maison.ctx(), TexteModele("{x}", "b"), (Destinataire(maison.ids["Valmont"]),))
    assert (refus.value.champ, refus.value.code) == ("sujet", "champ_fusion_inconnu")


def test_what_a_family_typed_is_never_read_as_a_field(maison: Maison, redacteur: Any) -> None:
    _mettre(maison, update(Personne).where(Personne.nom == "Valmont").values(nom="{date} <b>"))
    assert redacteur("Bonjour {responsable.nom}") == ["Bonjour {date} <b>"]


def test_the_pieces_that_a_family_still_owes_are_those_of_its_dossier(
    maison: Maison, redacteur: Any, tmp_path: Path
) -> None:
    vues = [p.libelle for p in ouvrir(maison).pieces if p.exigence == "obligatoire"]
    assert redacteur("{dossier.pieces}") == ["\n".join(f"– {libelle}" for libelle in vues)]
    assert vues == ["Pièce domicile", "Pièce caf", "Pièce avis1"]
    apporter(maison, "domicile", tmp_path)
    assert redacteur("{dossier.pieces}") == ["– Pièce caf\n– Pièce avis1"]


def test_a_dossier_has_a_number_once_deposited(maison: Maison, redacteur: Any) -> None:
    assert redacteur("n° {dossier.numero}.") == ["n° ."]
    depose = deposer(maison, "Lina")
    assert redacteur("n° {dossier.numero}.") == [f"n° {depose.numero}."]


def test_the_house_and_its_campaign_are_named(maison: Maison, redacteur: Any) -> None:
    _mettre(maison, update(Site).values(signataire="Jeanne Aubrac", qualite_signataire="directrice"))
    corps = "{site.nom}, {campagne.annee}, {campagne.limite}, {campagne.pieces}, {signataire.nom}, {date}, {annee}"
    assert redacteur(corps) == [
        "Rives-sur-Aulne, 2026-2027, 15/06/2026, 19/06/2026, Jeanne Aubrac, 20/05/2026, 2025-2026"
    ]


def test_many_recipients_take_no_more_statements_than_one(maison: Maison, redacteur: Any) -> None:
    autres = [Destinataire(maison.foyer(f"Famille{n}")) for n in range(12)]
    corps = "{eleve.cours} {dossier.pieces} {famille.telephones}"
    with compter(maison.base) as un:
        redacteur(corps)
    with compter(maison.base) as treize:
        assert len(redacteur(corps, Destinataire(maison.ids["Valmont"]), *autres)) == 13
    assert len(un) == len(treize) <= 20


def test_names_are_listed_as_one_says_them() -> None:
    assert [enumerer(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"], ["a", "a", ""])] == [
        "", "a", "a et b", "a, b et c", "a",
    ]  # fmt: skip


# ---- letters


def _lettres(ctx: Contexte, corps: str, *qui: Destinataire, titre: str = "Rappel") -> list[str]:
    octets = imprimer_lettres(ctx, fusionner(ctx, TexteModele(titre, corps), qui))
    return [re.sub(r"[\u00a0\u202f]", " ", page) for page in lire_pdf(octets)]


def test_a_letter_carries_address_text_and_signatory(maison: Maison) -> None:
    _mettre(maison, update(Site).values(signataire="Jeanne Aubrac", qualite_signataire="directrice"))
    maison.foyer("Durand")
    qui = (Destinataire(maison.ids["Valmont"]), Destinataire(maison.ids["Durand"]))
    une, deux = _lettres(maison.ctx(), "Bonjour,\n\n<b>{famille.nom}</b>\n\nAu revoir.", *qui)
    for page, nom in ((une, "CLAIRE VALMONT"), (deux, "CLAIRE DURAND")):
        assert nom in page
        assert "54999 RIVES-SUR-AULNE" in page
        assert "Jeanne Aubrac" in page
        assert "directrice" in page
        assert "page 1/1" in page
    assert "<b>Claire Valmont</b>" in une
    assert "Lina Valmont, Noé Valmont" in une


def test_twenty_pages_are_numbered_and_signed_at_the_end(maison: Maison) -> None:
    _mettre(maison, update(Site).values(signataire="Jeanne Aubrac"))
    texte = "\n\n".join(f"Article {n}. " + "Les élèves viennent aux cours à l’heure. " * 12 for n in range(150))
    pages = _lettres(maison.ctx(), texte, Destinataire(maison.ids["Valmont"]), titre="Règlement des études de l’année")
    assert len(pages) >= 20
    assert all(f"page {rang}/{len(pages)}" in page for rang, page in enumerate(pages, start=1))
    assert [("Jeanne Aubrac" in page) for page in pages] == [False] * (len(pages) - 1) + [True]
    assert "Courrier" in pages[0]
    assert "Règlement des études" in pages[0]


def test_a_sign_that_papers_lack_names_the_family(maison: Maison) -> None:
    with pytest.raises(RegleMetier) as refus:
        _lettres(maison.ctx(), "Bravo 🎺", Destinataire(maison.ids["Valmont"]))
    assert (refus.value.code, refus.value.params["famille"]) == ("lettre_non_imprimable", "Claire Valmont")


def test_a_family_without_an_address_has_an_incomplete_one(maison: Maison) -> None:
    _mettre(maison, update(Adresse).values(au_le=date(2021, 1, 1)))
    (texte,) = fusionner(maison.ctx(), TexteModele("a", "b"), (Destinataire(maison.ids["Valmont"]),))
    assert not texte.adresse.est_complete
    assert _lettres(maison.ctx(), "Bonjour", Destinataire(maison.ids["Valmont"]))
