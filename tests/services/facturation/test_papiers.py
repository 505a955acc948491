"""The paper of a piece: what the sealed text says, kept byte for byte, DUPLICATA from the second one."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, Refus, RegleMetier
from imuse_desk.domain.pieces import GenreReglement, Nature, Serie, empreinte_courte
from imuse_desk.domain.roles import Role
from imuse_desk.models import Foyer, Impression, Lien, Personne, PieceEmise, Regie, Site
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation import lot as module_lot
from imuse_desk.services.facturation import papiers, papiers_lot
from imuse_desk.services.facturation.avoirs import LigneAvoir, emettre_avoir
from imuse_desk.services.facturation.lot import apercu_lot, ouvrir_lot, poursuivre_lot
from imuse_desk.services.facturation.opposes import defaire_reglement
from imuse_desk.services.facturation.papiers import PROVISOIRE, PapierPiece, imprimer_piece, voir_piece
from imuse_desk.services.facturation.papiers_lot import Ordre, imprimer_lot, lire_tirage
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.lectures.annee_inscrite import charges_inscrites
from imuse_desk.services.lectures.recherche import rechercher
from imuse_desk.services.reinscription.accuse import adresse_postale
from tests.fabriques import Maison, maison_valmont
from tests.printing.exemples import normaliser, textes
from tests.services.facturation.outils import a_facturer, facturee, facturer, payer, reglement
from tests.services.lectures.outils import pieces_de_cette_annee, relever, tarif_de_cette_annee


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return facturee(base, tmp_path)


def facture(maison: Maison) -> PieceEmise:
    with maison.base.lire() as session:
        return session.scalars(select(PieceEmise).where(PieceEmise.serie == Serie.FACTURE)).one()


def impressions(maison: Maison) -> list[Impression]:
    with maison.base.lire() as session:
        return list(session.scalars(select(Impression).order_by(Impression.id)))


def dit(papier: PapierPiece) -> str:
    return normaliser("\n".join(textes(papier.octets)))


def test_an_invoice_prints_what_was_sealed(maison: Maison) -> None:
    piece = facture(maison)
    maison.ecrire(lambda s: setattr(s.get(Foyer, maison.ids["Valmont"]), "libelle", "Autre nom"))
    papier = imprimer_piece(maison.ctx(), piece.id)
    mots = dit(papier)
    assert papier.nom == f"facture_{piece.affiche}.pdf"
    for attendu in (
        piece.affiche, "Lina Valmont", "Noé Valmont", "QF 2 500,00 € × 16 % = 400,00 €", "760,00 €",
        "= 400,00 €, −10 % = 360,00 €",
        empreinte_courte(piece.empreinte), "premier appel de cotisation", "253,34",
    ):  # fmt: skip
        assert attendu in mots, attendu
    assert "Autre nom" not in mots
    assert "DUPLICATA" not in mots


def test_the_second_printing_says_duplicata_and_each_is_kept(maison: Maison) -> None:
    piece = facture(maison)
    premier, second, troisieme = (imprimer_piece(maison.ctx(), piece.id) for _ in range(3))
    assert [p.est_duplicata for p in (premier, second, troisieme)] == [False, True, True]
    assert "DUPLICATA" in dit(second)
    assert "DUPLICATA" in dit(troisieme)
    traces = impressions(maison)
    assert [(x.est_duplicata, x.gabarit) for x in traces] == [(False, "facture"), (True, "facture"), (True, "facture")]
    assert [x.sha256 for x in traces] == [hashlib.sha256(p.octets).hexdigest() for p in (premier, second, troisieme)]
    with maison.ctx().depot.ouvrir(traces[0].sha256) as flux:
        assert flux.read() == premier.octets


def test_looking_at_a_piece_is_no_printing(maison: Maison) -> None:
    piece = facture(maison)
    assert "DUPLICATA" not in dit(voir_piece(maison.ctx(), piece.id))
    assert impressions(maison) == []
    assert not imprimer_piece(maison.ctx(), piece.id).est_duplicata
    vue = voir_piece(maison.ctx(), piece.id)
    assert vue.est_imprimee
    assert "DUPLICATA" not in dit(vue)
    assert len(impressions(maison)) == 1


def test_the_papers_of_a_batch_come_in_one_file_and_count_once(maison: Maison) -> None:
    ctx, piece = maison.ctx(), facture(maison)
    lot_id = piece.lot_id or 0
    assert lire_tirage(ctx, lot_id).restantes == 1
    tire = imprimer_lot(ctx, lot_id, Ordre.NOM)
    assert piece.affiche in normaliser("\n".join(textes(tire.octets)))
    assert [(x.est_duplicata, x.sha256) for x in impressions(maison)] == [
        (False, hashlib.sha256(tire.octets).hexdigest())
    ]
    assert lire_tirage(ctx, lot_id).restantes == 0
    with pytest.raises(RegleMetier, match="lot_deja_imprime"):
        imprimer_lot(ctx, lot_id, Ordre.CODE_POSTAL)
    encore = imprimer_lot(ctx, lot_id, Ordre.CODE_POSTAL, avec_imprimees=True)
    assert encore.duplicatas == 1
    assert "DUPLICATA" in "\n".join(textes(encore.octets))
    with pytest.raises(Introuvable):
        lire_tirage(ctx, 9_999)
    with pytest.raises(Refus):
        imprimer_lot(maison.ctx(Role.ENSEIGNANT), lot_id, Ordre.NOM)


def test_each_invoice_of_a_batch_bears_the_head_it_was_sealed_with(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The house moves while the batch is stopped between two chunks."""
    maison = a_facturer(base, tmp_path / "depot")
    maison.foyer("Aubert")
    maison.eleve("Rose", "Aubert", naissance=date(2013, 5, 4), cours=("COR", "FM1.1", "ORC"))
    relever(maison, "Aubert", 250_000)
    monkeypatch.setattr(module_lot, "TRANCHE", 1)

    def demenager(fait: int, _total: int) -> None:
        if fait == 1:
            maison.ecrire(lambda s: setattr(s.get(Site, maison.ids["site"]), "telephone", "03 00 00 00 99"))

    ctx = maison.ctx()
    appel = Appel(maison.ids["site"], maison.ids["source"], Nature.COTISATIONS)
    lot_id = ouvrir_lot(ctx, apercu_lot(ctx, appel)).resultat
    assert poursuivre_lot(ctx, lot_id, demenager).emises == 2
    pages = textes(imprimer_lot(ctx, lot_id, Ordre.NOM).octets)
    assert len(pages) == 2
    assert sum("03 00 00 00 99" in normaliser(page) for page in pages) == 1


