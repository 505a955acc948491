"""``facturer`` and ``verifier`` as they are run: figures on the output, progress beside, an exit code for each end."""

import errno
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import select, text

from imuse_desk import cli
from imuse_desk.cli import main
from imuse_desk.domain.erreurs import StockagePlein
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.reglages import FACTURE_MINIMUM
from imuse_desk.infra.empreintes import hacher
from imuse_desk.models import Compte, CompteRole, Operation, PieceEmise, Site
from imuse_desk.models.declencheurs import oter_declencheurs
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation import lot as module_lot
from imuse_desk.services.facturation.preparation import Appel
from tests.bases import BaseDemo
from tests.fabriques import Maison, maison_valmont
from tests.services.facturation.outils import a_facturer, facturer
from tests.services.lectures.outils import relever, tarif_de_cette_annee
from tests.services.maison import alleger_hachage

SECRET = "corde-et-archet-12"
Sortie = pytest.CaptureFixture[str]


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    return a_facturer(base_sqlite, tmp_path / "base.db.documents")


def _site(base: Base, site_id: int) -> Site:
    with base.lire() as session:
        return session.get_one(Site, site_id)


def _facturer(maison: Maison, *acte: str, site: str = "", annee: str = "2025-2026") -> int:
    return main([
        "facturer", "--base", str(maison.base.moteur.url.database), "--annee", annee, "--nature", "cotisations",
        "--site", site or _site(maison.base, maison.ids["site"]).code, *acte,
    ])  # fmt: skip


def _numeros(base: Base) -> list[int]:
    with base.lire() as session:
        return list(session.scalars(select(PieceEmise.numero).order_by(PieceEmise.rang)))


def _dit(capsys: Sortie) -> str:
    return capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_call_is_previewed_then_issued_as_the_console(maison: Maison, capsys: Sortie) -> None:
    assert _facturer(maison, "--apercu") == 0
    dit = _dit(capsys)
    assert dit.splitlines()[0].startswith("Premier appel de cotisation 2025-2026, ")
    assert "1 facture, 760,00 €" in dit
    assert _numeros(maison.base) == []
    assert _facturer(maison, "--emettre", site=_site(maison.base, maison.ids["site"]).nom.upper()) == 0
    dit = _dit(capsys)
    assert "Lot 1\n" in dit
    assert "1 facture émise, 760,00 €" in dit
    assert _numeros(maison.base) == [1]
    with maison.base.lire() as session:
        agents = session.scalars(select(Operation.agent).where(Operation.nom == "emettre_factures")).all()
        assert agents == ["console"]
    assert _facturer(maison, "--emettre") == 2
    erreur = capsys.readouterr()
    assert "Aucune famille ne reçoit de facture" in erreur.err
    assert "Déjà facturée\u00a0: 1 famille" in erreur.out
    assert _facturer(maison, "--reprendre", "1") == 0
    assert _numeros(maison.base) == [1]


def test_exclusions_are_named_with_their_families(maison: Maison, capsys: Sortie) -> None:
    maison.regler(FACTURE_MINIMUM.cle, 80_000)
    assert _facturer(maison, "--apercu") == 0
    dit = _dit(capsys)
    assert "Sous le minimum : 1 famille" in dit
    assert "Famille Valmont : 760,00 € < 800,00 €" in dit


def test_a_price_that_moved_is_left_aside_and_named(maison: Maison, capsys: Sortie) -> None:
    ctx = maison.ctx()
    module_lot.ouvrir_lot(ctx, module_lot.apercu_lot(ctx, Appel(ctx.site_id, ctx.annee_id, Nature.COTISATIONS)))
    relever(maison, "Valmont", 200_000)
    assert _facturer(maison, "--reprendre", "1") == 0
    dit = _dit(capsys)
    assert "0 facture émise, 0,00 €" in dit
    assert "Famille Valmont : Le montant n’est plus celui de l’aperçu." in dit


