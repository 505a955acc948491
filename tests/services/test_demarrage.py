"""First start: states of a base, and the établissement created on an empty one."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from imuse_desk.domain.erreurs import BaseRefusee, FormulaireInvalide, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.models import Annee, Compte, CompteRole, Etablissement, Site
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base
from imuse_desk.services.demarrage import EtatBase, creer_etablissement, etat_de_base
from tests.services.maison import MOT_DE_PASSE, Horloge, commande_maison


def test_an_etablissement_is_created_once(base: Base) -> None:
    assert etat_de_base(base) is EtatBase.SANS_ETABLISSEMENT
    commande = commande_maison()
    creer_etablissement(base, commande, "poste-test", Horloge())
    assert etat_de_base(base) is EtatBase.PRETE
    with base.lire() as session:
        assert session.execute(select(Etablissement.nom)).scalars().all() == ["Réseau des Trois Rives"]
        assert session.execute(select(Site.code, Site.nom).order_by(Site.ordre)).all() == [
            ("MDN", "Meudon"),
            ("SVR", "Sèvres"),
        ]
        annees = session.execute(select(Annee.libelle, Annee.etat).order_by(Annee.debut_le)).all()
        assert annees == [("2026-2027", "ouverte"), ("2027-2028", "preparation")]
        compte = session.execute(select(Compte)).scalar_one()
        assert MOT_DE_PASSE not in compte.mot_de_passe
        assert compte.mot_de_passe.startswith("$argon2id$")
        roles = session.execute(select(CompteRole.site_id, CompteRole.role)).all()
        attendus = {Role.ADMINISTRATION, Role.DIRECTION, Role.SECRETARIAT}
        assert {Role(r) for _, r in roles} == attendus
        assert len(roles) == 6
    with pytest.raises(RegleMetier, match="etablissement_existe"):
        creer_etablissement(base, commande, "poste-test", Horloge())


@pytest.mark.parametrize(
    ("champs", "attendus"),
    [
        ({"nom": "  "}, {"nom": "champ_obligatoire"}),
        ({"sites": ()}, {"sites": "sites_manquants"}),
        ({"sites": (("MDN", ""),)}, {"sites": "site_incomplet"}),
        ({"sites": (("A", "Meudon"), ("B", "MEUDON "))}, {"sites": "site_en_double"}),
        ({"annee": 20266}, {"annee": "annee_hors_bornes"}),
        ({"identifiant": "a martin"}, {"identifiant": "identifiant_caracteres"}),
        ({"email": "aline"}, {"email": "courriel_sans_arobase"}),
        ({"nom_compte": ""}, {"nom_compte": "champ_obligatoire"}),
        ({"mot_de_passe": "court"}, {"mot_de_passe": "mot_de_passe_court"}),
        ({"nom": "", "mot_de_passe": "x"}, {"nom": "champ_obligatoire", "mot_de_passe": "mot_de_passe_court"}),
    ],
)
def test_every_wrong_field_is_named(base_sqlite: Base, champs: dict[str, Any], attendus: dict[str, str]) -> None:
    with pytest.raises(FormulaireInvalide) as erreur:
        creer_etablissement(base_sqlite, commande_maison(**champs), "poste-test", Horloge())
    assert {e.champ: e.code for e in erreur.value.erreurs} == attendus
    assert etat_de_base(base_sqlite) is EtatBase.SANS_ETABLISSEMENT


def test_an_empty_file_is_empty_and_a_foreign_one_is_refused(tmp_path: Path) -> None:
    base = Base.ouvrir(lire_url(str(tmp_path / "neuve.db")))
    assert etat_de_base(base) is EtatBase.VIDE
    base.fermer()
    connexion = sqlite3.connect(tmp_path / "autre.db")
    connexion.execute("CREATE TABLE notes (t)")
    connexion.close()
    base = Base.ouvrir(lire_url(str(tmp_path / "autre.db")))
    with pytest.raises(BaseRefusee, match="base_etrangere"):
        etat_de_base(base)
    base.fermer()