def test_a_batch_is_sorted_for_its_envelopes() -> None:
    def place(famille: str, ville: str, ordre: Ordre) -> tuple[str, ...]:
        adresse = {"ville": ville, "pays": ""}
        return papiers_lot._place({"famille": famille, "numero": "1", "adresse": adresse}, ordre)

    adresses = [("Éclair", "92190 Meudon"), ("Zola", "75014 Paris"), ("Dupont", "92190 Meudon")]
    tries = {ordre: [f for f, _v in sorted(adresses, key=lambda a: place(a[0], a[1], ordre))] for ordre in Ordre}
    assert tries == {Ordre.NOM: ["Dupont", "Éclair", "Zola"], Ordre.CODE_POSTAL: ["Zola", "Dupont", "Éclair"]}


def test_a_number_of_invoice_or_receipt_finds_its_family(maison: Maison) -> None:
    recu = payer(maison, "carte", 1_000)
    with maison.base.lire() as session:
        numeros = [facture(maison).affiche, session.get_one(PieceEmise, recu).affiche]
    for numero in (*numeros, numeros[0].lower(), f" {numeros[1][:4]} {numeros[1][4:]}"):
        [groupe] = rechercher(maison.ctx(), numero).groupes
        assert (groupe.genre, groupe.lignes[0].id) == ("foyer", maison.ids["Valmont"]), numero
        assert groupe.lignes[0].droite == numero.replace(" ", "").upper()
    assert rechercher(maison.ctx(), numeros[0][:-1]).groupes == ()
    assert rechercher(maison.ctx(Role.ENSEIGNANT), numeros[0]).groupes == ()


def test_an_invoice_goes_to_those_who_receive_it_and_to_nobody_under_restriction(base: Base, tmp_path: Path) -> None:
    maison = a_facturer(base, tmp_path / "depot")

    def adultes(session: Session) -> Any:
        requete = (
            select(Lien, Personne)
            .join(Personne, Personne.id == Lien.personne_id)
            .where(Lien.foyer_id == maison.ids["Valmont"], Lien.role != "enfant")
            .order_by(Lien.rang, Lien.id)
        )
        return session.execute(requete).all()

    def regler(session: Session) -> None:
        (claire, _), (paul, autre) = adultes(session)
        claire.recoit_factures, paul.recoit_factures = restreint, True
        autre.est_restreint = restreint

    restreint = False
    maison.ecrire(regler)
    noms = _noms_factures(maison)
    assert len(noms) == 1
    restreint = True
    maison.ecrire(regler)
    autres = _noms_factures(maison)
    assert len(autres) == 1
    assert autres != noms


