"""Somebody housed: three papers, one host."""

from dataclasses import replace
from datetime import date

import pytest

from imuse_desk.domain.confiance import EtatSceau, VerdictSceau
from imuse_desk.domain.verification.adresses import AdresseLue
from imuse_desk.domain.verification.constats import Attente, Constat, Document, EtatRegle, Regle
from imuse_desk.domain.verification.controles import REGLES, Controle, regles_de
from imuse_desk.domain.verification.hebergement import (
    LIEES,
    Papier,
    Part,
    hebergeant,
    juger_ensemble,
    part_proposee,
    reconnaitre,
)
from imuse_desk.domain.verification.jugement import juger
from imuse_desk.domain.verification.noms import Identite
from imuse_desk.domain.verification.page import Page
from tests.domain.verification.test_lecture import page

CONFORME, NON_CONFORME, A_VERIFIER = EtatRegle.CONFORME, EtatRegle.NON_CONFORME, EtatRegle.A_VERIFIER
ATTENTE = Attente(
    depot=date(2026, 5, 20),
    identites=(Identite(("Valmont",), ("Claire",)),),
    adresses=(AdresseLue("14 bis rue des Ormes", "92190", "Meudon"),),
    natures=("attestation d’hébergement", "facture d’électricité"),
    est_identite=True,
)
ATTESTATION = page(
    "ATTESTATION D’HÉBERGEMENT",
    "Je soussignée Mme Jeanne PERRIN, née le 2 mars 1950,",
    "atteste héberger à mon domicile Mme Claire VALMONT",
    "14 BIS RUE DES ORMES 92190 MEUDON",
    "Fait le 2 mai 2026",
)
TITRE = page("CARTE NATIONALE D’IDENTITÉ", "Nom : PERRIN", "Prénoms : Jeanne Marie", "Date d’expiration : 31/12/2030")
RIEN = (Constat(Regle.NOM, NON_CONFORME, "PERRIN JEANNE", "", "autre_personne"), Constat(Regle.DATE, CONFORME))


def document(*pages: Page) -> Document:
    return Document(pages, len(pages), VerdictSceau(EtatSceau.PAS_DE_CODE))


def regles(constats: tuple[Constat, ...]) -> dict[Regle, Constat]:
    return {c.regle: c for c in constats}


def papier(n: int, part: Part, hote: str = "Jeanne Perrin", constats: tuple[Constat, ...] = RIEN) -> Papier:
    return Papier(n, part, hote, constats)


def test_an_attestation_says_who_houses_whom_and_where() -> None:
    assert part_proposee([ATTESTATION], ATTENTE.depot) is Part.HEBERGEMENT
    lu = hebergeant([ATTESTATION])
    assert lu is not None
    assert lu.texte == "Jeanne PERRIN"
    vus = regles(juger(Controle.DOMICILE, document(ATTESTATION), ATTENTE, Part.HEBERGEMENT))
    assert {r: c.etat for r, c in vus.items()} == dict.fromkeys(
        (Regle.NATURE, Regle.DATE, Regle.NOM, Regle.ADRESSE), CONFORME
    )


def test_a_handwritten_attestation_is_left_to_a_person() -> None:
    vide = page("ATTESTATION D’HÉBERGEMENT", "Je soussigné(e) ............, né(e) le")
    assert hebergeant([vide]) is None
    vus = regles(juger(Controle.DOMICILE, document(vide), ATTENTE, Part.HEBERGEMENT))
    assert {vus[r].etat for r in (Regle.NOM, Regle.ADRESSE, Regle.DATE)} == {A_VERIFIER}


@pytest.mark.parametrize(
    ("fin", "etat"), [("20/05/2026", CONFORME), ("19/05/2026", NON_CONFORME), ("illisible", A_VERIFIER)]
)
def test_an_identity_paper_is_good_until_the_end_of_its_last_day(fin: str, etat: EtatRegle) -> None:
    titre = page("PASSEPORT", "Nom : PERRIN", "Prénoms : Jeanne", f"Date d’expiration : {fin}")
    assert part_proposee([titre], ATTENTE.depot) is Part.IDENTITE_HOTE
    vus = regles(juger(Controle.DOMICILE, document(titre), ATTENTE, Part.IDENTITE_HOTE))
    assert (vus[Regle.DATE].etat, vus[Regle.NOM].valeur) == (etat, "PERRIN Jeanne")


