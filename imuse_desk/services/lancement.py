"""Open the base that the window works on: which address, which store, migrated if it is this computer's own."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import URL

from imuse_desk.domain.erreurs import BaseRefusee
from imuse_desk.infra.chemins import base_demonstration, base_locale, dossier_depot
from imuse_desk.infra.depot import Depot, Rangement
from imuse_desk.infra.disques import peut_ouvrir
from imuse_desk.models.depot_base import DepotBase
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base, nom_du_poste
from imuse_desk.services.cle_serveur import CleServeur
from imuse_desk.services.demarrage import EtatBase, etat_de_base
from imuse_desk.services.photos import detruire_photos_retirees
from imuse_desk.services.traces import purger_traces

Progres = Callable[[int, int], None]

PRESENCES = 20_000
"""Pupils called in the demonstration that the window makes."""


@dataclass(frozen=True, slots=True)
class BaseOuverte:
    """A base ready to be signed in to, or still without an établissement."""

    base: Base
    depot: Rangement
    etat: EtatBase
    nom: str


def adresse(url: str | None, *, demo: bool) -> URL:
    """The base asked for on the command line, else this computer's own. Raises BaseRefusee."""
    if url is not None:
        return lire_url(url)
    return lire_url(str(base_demonstration() if demo else base_locale()))


def depot_de(base: Base) -> Rangement:
    """The store of documents that goes with a base: a folder beside the file, or the server's base itself."""
    if base.est_sqlite:
        return Depot(dossier_depot(Path(str(base.moteur.url.database))))
    return DepotBase(base)


def ouvrir_base(
    url: URL,
    *,
    demo: bool,
    familles: int,
    aujourdhui: date,
    progres: Progres | None = None,
    cle: CleServeur | None = None,
) -> BaseOuverte:
    """Open and bring up to date; the demonstration base is made the first time. Call it off the UI thread.

    Raises BaseRefusee (base_introuvable, base_a_migrer or base_mot_de_passe on a server, base_etrangere,
    base_plus_recente…), BaseInjoignable, BaseOccupee, StockagePlein.
    """
    if url.get_backend_name() == "sqlite":
        _preparer_fichier(Path(str(url.database)), est_a_faire=demo or _est_a_nous(url))
    base = Base.ouvrir(url, mot_de_passe=cle.lire() if cle else None)
    depot = depot_de(base)
    try:
        etat = etat_de_base(base)
        if demo and etat in {EtatBase.VIDE, EtatBase.SANS_ETABLISSEMENT}:
            from imuse_desk.services.demonstration.creation import creer_demonstration

            creer_demonstration(
                base, depot, familles=familles, presences=PRESENCES, date=aujourdhui, progres=progres
            )  # fmt: skip
        elif etat in {EtatBase.VIDE, EtatBase.A_MIGRER}:
            _migrer(base, url)
        etat = etat_de_base(base)
        if etat is EtatBase.PRETE:
            purger_traces(base, nom_du_poste())
            detruire_photos_retirees(base, depot, nom_du_poste())
    except BaseException:
        base.fermer()
        raise
    if cle is not None:
        cle.confirmer()
    return BaseOuverte(base, depot, etat, _nom(url))


def _migrer(base: Base, url: URL) -> None:
    """Migrate a base of this computer; a server's is left to ``imuse-desk base migrer``."""
    if not base.est_sqlite:
        raise BaseRefusee("base_a_migrer", url=url.render_as_string())
    from imuse_desk.migrations.commande import migrer

    migrer(base)


def _est_a_nous(url: URL) -> bool:
    return str(url.database) in {str(base_locale().absolute()), str(base_demonstration().absolute())}


def _preparer_fichier(chemin: Path, *, est_a_faire: bool) -> None:
    """Our own data folder is made; a base asked for by its path must be there already."""
    try:
        if est_a_faire and not chemin.exists():
            chemin.parent.mkdir(parents=True, exist_ok=True)
            return
    except OSError as erreur:
        raise BaseRefusee("dossier_donnees", chemin=str(chemin.parent)) from erreur
    exiger_fichier(chemin)


def exiger_fichier(chemin: Path) -> None:
    """Raise BaseRefusee when the file of a base is not there or may not be read.

    It is not opened: closing it would drop the locks that SQLite holds on it in this process.
    """
    if chemin.is_dir():
        raise BaseRefusee("base_est_un_dossier", chemin=str(chemin))
    if peut_ouvrir(chemin, os.R_OK):
        return
    if chemin.exists():
        raise BaseRefusee("base_illisible")
    raise BaseRefusee("base_introuvable", chemin=str(chemin))


def _nom(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return f"Base locale « {Path(str(url.database)).stem} »"
    return f"Base « {url.database} » sur {url.host or 'ce serveur'}"