def _noms_factures(maison: Maison) -> list[str]:
    with maison.base.lire() as session:
        charges = charges_inscrites(session, [maison.ids["Valmont"]], maison.ids["source"], maison.ctx().aujourdhui())
    return list(adresse_postale(charges[maison.ids["Valmont"]], est_facture=True)["noms"])


def test_two_desks_that_print_at_once_make_one_original(maison: Maison, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other desk prints while this one lays its paper out."""
    piece = facture(maison)
    vraie = papiers.produire
    autre: list[PapierPiece] = []

    def produire(*arguments: object) -> bytes:
        if not autre:
            monkeypatch.setattr(papiers, "produire", vraie)
            autre.append(imprimer_piece(maison.ctx(), piece.id))
        return vraie(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(papiers, "produire", produire)
    ici = imprimer_piece(maison.ctx(), piece.id)
    assert (autre[0].est_duplicata, ici.est_duplicata) == (False, True)
    assert [x.est_duplicata for x in impressions(maison)] == [False, True]


def test_a_receipt_names_cheques_payer_and_what_is_left(maison: Maison) -> None:
    recu = payer(maison, "cheque", 30_000, 10_000, payeur="CSE Aciéries du Val", reference="Dossier 12")
    mots = dit(imprimer_piece(maison.ctx(Role.REGISSEUR), recu))
    for attendu in (
        "400,00 €", "CSE Aciéries du Val", "Famille Valmont", "0000001, Banque du Val, Paul Valmont", "Dossier 12",
        f"Facture {facture(maison).affiche}", "360,00 €", "l’encaissement des chèques.",
    ):  # fmt: skip
        assert normaliser(attendu) in mots, attendu
    un = dit(imprimer_piece(maison.ctx(Role.REGISSEUR), payer(maison, "cheque", 10_000)))
    assert normaliser("l’encaissement du chèque.") in un


def test_an_advance_is_said_and_an_opposite_receipt_names_the_first(maison: Maison) -> None:
    recu = payer(maison, "especes", 80_000)
    assert "Avance portée au compte de la famille" in dit(imprimer_piece(maison.ctx(), recu))
    ctx = maison.ctx(Role.REGISSEUR)
    oppose = defaire_reglement(ctx, reglement(maison), GenreReglement.ANNULATION, "Montant mal lu").resultat
    mots = dit(imprimer_piece(ctx, oppose))
    for attendu in ("Annulation de reçu", "−800,00 €", "Sur le reçu", "Montant mal lu"):
        assert attendu in mots, attendu
    assert "Avance" not in mots


def test_a_credit_note_says_which_invoice_and_why(maison: Maison) -> None:
    piece = facture(maison)
    avoir = emettre_avoir(maison.ctx(), piece.id, "Arrêt de la danse", [LigneAvoir(2, 6_000)]).resultat
    papier = imprimer_piece(maison.ctx(), avoir)
    mots = dit(papier)
    assert papier.nom.startswith("avoir_")
    for attendu in ("Avoir", piece.affiche, "arrêt de la danse", "−60,00", "Noé Valmont"):
        assert attendu in mots, attendu
    assert "Lina" not in mots


def test_a_provisional_ceiling_says_so(base: Base, tmp_path: Path) -> None:
    maison = maison_valmont(base, tmp_path / "depot")
    tarif_de_cette_annee(maison)
    pieces_de_cette_annee(maison)
    facturer(maison)
    assert PROVISOIRE in dit(imprimer_piece(maison.ctx(), facture(maison).id))


@pytest.mark.parametrize(
    ("iban", "a_un_code"), [("FR14 2004 1010 0505 0001 3M02 606", True), ("FR99 2004 1010 0505 0001 3M02 606", False)]
)
def test_the_account_of_the_regie_prints_and_a_wrong_one_gives_no_code(
    base: Base, tmp_path: Path, iban: str, *, a_un_code: bool
) -> None:
    maison = maison_valmont(base, tmp_path / "depot")
    tarif_de_cette_annee(maison)

    def poser(session: object) -> None:
        regie = session.scalars(select(Regie)).one()  # type: ignore[attr-defined]
        regie.iban, regie.titulaire = iban, "Régie du conservatoire"
        regie.moyens = [["Au guichet", "carte, espèces jusqu’à 300 €"]]

    maison.ecrire(poser)
    facturer(maison)
    mots = dit(imprimer_piece(maison.ctx(), facture(maison).id))
    assert iban in mots
    assert "Au guichet" in mots
    assert ("Virement par code QR" in mots) is a_un_code


def test_who_may_print_and_a_piece_that_is_not_there(maison: Maison) -> None:
    with pytest.raises(Introuvable):
        imprimer_piece(maison.ctx(), 9_999)
    with pytest.raises(Refus):
        imprimer_piece(maison.ctx(Role.ENSEIGNANT), facture(maison).id)
