"""Bulletins: what they say, proof-reading, issue, corrections, reprints, copies, e-mail."""

import uuid
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from imuse_desk.domain.bulletins import Motif, Ordre
from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.models import (
    Annee,
    Appreciation,
    Bareme,
    Bulletin,
    CodePresence,
    Critere,
    Ecole,
    Eleve,
    Evaluation,
    FeuilleEvaluation,
    ImpressionBulletin,
    Message,
    PeriodeEvaluation,
    Presence,
    Seance,
    TypeEvaluation,
)
from imuse_desk.models.declencheurs import oter_declencheurs
from imuse_desk.models.passerelle import Base
from imuse_desk.services.annulation import annuler
from imuse_desk.services.facturation.verification import verifier
from imuse_desk.services.suivi.bulletins import emettre_bulletins, lire_bulletins
from imuse_desk.services.suivi.copies_ecoles import voir_copie
from imuse_desk.services.suivi.ecoles import DemandeCopies, proposer_copies
from imuse_desk.services.suivi.envoi_bulletins import apercu_envoi, envoyer_bulletins
from imuse_desk.services.suivi.papiers_bulletins import (
    apercu_bulletin,
    copier_ecoles,
    imprimer_bulletins,
    ranger_bulletins,
    voir_bulletin,
)
from imuse_desk.services.suivi.relecture import (
    FiltreRelecture,
    MotDirection,
    Relire,
    ecrire_mot_direction,
    lire_appreciations,
    lire_choix,
    relire,
)
from tests.fabriques import AGENT, MIDI, Maison, maison_valmont
from tests.printing.exemples import textes
from tests.services.lectures.outils import enseignant, enseigner, placer


def noter(m: Maison, eleve: str, code: str, critere: str, **champs: Any) -> None:
    m.ajouter(
        Evaluation(
            annee_id=m.ids["source"], inscription_id=m.ids[f"inscription:{eleve}:{code}"], periode_id=m.ids["S1"],
            critere_id=m.ids[critere], le=date(2026, 1, 12), par="Hélène Maurin", a=MIDI, **champs,
        )
    )  # fmt: skip


def valider(m: Maison, code: str) -> None:
    m.ajouter(
        FeuilleEvaluation(
            annee_id=m.ids["source"], cours_id=m.ids[f"source:{code}"], periode_id=m.ids["S1"], etat="validee",
            validee_par="Jeanne Aubrac",
        )
    )  # fmt: skip


def pointer(m: Maison, inscription: str, jour: date, code: str) -> None:
    from datetime import time

    seance = m.ajouter(
        Seance(
            annee_id=m.ids["source"], creneau_id=m.ids["cor_lun"], jour_le=jour, debut=time(17), duree_min=60,
        )
    )  # fmt: skip
    m.ajouter(
        Presence(
            annee_id=m.ids["source"], seance_id=seance, inscription_id=m.ids[f"inscription:{inscription}"], code=code,
            par="x", a=MIDI,
        )
    )  # fmt: skip


def garnir(m: Maison) -> None:
    """Lina has marks in horn and formation musicale, both sheets validated; Noé in horn alone; orchestra has none."""
    site = {"site_id": m.ids["site"]}
    m.creneau("cor_lun", "source:COR", 1, "17:00", duree=60)
    enseignant(m, "Maurin", "Hélène")
    enseigner(m, "Maurin", "cor_lun")
    placer(m, "Lina:COR", "cor_lun", date(2025, 9, 10))
    lettres = [{"code": "A", "libelle": "Très bien", "a_partir": 80}, {"code": "B", "libelle": "", "a_partir": 0}]
    m.garder("sur5", Bareme(libelle="Sur 5", genre="nombre", maximum=500, valeurs=lettres, **site))
    m.garder("type", TypeEvaluation(libelle="Pratique", **site))
    for rang, libelle in enumerate(("Justesse", "Assiduité")):
        m.garder(libelle, Critere(type_id=m.ids["type"], libelle=libelle, bareme_id=m.ids["sur5"], ordre=rang))
    for nom, du, au in (("S1", date(2025, 9, 1), date(2026, 1, 31)), ("S2", date(2026, 2, 1), date(2026, 7, 10))):
        m.garder(
            nom,
            PeriodeEvaluation(
                libelle=f"Semestre {nom[1]}", genre="semestre", du_le=du, au_le=au, annee_id=m.ids["source"], **site
            ),
        )
    noter(m, "Lina", "COR", "Justesse", valeur=450)
    noter(m, "Lina", "COR", "Assiduité", est_absent=True, motif="certificat")
    noter(m, "Lina", "FM1.1", "Justesse", valeur=300)
    noter(m, "Noé", "COR", "Justesse", valeur=400)
    for code in ("COR", "FM1.1"):
        valider(m, code)
    m.garder(
        "texte",
        Appreciation(
            annee_id=m.ids["source"], inscription_id=m.ids["inscription:Lina:COR"], periode_id=m.ids["S1"],
            texte="Trés beau semestre.", par="Hélène Maurin", a=MIDI,
        ),
    )  # fmt: skip
    for code, genre in (("P", "present"), ("A", "absent"), ("R", "retard"), ("E", "excuse")):
        m.ajouter(CodePresence(code=code, libelle=genre, genre=genre, **site))
    for jour, code in ((3, "A"), (10, "E"), (17, "R"), (24, "P")):
        pointer(m, "Lina:COR", date(2025, 11, jour), code)
    pointer(m, "Lina:COR", date(2026, 3, 2), "A")  # the other semester


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return maison_valmont(base, tmp_path / "depot").d_un_coup(garnir)


