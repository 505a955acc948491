"""The levels of reminder of a site: delay, least amount, and the letter with its merge fields, seen as it is typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from imuse_desk.domain.argent import montant
from imuse_desk.domain.champs_fusion import CHAMPS_RELANCE
from imuse_desk.services.relances.lettres import fusionner_exemple
from imuse_desk.services.relances.niveaux import EnregistrerNiveau, NiveauVu, enregistrer_niveau, lire_niveaux
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.etablissement.page_etapes import PageEtapes
from imuse_desk.views.regie import mots_relances as mots
from imuse_desk.views.tables.cellule import Cellule


class PageNiveaux(PageEtapes):
    """``PageNiveaux(executant, bus, ctx)`` then ``relire()``."""

    UN, TITRE, GENRE = "Niveau", "Niveaux de relance", "niveau_relance"
    COLONNES = mots.COLONNES_NIVEAUX
    CHAMPS = CHAMPS_RELANCE
    lire = staticmethod(lire_niveaux)
    enregistrer_etape = staticmethod(enregistrer_niveau)
    demande = EnregistrerNiveau
    fusion = staticmethod(fusionner_exemple)

    def champs(self, formulaire: Formulaire) -> None:  # noqa: D102
        formulaire.champ("delai", "&Délai (jours)", LigneTexte(4), obligatoire=True,
                         aide="Après l’échéance impayée, ou après le niveau d’avant.")  # fmt: skip
        formulaire.champ("minimum", "&Minimum\u00a0€", LigneTexte(12), obligatoire=True,
                         aide="Une famille qui doit moins n’est pas relancée.")  # fmt: skip

    def valeurs(self, etape: NiveauVu) -> Mapping[str, Any]:  # noqa: D102
        return {"delai": str(etape.delai_jours), "minimum": montant(etape.minimum_centimes)}

    def cellules(self, etape: NiveauVu) -> Sequence[Cellule]:  # noqa: D102
        return mots.cellules_niveau(etape)
