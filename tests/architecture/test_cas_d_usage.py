"""Every use case declares its permission and refuses who lacks it; every code that is raised has its French words."""

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path
from typing import Any

import pytest

import imuse_desk.services
from imuse_desk.domain.erreurs import Refus
from imuse_desk.domain.roles import QUI_PEUT, Role, permissions
from imuse_desk.services.contexte import CAS_D_USAGE, Contexte
from imuse_desk.views.common.messages import codes_inconnus

PAQUET = Path(imuse_desk.services.__file__).parents[1]
for _module in pkgutil.walk_packages(imuse_desk.services.__path__, "imuse_desk.services."):
    importlib.import_module(_module.name)

OUTILS = {
    # steps of a use case, called from inside one: they check the dossier's site themselves or write nothing
    "exiger_dossier", "exiger_reponse", "jour", "verifier_delai", "assurer_dossier", "composer", "exiger_foyer",
    "papiers_du_courrier", "rendre_annulable", "sans_reponse", "prendre",
    "lire_motivation", "ids_de_ses_eleves", "notes_visibles", "absence_de_dossier",
    "pieces_a_verifier", "admettre", "admettre_en_pdf", "detruire_document",
    "documents_visibles", "visibles_de", "visibilites_permises", "reponses_a_valider",
    "preparer_lot", "conserver", "arrivage", "trouver_annee", "exiger_creneau", "exiger_cours", "exiger_inscription",
    "ses_creneaux", "atteint_tout", "jours_atteints", "feuillets_copies", "exiger_foyers", "exiger_un_foyer",
}  # fmt: skip
RAISONS = {"RegleMetier": 0, "AConfirmer": 0, "BaseRefusee": 0, "ErreurMetier": 0, "Invalide": 1}


def _fonctions() -> list[tuple[str, ast.FunctionDef]]:
    return [
        (fichier.stem, noeud)
        for fichier in sorted((PAQUET / "services").rglob("*.py"))
        for noeud in ast.parse(fichier.read_text(encoding="utf-8")).body
        if isinstance(noeud, ast.FunctionDef) and not noeud.name.startswith("_")
    ]


def test_every_use_case_declares_its_permission() -> None:
    sans = [
        f"{fichier}.{f.name}"
        for fichier, f in _fonctions()
        if f.args.args
        and isinstance(f.args.args[0].annotation, ast.Name)
        and f.args.args[0].annotation.id == "Contexte"
        and not any(ast.unparse(d).startswith(("cas_d_usage", "inverse")) for d in f.decorator_list)
        and f.name not in OUTILS
    ]
    assert sans == []
    assert len(CAS_D_USAGE) > 50


def _cas(nom: str) -> Any:
    module, _, fonction = nom.rpartition(".")
    return getattr(importlib.import_module(module), fonction)


@pytest.mark.parametrize("role", list(Role))
def test_who_lacks_the_permission_is_refused_before_anything_runs(role: Role) -> None:
    roles = {1: frozenset({role})}
    ctx = Contexte(None, None, "Essai", 1, roles, 1, 1, "poste")  # type: ignore[arg-type]  # nothing may be reached
    refuses = 0
    for nom, permission in sorted(CAS_D_USAGE.items()):
        if permission in permissions(frozenset({role})):
            assert role in QUI_PEUT[permission], nom
            continue
        parametres = list(inspect.signature(_cas(nom)).parameters)[1:]
        with pytest.raises(Refus):
            _cas(nom)(ctx, *([None] * len(parametres)))
        refuses += 1
    assert refuses > 20


def test_every_code_has_its_words() -> None:
    codes = set()
    for fichier in PAQUET.rglob("*.py"):
        for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
            if isinstance(noeud, ast.Call) and isinstance(noeud.func, ast.Name) and noeud.func.id in RAISONS:
                rang = RAISONS[noeud.func.id]
                if len(noeud.args) > rang and isinstance(code := noeud.args[rang], ast.Constant):
                    codes.add(str(code.value))
    assert len(codes) > 40
    assert codes_inconnus(codes) == []