def emettre(maison: Maison, *qui: str) -> Any:
    ids = [maison.ids[nom] for nom in qui or ("Lina", "Noé")]
    return emettre_bulletins(maison.ctx(), maison.ids["S1"], ids).resultat


def bulletins(maison: Maison) -> list[Bulletin]:
    with maison.base.lire() as session:
        return session.query(Bulletin).order_by(Bulletin.id).all()


def test_le_bulletin_dit_notes_moyenne_absences_et_la_parole_de_chacun(maison: Maison):
    ecrire_mot_direction(maison.ctx(), MotDirection(maison.ids["Lina"], maison.ids["S1"], "Ensemble solide."))
    assert emettre(maison) == {"emis": 2, "corrections": 0, "inchanges": 0, "ecartes": []}
    lina, _noe = bulletins(maison)
    (page,) = textes(voir_bulletin(maison.ctx(), lina.id).octets)
    for attendu in (
        "Bulletin du 1ᵉʳ semestre", "année 2025-2026", "Lina Valmont", "née le 12/03/2012 · Musique, C1.1",
        "sans horaires aménagés", "Hélène Maurin · lundi 17:00, 1:00, salle Franck", "Justesse", "4,50/5,00",
        "absente, certificat", "Moyenne", "A · Très bien", "Trés beau semestre.",
        "Absences 2, dont 1 non justifiée · retards 1", "3,00/5,00", "Absences 0 · retards 0", "ORC",
        "aucune note pour cette période", "Absences du semestre", "Ensemble solide.", "le 20/05/2026",
        "Échelle : A de 4,00 à 5,00 · B moins de 4,00.", f"Empreinte {lina.empreinte[:4].upper()}",
    ):  # fmt: skip
        assert attendu in page, attendu


def test_qui_n_a_rien_ou_une_feuille_ouverte_est_ecarte(maison: Maison):
    maison.eleve("Zoé", "Valmont", cours=("COR",))
    noter(maison, "Noé", "ORC", "Justesse", valeur=500)
    liste = lire_bulletins(maison.ctx(), maison.ids["S1"])
    vus = {x.prenom: (x.motif, x.detail, x.appreciations, x.relues) for x in liste.lignes}
    assert vus == {
        "Lina": (None, "", 1, 0),
        "Noé": (Motif.FEUILLE_OUVERTE, "ORC", 0, 0),
        "Zoé": (Motif.SANS_NOTE, "", 0, 0),
    }
    fait = emettre(maison, "Lina", "Noé", "Zoé")
    assert (fait["emis"], sorted(fait["ecartes"])) == (
        1,
        [["feuille_ouverte", "Noé Valmont", "ORC"], ["sans_note", "Zoé Valmont", ""]],
    )
    assert [x.numero for x in lire_bulletins(maison.ctx(), maison.ids["S1"]).lignes] == [1, 0, 0]


def test_emettre_deux_fois_ne_refait_rien_et_une_correction_prend_un_numero(maison: Maison):
    emettre(maison)
    assert emettre(maison)["inchanges"] == 2
    relire(maison.ctx(), [Relire(maison.ids["texte"], 1, "Très beau semestre.")])
    maison.horloge.instant = datetime(2026, 5, 22, 9, tzinfo=UTC)
    fait = emettre(maison)
    assert (fait["emis"], fait["corrections"], fait["inchanges"]) == (1, 1, 1)
    un, _, deux = bulletins(maison)
    assert (un.numero, deux.numero) == (1, 2)
    assert un.empreinte != deux.empreinte
    (page,) = textes(voir_bulletin(maison.ctx(), deux.id).octets)
    assert "Annule et remplace le bulletin n° 1 du 20/05/2026." in page
    assert "Très beau semestre." in page
    assert "relu par Aline Martin" in page
    (ancienne,) = textes(voir_bulletin(maison.ctx(), un.id).octets)
    assert "Trés beau semestre." in ancienne


