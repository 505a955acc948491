"""The main job, from the first look to the final validation."""

from datetime import timedelta
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import StockagePlein
from imuse_desk.domain.reinscription import Action, EtatDossier
from imuse_desk.models import Affectation, Gabarit, Inscription, Message
from imuse_desk.models.passerelle import Base
from imuse_desk.services.courrier import pieces_de
from imuse_desk.services.documents_courrier import ouvrir_documents
from imuse_desk.services.lectures.courrier import historique_courriers
from imuse_desk.services.quotients import EnregistrerQuotient, enregistrer_quotient
from imuse_desk.services.reinscription import accuse
from imuse_desk.services.reinscription.administration import ValiderAdministrativement, valider_administrativement
from imuse_desk.services.reinscription.fiche import imprimer_fiche
from tests.fabriques import Maison
from tests.services.reinscription.outils import accepter, apporter, deposer, enfant, ouvrir


def test_a_family_is_in_the_campaign_before_anybody_touches_it(maison: Maison) -> None:
    vu = ouvrir(maison)
    assert [(e.prenom, e.n, e.total, e.etat) for e in vu.enfants] == [
        ("Lina", 1, 2, EtatDossier.SANS_REPONSE),
        ("Noé", 2, 2, EtatDossier.SANS_REPONSE),
    ]
    lignes = enfant(vu, "Lina").lignes
    assert [(x.cours, x.cycle, x.cycle_suivant, x.mention, x.a_case) for x in lignes] == [
        ("COR", "C1.1", "C1.2", "attribue", True),
        ("FM1.2", "C1.1", "C1.2", "choisir", True),
        ("ORC", "C1.1", "C1.2", "choisir", False),
    ]
    assert [c.horaire for c in lignes[1].creneaux] == ["mer. 14:00 – 15:15", "jeu. 17:30 – 18:45"]


def test_opening_a_dossier_takes_eight_statements(maison: Maison, base: Base) -> None:
    ouvrir(maison)
    ordres: list[str] = []
    event.listen(base.moteur, "before_cursor_execute", lambda _c, _k, sql, *_: ordres.append(sql))
    ouvrir(maison)
    assert len([sql for sql in ordres if sql.startswith("SELECT")]) == 8, ordres


def test_a_family_is_re_enrolled_from_end_to_end(maison: Maison, base: Base, tmp_path: Path) -> None:
    enregistrer_quotient(maison.ctx(), EnregistrerQuotient(maison.ids["Valmont"], maison.ids["cible"], 250_000))
    depose = deposer(maison, "Lina", "Noé")
    vu = ouvrir(maison)
    assert depose.numero == vu.numero
    assert depose.accuse_erreur == ""
    assert {e.etat for e in vu.enfants} == {EtatDossier.INCOMPLETE}
    nom, octets = accuse.lire_papier(maison.ctx(), depose.accuse_id)
    assert nom.startswith("accuse_R26-")
    assert octets.startswith(b"%PDF")

    recues = [apporter(maison, "domicile", tmp_path), apporter(maison, "caf", tmp_path)]
    recues.append(apporter(maison, "avis1", tmp_path, pages=4))
    assert {e.etat for e in ouvrir(maison).enfants} == {EtatDossier.A_VERIFIER}
    for piece in recues:
        accepter(maison, piece)
    vu = ouvrir(maison)
    assert {e.etat for e in vu.enfants} == {EtatDossier.DEPOSEE}
    assert vu.prix is not None
    assert vu.prix.total_centimes == 40_000 + 36_000
    assert not vu.prix.est_provisoire

    for prenom in ("Lina", "Noé"):
        e = enfant(ouvrir(maison), prenom)
        assert e.dossier_eleve_id is not None
        maison.condition(e.dossier_eleve_id, "paiement")
        assert Action.VALIDER_ADMINISTRATIVEMENT in e.actions
        valider_administrativement(maison.ctx(), ValiderAdministrativement(e.dossier_eleve_id, e.version))
    assert {e.etat for e in ouvrir(maison).enfants} == {EtatDossier.VALIDEE}
    with base.lire() as session:
        inscrits = session.execute(
            select(Inscription.eleve_id).where(Inscription.annee_id == maison.ids["cible"])
        ).all()
        assert len(inscrits) == 6
        affectes = session.execute(select(Affectation.creneau_id)).scalars().all()
        assert sorted(affectes) == sorted([maison.ids["fm_mer"], maison.ids["orc_sam"]] * 2)
        message = session.execute(select(Message)).scalar_one()
        assert (message.etat, message.destinataire) == ("a_imprimer", "valmont0@example.org")
    assert depose.est_a_imprimer
    (jointe,) = pieces_de(message.pieces_jointes)
    assert (jointe.papier, jointe.objet_id) == (message.genre, vu.dossier_id)
    assert accuse.papiers_du_courrier(maison.ctx())(jointe) == octets
    historique = historique_courriers(maison.ctx(), maison.ids["Valmont"])
    assert [(m.id, m.sujet[:18]) for m in historique.messages] == [(message.id, "Accusé de réceptio")]
    assert [(p.id, p.nom, p.octets, p.par) for p in historique.papiers] == [
        (depose.accuse_id, nom, len(octets), "Aline Martin")
    ]
    assert ouvrir_documents(maison.ctx(), message.id) == ((f"accuse_{depose.numero}.pdf", octets),)