def test_the_machine_readable_lines_prove_the_expiry_and_tell_the_kind() -> None:
    passeport = page("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
    depot = replace(ATTENTE, depot=date(2012, 4, 15))
    assert part_proposee([passeport], depot.depot) is Part.IDENTITE_HOTE
    vus = regles(juger(Controle.DOMICILE, document(passeport), depot, Part.IDENTITE_HOTE))
    assert (vus[Regle.NATURE].etat, vus[Regle.DATE].etat, vus[Regle.DATE].valeur) == (CONFORME, CONFORME, "15/04/2012")
    assert vus[Regle.NOM].valeur == "ERIKSSON ANNA MARIA"
    trop_tard = replace(depot, depot=date(2012, 4, 16))
    assert regles(juger(Controle.IDENTITE, document(passeport), trop_tard))[Regle.DATE].detail == "expiree"


def test_the_host_is_the_same_on_the_three() -> None:
    trois = [papier(1, Part.HEBERGEMENT, constats=()), papier(2, Part.IDENTITE_HOTE, "PERRIN Jeanne Marie"),
             papier(3, Part.DOMICILE_HOTE, "MME PERRIN JEANNE")]  # fmt: skip
    juges = {n: regles(c) for n, c in juger_ensemble(trois).items()}
    assert {juges[n][Regle.HEBERGEANT].etat for n in (1, 2, 3)} == {CONFORME}
    assert juges[3][Regle.NOM].etat is CONFORME
    ensemble = juges[1][Regle.ENSEMBLE]
    assert (ensemble.etat, ensemble.detail) == (CONFORME, "")
    assert ensemble.valeur == "hebergement, identite_hote, domicile_hote"


@pytest.mark.parametrize(
    ("hotes", "dementis"),
    [
        (("Jeanne Perrin", "PERRIN Jeanne Marie", "DUPUIS MARC"), {3: "Jeanne Perrin"}),
        (("Jeanne Perrin", "DUPUIS MARC", "PERRIN JEANNE"), {2: "Jeanne Perrin"}),
        (("Jeanne Perrin", "DUPUIS MARC", "PETIT ANNE"), {1: "DUPUIS MARC", 2: "Jeanne Perrin", 3: "Jeanne Perrin"}),
        (("Jeanne Perrin", "DUPUIS MARC", ""), {1: "DUPUIS MARC", 2: "Jeanne Perrin"}),
        (("Jeanne Perrin", "JEANNE PERRIN MARC DUPUIS", "DUPUIS MARC"), {1: "DUPUIS MARC", 3: "Jeanne Perrin"}),
    ],
)
def test_the_paper_that_differs_from_two_that_agree_is_the_one_to_blame(
    hotes: tuple[str, ...], dementis: dict[int, str]
) -> None:
    trois = [papier(n, part, hote) for n, (part, hote) in enumerate(zip(LIEES, hotes, strict=True), 1)]
    juges = {n: regles(c) for n, c in juger_ensemble(trois).items()}
    non_conformes = {n: c[Regle.HEBERGEANT] for n, c in juges.items() if c[Regle.HEBERGEANT].etat is NON_CONFORME}
    assert {n: c.attendu for n, c in non_conformes.items()} == dementis
    assert juges[1][Regle.ENSEMBLE].etat is NON_CONFORME


def test_a_host_printed_over_another_that_is_sealed_is_looked_at() -> None:
    surcharge = (Constat(Regle.NOM, NON_CONFORME, "DUPUIS MARC", "PERRIN JEANNE", "imprime_autre"),)
    trois = [papier(1, Part.HEBERGEMENT), papier(2, Part.IDENTITE_HOTE),
             papier(3, Part.DOMICILE_HOTE, constats=surcharge)]  # fmt: skip
    juges = {n: regles(c) for n, c in juger_ensemble(trois).items()}
    assert {n: c[Regle.HEBERGEANT].etat for n, c in juges.items()} == {1: CONFORME, 2: CONFORME, 3: A_VERIFIER}
    assert juges[3][Regle.HEBERGEANT].detail == "imprime_autre"


def test_another_host_on_one_of_them_is_said_and_so_is_a_paper_that_lacks() -> None:
    deux = [papier(1, Part.HEBERGEMENT, constats=()), papier(2, Part.DOMICILE_HOTE, "DUPUIS MARC")]
    juges = {n: regles(c) for n, c in juger_ensemble(deux).items()}
    assert juges[2][Regle.HEBERGEANT].etat is NON_CONFORME
    ensemble = juges[1][Regle.ENSEMBLE]
    assert (ensemble.etat, ensemble.valeur, ensemble.detail) == (
        NON_CONFORME, "hebergement, domicile_hote", "papiers_manquants:identite_hote",
    )  # fmt: skip


def test_the_set_names_the_paper_that_is_not_conforme_yet() -> None:
    expiree = (Constat(Regle.NATURE, CONFORME), Constat(Regle.DATE, NON_CONFORME, detail="expiree"))
    trois = [papier(1, Part.HEBERGEMENT, constats=()), papier(2, Part.IDENTITE_HOTE, constats=expiree),
             papier(3, Part.DOMICILE_HOTE)]  # fmt: skip
    ensemble = regles(juger_ensemble(trois)[1])[Regle.ENSEMBLE]
    assert (ensemble.etat, ensemble.detail) == (NON_CONFORME, "papiers_a_revoir:identite_hote")


@pytest.mark.parametrize(
    ("lignes", "nom", "adresse"),
    [
        (("Mme Claire VALMONT", "14 BIS RUE DES ORMES 92190 MEUDON"), CONFORME, CONFORME),
        (("VALMONT Claire", "au 14bis, rue des Ormes, bâtiment B, 3e étage, 92190 Meudon"), CONFORME, CONFORME),
        (("M. et Mme Paul et Claire VALMONT", "14 b r. des Ormes 92190 Meudon"), CONFORME, CONFORME),
        (("ma fille Claire, mariée à un autre, née VALMONT", "14 rue des Ormes 92190 Meudon"), A_VERIFIER, A_VERIFIER),
        (("Mme Claire DUPUIS", "41 rue des Ormes 92190 Meudon, né le 14 mai 1950"), A_VERIFIER, A_VERIFIER),
        (("VALMONT Paul, rue Claire", "14 bis rue des Ormes 75010 Paris"), A_VERIFIER, A_VERIFIER),
        (("VALMONT Paul", "14 bis rue des Charmes 92190 Meudon"), A_VERIFIER, A_VERIFIER),
    ],
)
def test_who_is_housed_and_where_stand_in_the_words_of_the_attestation(
    lignes: tuple[str, str], nom: EtatRegle, adresse: EtatRegle
) -> None:
    """A name and its first name side by side; a number before its own street, the postcode after it."""
    lue = page("ATTESTATION D’HÉBERGEMENT", "Je soussignée Mme Jeanne PERRIN, née le 2 mars 1950,", *lignes)
    vus = regles(juger(Controle.DOMICILE, document(lue), ATTENTE, Part.HEBERGEMENT))
    assert (vus[Regle.NOM].etat, vus[Regle.ADRESSE].etat) == (nom, adresse)
    assert all(vus[r].lieu is not None for r in (Regle.NOM, Regle.ADRESSE) if vus[r].etat is CONFORME)


def test_each_paper_is_asked_for_what_its_part_can_say() -> None:
    assert Regle.ADRESSE not in regles_de(Controle.DOMICILE, Part.IDENTITE_HOTE)
    assert Regle.SCEAU not in regles_de(Controle.DOMICILE, Part.HEBERGEMENT)
    assert Regle.HEBERGEANT not in regles_de(Controle.DOMICILE, Part.PROPRE)
    for part in LIEES:
        assert set(regles_de(Controle.DOMICILE, part)) <= set(REGLES[Controle.DOMICILE])
        assert {c.regle for c in juger(Controle.DOMICILE, document(TITRE), ATTENTE, part)} - {Regle.NOM} <= set(
            regles_de(Controle.DOMICILE, part)
        )


def test_beside_an_attestation_a_proof_in_another_name_is_the_hosts() -> None:
    preuve = papier(3, Part.SEULE)
    assert reconnaitre([preuve])[0].part is Part.SEULE
    assert reconnaitre([papier(1, Part.HEBERGEMENT), preuve])[1].part is Part.DOMICILE_HOTE
    propre = papier(3, Part.PROPRE)
    assert reconnaitre([papier(1, Part.HEBERGEMENT), propre])[1].part is Part.PROPRE


def test_what_a_person_said_of_the_host_stands() -> None:
    dit = (Constat(Regle.HEBERGEANT, CONFORME, "Jeanne Perrin"),)
    trois = [papier(1, Part.HEBERGEMENT, "", dit), papier(2, Part.IDENTITE_HOTE, "PERRIN JEANNE"),
             papier(3, Part.DOMICILE_HOTE, "PERRIN JEANNE")]  # fmt: skip
    assert regles(juger_ensemble(trois)[1])[Regle.ENSEMBLE].etat is CONFORME


def test_the_name_on_a_host_s_paper_is_what_a_person_said_of_the_host() -> None:
    dit = (Constat(Regle.NOM, NON_CONFORME, "PERRIN J", "", "autre_personne"), Constat(Regle.HEBERGEANT, CONFORME, "P"))
    trois = [papier(1, Part.HEBERGEMENT, constats=()), papier(2, Part.IDENTITE_HOTE),
             papier(3, Part.DOMICILE_HOTE, "P", dit)]  # fmt: skip
    assert regles(juger_ensemble(trois)[3])[Regle.NOM].etat is CONFORME