def test_un_bulletin_emis_ne_change_ni_avec_les_notes_ni_avec_la_maison(maison: Maison):
    emettre(maison)
    lina = bulletins(maison)[0]
    avant = voir_bulletin(maison.ctx(), lina.id).octets

    def falsifier(unite: Any) -> None:
        unite.session.get_one(Bulletin, lina.id).contenu = "{}"

    with pytest.raises(Exception, match="inalterable"):
        maison.base.ecrire(AGENT, "falsifier", falsifier, maintenant=maison.horloge)

    def changer(unite: Any) -> None:
        unite.session.query(Evaluation).filter_by(valeur=450).one().valeur = 100
        unite.session.get_one(Annee, maison.ids["source"]).etat = "close"

    maison.base.ecrire(AGENT, "changer", changer, maintenant=maison.horloge)
    maison.horloge.instant = datetime(2026, 10, 1, tzinfo=UTC)
    assert voir_bulletin(maison.ctx(), lina.id).octets == avant
    imprimer_bulletins(maison.ctx(), maison.ids["S1"], Ordre.NOM)  # still printed, never issued again
    with pytest.raises(RegleMetier, match="annee_close"):
        emettre(maison)


def test_le_second_papier_dit_duplicata(maison: Maison):
    emettre(maison)
    papier = imprimer_bulletins(maison.ctx(), maison.ids["S1"], Ordre.COURS)
    assert (papier.nombre, papier.duplicatas) == (2, 0)
    assert not any("DUPLICATA" in page for page in textes(papier.octets))
    with pytest.raises(RegleMetier, match="aucun_bulletin"):
        imprimer_bulletins(maison.ctx(), maison.ids["S1"], Ordre.COURS)
    encore = imprimer_bulletins(maison.ctx(), maison.ids["S1"], Ordre.NOM, eleves=[maison.ids["Noé"]], avec_remis=True)
    (page,) = textes(encore.octets)
    assert (encore.nombre, encore.duplicatas) == (1, 1)
    assert "DUPLICATA" in page
    assert "Noé Valmont" in page
    with maison.base.lire() as session:
        assert session.query(ImpressionBulletin).count() == 3


def test_les_papiers_se_rangent_par_cours_et_les_ecoles_ont_leur_copie(maison: Maison, tmp_path: Path):
    def amenager(unite: Any) -> None:
        from imuse_desk.models import Cours

        unite.session.get_one(Cours, maison.ids["source:FM1.1"]).ha = "CHAM"
        unite.session.get_one(Eleve, maison.ids["Lina"]).etablissement_scolaire = "Collège des Tilleuls"

    maison.base.ecrire(AGENT, "amenager", amenager, maintenant=maison.horloge)
    emettre(maison)
    (copie,) = copier_ecoles(maison.ctx(), maison.ids["S1"])
    (page,) = textes(copie.octets)
    assert copie.nom == "bulletins_college_des_tilleuls.pdf"
    assert "Copie destinée à l’établissement scolaire de l’élève." in page
    assert "horaires aménagés CHAM" in page
    ecole = maison.ajouter(Ecole(nom="Collège des Tilleuls", cle="college des tilleuls"))
    assert proposer_copies(maison.ctx()).demande.periode_id == maison.ids["S1"]
    demande = DemandeCopies(date(2026, 1, 1), date(2026, 1, 31), maison.ids["S1"])
    liste, bulletin = textes(voir_copie(maison.ctx(), demande, ecole).octets)
    assert "Absences" in liste
    assert bulletin == page
    papiers = ranger_bulletins(maison.ctx(), maison.ids["S1"], Ordre.COURS, tmp_path / "remise")
    assert [(p.nom, p.nombre, p.duplicatas) for p in papiers] == [("bulletins_cor.pdf", 2, 0)]
    assert (tmp_path / "remise" / "bulletins_cor.pdf").read_bytes() == papiers[0].octets