@pytest.mark.parametrize(
    ("acte", "site", "annee", "phrase"),
    [
        (("--apercu",), "PARIS", "2025-2026", "Aucun site ne s’appelle «\u00a0PARIS\u00a0»"),
        (("--apercu",), "", "2031-2032", "L’année «\u00a02031-2032\u00a0» n’existe pas."),
        (("--reprendre", "99"), "", "2025-2026", "n’a pas de lot 99"),
        (("--reprendre", "0"), "", "2025-2026", "n’a pas de lot 0"),
        (("--apercu", "--pdf", "ici"), "", "2025-2026", "il n’a pas de papier"),
        (("--apercu", "--compte", "a.martin"), "", "2025-2026", "ne peut pas être demandé ici"),
    ],
)
def test_a_refusal_is_french_and_ends_with_2(
    maison: Maison, capsys: Sortie, acte: tuple[str, ...], site: str, annee: str, phrase: str
) -> None:
    assert _facturer(maison, *acte, site=site, annee=annee) == 2
    assert phrase in capsys.readouterr().err


@pytest.mark.parametrize(
    ("acte", "phrase"),
    [((), "il manque l’une des options\u00a0: --apercu"), (("--apercu", "--emettre"), "--emettre ne va pas avec")],
)
def test_one_act_and_one_only(maison: Maison, capsys: Sortie, acte: tuple[str, ...], phrase: str) -> None:
    with pytest.raises(SystemExit) as fin:
        _facturer(maison, *acte)
    assert fin.value.code == 2
    assert phrase in capsys.readouterr().err


def test_a_base_that_is_not_there_is_not_made(tmp_path: Path, capsys: Sortie) -> None:
    assert main(["verifier", "--base", str(tmp_path / "absente.db")]) == 2
    assert "n’est pas là" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_batch_stopped_by_a_full_disk_says_where_it_stands_and_is_resumed(
    base_demo: BaseDemo, monkeypatch: pytest.MonkeyPatch, capsys: Sortie, tmp_path: Path
) -> None:
    monkeypatch.setattr(module_lot, "TRANCHE", 7)
    emettre, tranches = module_lot._emettre_tranche, []

    def une_tranche(*arguments: object) -> object:
        tranches.append(1)
        if len(tranches) == 2:
            raise StockagePlein
        return emettre(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(module_lot, "_emettre_tranche", une_tranche)
    debut = [
        "facturer", "--base", str(base_demo.base.moteur.url.database), "--site", "MEU", "--annee", "2026/2027",
        "--nature", "cotisations",
    ]  # fmt: skip
    assert main([*debut, "--emettre"]) == 2
    sortie = capsys.readouterr()
    assert "Arrêté\u00a0: 7 factures sur " in sortie.out
    assert "--reprendre 1" in sortie.out
    assert "Le disque est plein" in sortie.err
    assert "Familles\u00a0: 7 sur " in sortie.err
    assert _numeros(base_demo.base) == list(range(1, 8))
    dossier = tmp_path / "papiers"
    assert main([*debut, "--reprendre", "1", "--pdf", str(dossier)]) == 0
    numeros = _numeros(base_demo.base)
    assert numeros == list(range(1, len(numeros) + 1))
    assert len(numeros) > 15
    papiers = sorted(dossier.iterdir())
    assert len(papiers) == len(numeros)
    assert all(p.read_bytes().startswith(b"%PDF") and "duplicata" not in p.name for p in papiers)
    assert main([*debut, "--reprendre", "1", "--pdf", str(dossier)]) == 0
    assert sorted(dossier.iterdir()) == papiers, "a second run makes no duplicate"


@pytest.mark.parametrize("autre", [("--annee", "2026-2027"), ("--nature", "locations"), ("--appel", "2")])
def test_a_batch_of_another_call_is_not_resumed(maison: Maison, capsys: Sortie, autre: tuple[str, str]) -> None:
    facturer(maison)
    numeros = _numeros(maison.base)
    assert _facturer(maison, "--reprendre", "1", *autre) == 2
    assert "celui d’un autre appel\u00a0: Premier appel de cotisation 2025-2026, " in capsys.readouterr().err
    assert _facturer(maison, "--reprendre", "1") == 0
    assert "Le lot 1 était déjà complet" in _dit(capsys)
    assert _numeros(maison.base) == numeros


def test_the_folder_of_the_papers_is_tried_before_anything_is_issued(
    maison: Maison, capsys: Sortie, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fichier = tmp_path / "papiers"
    fichier.write_text("ce n’est pas un répertoire")
    assert _facturer(maison, "--emettre", "--pdf", str(fichier)) == 3
    assert "Vérifiez le chemin et les droits" in capsys.readouterr().err

    def protege(*_arguments: object, **_options: object) -> object:
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "protege" / "tmpx"))

    with monkeypatch.context() as protection:
        protection.setattr(tempfile, "TemporaryFile", protege)
        assert _facturer(maison, "--emettre", "--pdf", str(tmp_path / "protege")) == 3
    assert f"{tmp_path / 'protege'}. Vérifiez" in capsys.readouterr().err
    assert _numeros(maison.base) == []