def test_the_accuse_leaves_in_the_words_of_the_site(maison: Maison) -> None:
    """The site's own before the network's, before those delivered; of the dossier as just deposited."""

    def ecrire(session: Session) -> None:
        mots = {"code": "accuse", "canal": "courriel", "corps": "{eleve.prenom}, {campagne.annee}"}
        session.add(Gabarit(nom="Réseau", sujet="Réseau", **mots))
        session.add(Gabarit(nom="Site", sujet="Reçu {dossier.numero}", site_id=maison.ids["site"], **mots))

    livre = deposer(maison, "Lina")
    maison.ecrire(ecrire)
    sien = deposer(maison, "Noé")
    with maison.base.lire() as session:
        premier, second = session.scalars(select(Message).order_by(Message.id))
    assert livre.numero == sien.numero
    assert premier.sujet == f"Accusé de réception {livre.numero} : inscription 2026-2027"
    assert (second.sujet, second.corps) == (f"Reçu {sien.numero}", "Lina et Noé, 2026-2027")


@pytest.mark.parametrize("est_faite", [True, False], ids=["made at once", "made later"])
def test_each_letter_opens_the_accuse_that_it_carried(
    maison: Maison, monkeypatch: pytest.MonkeyPatch, est_faite: bool
) -> None:
    def casser(*_: object) -> None:
        raise StockagePlein

    ctx = maison.ctx()
    with monkeypatch.context() as panne:
        if not est_faite:
            panne.setattr(accuse, "produire", casser)
        premier = deposer(maison, "Lina")
        maison.horloge.instant += timedelta(minutes=5)
        second = deposer(maison, "Noé")
    assert (premier.accuse_id is not None) == est_faite
    lettres = {m.id: m for m in historique_courriers(ctx, maison.ids["Valmont"]).messages}
    assert len(lettres) == 2
    (_, ancien), (_, recent) = (ouvrir_documents(ctx, ident)[0] for ident in sorted(lettres))
    assert "Noé Valmont" in texte_de(recent)
    assert "réponse attendue" in texte_de(ancien), "Noé had not answered when the first one was written"
    assert "réponse attendue" not in texte_de(recent)
    assert ouvrir_documents(ctx, min(lettres)) == ouvrir_documents(ctx, min(lettres)), "kept byte for byte"
    noms = [p.nom for p in historique_courriers(ctx, maison.ids["Valmont"]).papiers]
    assert len(noms) == len(set(noms)) == 2
    assert premier.numero == second.numero


def texte_de(octets: bytes) -> str:
    """The words of a paper."""
    lecteur = pdfium.PdfDocument(octets)
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in lecteur)
    finally:
        lecteur.close()


def test_the_form_is_filled_in_and_printed(maison: Maison) -> None:
    nom, octets = imprimer_fiche(maison.ctx(), ouvrir(maison).dossier_id)
    assert nom.startswith("fiche_reinscription_")
    lecteur = pdfium.PdfDocument(octets)
    texte = "".join(page.get_textpage().get_text_bounded() for page in lecteur)
    lecteur.close()
    for attendu in ("Claire Valmont", "Lina Valmont", "FM1.2", "mer. 14:00", "suit le cursus", "Pièce domicile"):
        assert attendu in texte
    assert "Pièce avis2" not in texte
