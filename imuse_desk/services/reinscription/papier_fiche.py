"""From a dossier to the printed form: loaded only to print, since the papers' library is heavy."""

from datetime import datetime

from imuse_desk.domain.horaires import Lecon
from imuse_desk.domain.reinscription import EtatPiece, Exigence
from imuse_desk.printing.adresse import AdressePostale
from imuse_desk.printing.base import Emetteur
from imuse_desk.printing.faits import ResponsableFiche
from imuse_desk.printing.fiche_reinscription import (
    CoursPropose,
    EnfantFiche,
    FicheReinscription,
    PieceDemandee,
)
from imuse_desk.services.reinscription.acces import date_du_site
from imuse_desk.services.reinscription.accuse import adresse_postale, nom_complet, nom_famille
from imuse_desk.services.reinscription.exigences import PieceDue
from imuse_desk.services.reinscription.faits import Charge, Enfant
from imuse_desk.services.reinscription.offre import LigneDemande, cursus_avec_case, lignes_de
from imuse_desk.services.reinscription.prix import dues_de


def composer_fiche(charge: Charge, emetteur: Emetteur, etablie_a: datetime) -> FicheReinscription:
    """The printing dataclass of a family's form."""
    tete = charge.tete
    adresse = adresse_postale(charge)
    lieu = ", ".join(adresse[part] for part in ("voie", "complement", "ville", "pays") if adresse[part])
    return FicheReinscription(
        emetteur=emetteur,
        adresse=AdressePostale(**{**adresse, "noms": tuple(adresse["noms"])}),
        famille=nom_famille(charge),
        annee=tete.annee_cible,
        dossier=charge.foyer.numero,
        responsables=tuple(
            ResponsableFiche(
                nom_complet(m),
                "responsable légal" if m.est_responsable_legal else "",
                (("Adresse", lieu), ("Mobile", m.mobile), ("Tél. domicile", m.tel_domicile), ("E-mail", m.email)),
            )
            for m in charge.adultes(tete.foyer_id)
        ),
        enfants=tuple(_enfant(charge, e) for e in charge.du_dossier),
        pieces=tuple(_piece(d) for d in dues_de(charge) if d.exigence is not Exigence.SANS_OBJET),
        declaration=tuple(p for p in (tete.texte or "").splitlines() if p.strip()),
        version_declaration=str(tete.texte_numero or ""),
        rendre_avant_le=date_du_site(tete.ferme_a, tete.fuseau),
        etablie_a=etablie_a,
    )


def _enfant(charge: Charge, enfant: Enfant) -> EnfantFiche:
    membre, lignes = enfant.membre, lignes_de(charge, enfant)
    menes = cursus_avec_case(lignes)
    cursus = dict.fromkeys(x.cours.cursus for x in lignes if x.cours)
    return EnfantFiche(
        f"{membre.prenom} {membre.nom}".strip(),
        membre.naissance_le,
        membre.sexe,
        ", ".join(cursus),
        cours=tuple(_cours(x, menes) for x in lignes if x.cours),
    )


def _cours(ligne: LigneDemande, menes: frozenset[int]) -> CoursPropose:
    """The times with room left to choose from, or how the time is got."""
    cours = ligne.cours
    libelle = cours.libelle if cours else ""
    suit = ligne.suit_cursus and cours is not None and cours.cursus_id in menes
    if cours is not None and ligne.choisit:
        temps = tuple(
            ", ".join(part for part in (Lecon("", c.jour, c.debut, c.duree_min).horaire(), c.salle) if part)
            for c in cours.creneaux
            if c.libres or c.creneau_id == ligne.creneau_id
        )
        return CoursPropose(libelle, ligne.niveau, temps, "suit le cursus" if suit else "", a_cocher=not suit)
    consigne = "suit le cursus" if suit else "horaire fixé par l’établissement"
    return CoursPropose(libelle, ligne.niveau, (), consigne, a_cocher=not suit)


def _piece(due: PieceDue) -> PieceDemandee:
    facultative = "si vous en bénéficiez" if due.exigence is Exigence.SI_BENEFICE else ""
    recue = due.etat in {EtatPiece.A_VERIFIER, EtatPiece.ACCEPTEE}
    return PieceDemandee(due.type.libelle, due.prenom, facultative, recue)