def test_l_apercu_dit_qu_il_n_est_pas_emis(maison: Maison):
    (page,) = textes(apercu_bulletin(maison.ctx(), maison.ids["S1"], maison.ids["Lina"]).octets)
    assert "Projet : ce bulletin n’est pas émis." in page
    assert "Bulletin du 1ᵉʳ semestre · projet" in page
    assert "Empreinte" not in page
    assert bulletins(maison) == []


def test_chaque_foyer_recoit_son_message_et_l_envoi_compte_comme_une_remise(maison: Maison, monkeypatch: Any):
    maison.foyer("Sauvage")
    maison.lier("Lina", "Sauvage", principal=False)
    maison.foyer("Muet", adultes=0)
    maison.lier("Noé", "Muet", principal=False)
    emettre(maison)
    apercu = apercu_envoi(maison.ctx(), maison.ids["S1"])
    assert sorted((e.eleve.split()[0], e.courriel) for e in apercu.partent) == [
        ("Lina", "sauvage0@example.org"), ("Lina", "valmont0@example.org"), ("Noé", "valmont0@example.org"),
    ]  # fmt: skip
    with pytest.raises(RegleMetier, match="courriel_non_regle"):
        envoyer_bulletins(maison.ctx(), maison.ids["S1"], None, uuid.uuid4())
    monkeypatch.setattr("imuse_desk.services.suivi.envoi_bulletins.smtp_en_vigueur", lambda _session: object())
    fait = envoyer_bulletins(maison.ctx(), maison.ids["S1"], None, uuid.uuid4())
    assert fait.resultat == {"courriels": 3, "duplicatas": 0}
    with maison.base.lire() as session:
        messages = session.query(Message).filter_by(genre="bulletin").all()
    assert {m.destinataire for m in messages} == {"sauvage0@example.org", "valmont0@example.org"}
    (sien,) = (m for m in messages if m.destinataire.startswith("sauvage"))
    assert "valmont0@" not in sien.corps
    lignes = lire_bulletins(maison.ctx(), maison.ids["S1"]).lignes
    assert all(x.est_envoye and not x.est_imprime for x in lignes)
    with pytest.raises(RegleMetier, match="bulletins_sans_adresse"):
        envoyer_bulletins(maison.ctx(), maison.ids["S1"], None, uuid.uuid4())


def test_la_relecture_garde_les_mots_et_le_nom_de_l_enseignant(maison: Maison):
    ctx = maison.ctx(Role.DIRECTION)
    periode = maison.ids["S1"]
    assert lire_choix(ctx, periode).enseignants == ((maison.ids["prof:Maurin"], "Hélène Maurin"),)
    (vue,) = lire_appreciations(ctx, periode, FiltreRelecture(enseignant_id=maison.ids["prof:Maurin"], a_relire=True))
    assert (vue.prenom, vue.cours, vue.par, vue.est_relue, vue.est_validee) == (
        "Lina",
        "COR",
        "Hélène Maurin",
        False,
        True,
    )
    fait = relire(ctx, [Relire(vue.appreciation_id, vue.version, "Très beau semestre.")])
    (relue,) = lire_appreciations(ctx, periode)
    assert (relue.texte, relue.par, relue.imprimee, relue.relu_par) == (
        "Trés beau semestre.", "Hélène Maurin", "Très beau semestre.", "Aline Martin",
    )  # fmt: skip
    assert lire_appreciations(ctx, periode, FiltreRelecture(a_relire=True)) == ()
    with pytest.raises(Conflit):
        relire(ctx, [Relire(vue.appreciation_id, vue.version, "Autre chose.")])
    with pytest.raises(FormulaireInvalide):
        relire(ctx, [Relire(vue.appreciation_id, relue.version, "Bravo \U0001f3b5")])
    with pytest.raises(Refus):
        lire_appreciations(maison.ctx(Role.SECRETARIAT), periode)
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    (remise,) = lire_appreciations(ctx, periode)
    assert (remise.relu, remise.est_relue) == (None, False)


def test_la_verification_voit_un_bulletin_touche_a_la_base(maison: Maison):
    emettre(maison)
    relire(maison.ctx(), [Relire(maison.ids["texte"], 1, "Très beau semestre.")])
    emettre(maison)

    def fautes() -> list[tuple[str, str]]:
        with maison.base.lire() as session:
            return [(f.code, f.ou) for f in verifier(session).fautes]

    assert fautes() == []
    with maison.base.moteur.begin() as connexion:
        oter_declencheurs(connexion)
        connexion.execute(update(Bulletin).where(Bulletin.numero == 2).values(contenu='{"nom":"Lina Valmont"}'))
    assert fautes() == [("contenu_modifie", "Bulletin de Lina Valmont, n°\u00a02")]