def test_a_disk_that_fills_up_leaves_no_half_of_a_paper(
    maison: Maison, capsys: Sortie, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier, ecrire = tmp_path / "papiers", Path.write_bytes

    def a_moitie(chemin: Path, octets: bytes) -> int:
        ecrire(chemin, octets[: len(octets) // 2])
        raise OSError(errno.ENOSPC, "No space left on device", str(chemin))

    with monkeypatch.context() as plein:
        plein.setattr(Path, "write_bytes", a_moitie)
        assert _facturer(maison, "--emettre", "--pdf", str(dossier)) == 2
    assert "--reprendre 1 --pdf" in _dit(capsys)
    assert list(dossier.iterdir()) == []
    assert _facturer(maison, "--reprendre", "1", "--pdf", str(dossier)) == 0
    [papier] = dossier.iterdir()
    assert papier.read_bytes().rstrip().endswith(b"%%EOF")


def test_a_check_ends_with_1_where_it_finds_a_fault(maison: Maison, capsys: Sortie) -> None:
    facturer(maison)
    adresse = str(maison.base.moteur.url.database)
    assert main(["verifier", "--base", adresse]) == 0
    assert _dit(capsys) == "1 pièce, 1 écriture, 0 règlement, 0 acte : aucune faute\n"
    with maison.base.moteur.execution_options(ecriture=True).connect() as connexion, connexion.begin():
        oter_declencheurs(connexion)
        connexion.execute(text("UPDATE ecriture SET montant_centimes = 5"))
    assert main(["verifier", "--base", adresse]) == 1
    lignes = _dit(capsys).splitlines()
    assert lignes[-1] == "1 pièce, 1 écriture, 0 règlement, 0 acte : 1 faute"
    assert lignes[0].startswith("Écritures fausses : ")
    assert lignes[0].endswith("FC00001 : 0,05 € inscrits au compte de la famille")


def test_a_shared_base_asks_for_an_account_and_its_password(
    base_pg: Base, tmp_path: Path, capsys: Sortie, monkeypatch: pytest.MonkeyPatch
) -> None:
    alleger_hachage(monkeypatch)
    maison = maison_valmont(base_pg, tmp_path / "depot")
    tarif_de_cette_annee(maison)
    relever(maison, "Valmont", 250_000)
    adresse = base_pg.moteur.url.set(drivername="postgresql").render_as_string(hide_password=False)
    suite = [
        "--base", adresse, "--site", _site(base_pg, maison.ids["site"]).code, "--annee", "2025-2026", "--nature",
        "cotisations",
    ]  # fmt: skip
    assert main(["facturer", *suite, "--apercu"]) == 2
    assert "ne s’ouvre qu’avec un compte" in capsys.readouterr().err
    maison.garder(
        "compte:regie",
        Compte(identifiant="r.petit", nom_affiche="Romain Petit", mot_de_passe=hacher(SECRET)),
    )
    maison.ajouter(CompteRole(compte_id=maison.ids["compte:regie"], site_id=maison.ids["site"], role="regisseur"))
    monkeypatch.setattr(cli, "_demander_mot_de_passe", {"r.petit": SECRET}.get)
    assert main(["facturer", *suite, "--emettre", "--compte", "r.petit"]) == 0
    assert "1 facture émise, 760,00\u00a0€" in capsys.readouterr().out
    assert main(["verifier", "--base", adresse, "--compte", "r.petit"]) == 0
    assert _numeros(base_pg) == [1]
    with base_pg.lire() as session:
        agents = session.scalars(select(Operation.agent).where(Operation.nom == "emettre_factures")).all()
        assert agents == ["Romain Petit"]
