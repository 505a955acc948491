"""The pieces of deposited dossiers: what each family owes, the specimen files received, and what the desk decided."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from imuse_desk.domain.argent import grouper
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.reinscription import Effet, EtatDossier, EtatPiece, Exigence, PieceVue, etat_apres_depot
from imuse_desk.domain.verification.lecture import MOIS
from imuse_desk.models import FaitVerifie, PieceExigee, PieceRecue
from imuse_desk.services.admission import faits_de
from imuse_desk.services.campagne.table_pieces import PIECES
from imuse_desk.services.demonstration.ecrivain import Ecrivain
from imuse_desk.services.demonstration.familles import AGENTS, EleveCree, Familles, FoyerCree
from imuse_desk.services.demonstration.maison import Maison
from imuse_desk.services.demonstration.specimens import Imprime, Specimens
from imuse_desk.services.reinscription.motifs import MOIS_VALIDITE, motifs_livres
from imuse_desk.services.reinscription.pieces import examen_garde, nom_range

_FICHIERS = {
    "domicile": "facture électricité.pdf", "caf": "attestation CAF.pdf", "avis_1": "Avis d’impôt.pdf",
    "avis_2": "avis impôt 2e parent.pdf", "certificat_danse": "certificat médical.pdf",
}  # fmt: skip
_EFFETS = {fiche.code: Effet(fiche.effet) for fiche in PIECES}
_NATURES = {fiche.code: fiche.natures[0] for fiche in PIECES}
_PAGES = {fiche.code: fiche.pages for fiche in PIECES}
_LIVRES = {motif.code: motif.de_mois(MOIS_VALIDITE).libelle for motif in motifs_livres()}
_PERIMES, _INCOMPLET = (_LIVRES["trop_ancien"], _LIVRES["caf_ancienne"]), _LIVRES["avis_pages"]
_ILLISIBLE, _AUTRE = _LIVRES["illisible"], _LIVRES["autre_personne"]
_MOTIFS_REFUS = {
    "domicile": (_PERIMES[0], _ILLISIBLE, _LIVRES["nom_domicile"]), "caf": (_PERIMES[1], _ILLISIBLE),
    "avis_1": (_INCOMPLET, _ILLISIBLE, _AUTRE), "avis_2": (_INCOMPLET, _ILLISIBLE),
    "certificat_danse": (_ILLISIBLE, _AUTRE),
}  # fmt: skip


_AUTRE = "EXEMPLE Camille"
"""Nobody of the house."""


@dataclass(frozen=True, slots=True)
class _Recue:
    """A file once written, and the date on it."""

    id: int
    datee_du: date


Due = tuple[str, EleveCree | None, Exigence]


class Pieces:
    """Writes required pieces with their files."""

    def __init__(
        self, ecrivain: Ecrivain, alea: random.Random, maison: Maison, familles: Familles, specimens: Specimens
    ) -> None:
        self._ecrivain = ecrivain
        self._alea = alea
        self._maison = maison
        self._familles = familles
        self._specimens = specimens
        self._fichiers = 0

    def creer(
        self,
        foyer: FoyerCree,
        eleves: list[EleveCree],
        dossier_id: int,
        vise: EtatDossier,
        depose_a: datetime,
        *,
        decline: bool,
    ) -> dict[int, EtatDossier]:
        """Write what the family owes so that its answers come near ``vise``; returns the state of each pupil's."""
        dues = _dues(foyer, eleves)
        obligatoires = [due for due in dues if due[2] is Exigence.OBLIGATOIRE]
        autre = self._alea.choice(obligatoires)
        vues: list[tuple[EleveCree | None, PieceVue]] = []
        acceptees: dict[str, _Recue] = {}
        for due in dues:
            code, eleve, exigence = due
            etat = EtatPiece.ACCEPTEE
            if due is autre and vise is EtatDossier.INCOMPLETE:
                etat = self._alea.choice((EtatPiece.A_FOURNIR, EtatPiece.REFUSEE))
            elif due is autre and vise is EtatDossier.A_VERIFIER:
                etat = EtatPiece.A_VERIFIER
            elif exigence is Exigence.SI_BENEFICE or (decline and _EFFETS[code] is Effet.TARIF):
                etat = EtatPiece.A_FOURNIR
            recue = None if etat is EtatPiece.A_FOURNIR else self._recevoir(foyer, code, eleve, etat, depose_a)
            self._ecrivain.ajouter(
                PieceExigee, dossier_id=dossier_id, type_id=self._maison.types_pieces[foyer.site.id, code],
                eleve_id=eleve.id if eleve else None, exigence=exigence.value, piece_id=recue.id if recue else None,
                exige_pour="tarif" if _EFFETS[code] is Effet.TARIF else "inscription",
            )  # fmt: skip
            if recue is not None and etat is EtatPiece.ACCEPTEE:
                acceptees[code] = recue
            vues.append((eleve, PieceVue(etat, exigence, _EFFETS[code])))
        self._quotient(foyer, acceptees)
        if vise in {EtatDossier.VALIDEE, EtatDossier.REFUSEE}:
            return {eleve.id: vise for eleve in eleves}
        return {
            eleve.id: etat_apres_depot([v for qui, v in vues if qui in (None, eleve)], revenus_declines=decline)
            for eleve in eleves
        }

    def _recevoir(
        self, foyer: FoyerCree, code: str, eleve: EleveCree | None, etat: EtatPiece, depose_a: datetime
    ) -> _Recue:
        """Store a specimen and write it as received; an accepted or refused one was decided the day after."""
        self._fichiers += 1
        nom = _FICHIERS[code]
        motif = self._alea.choice(_MOTIFS_REFUS[code]) if etat is EtatPiece.REFUSEE else ""
        decide = etat in {EtatPiece.ACCEPTEE, EtatPiece.REFUSEE}
        age = self._alea.randint(5, 60) + (90 if motif in _PERIMES else 0)
        datee_du, recue_a = (
            depose_a.date() - timedelta(days=age),
            depose_a - timedelta(minutes=self._alea.randint(2, 15)),
        )
        genre = "avis_incomplet" if motif == _INCOMPLET else code
        specimen = self._specimens.ranger(
            genre, self._fichiers, nom, self._imprime(foyer, code, eleve, motif, datee_du)
        )
        faits = faits_de(specimen.examen, _PAGES[code])
        piece_id = self._ecrivain.ajouter(
            PieceRecue, annee_id=self._maison.annee(1).id, site_id=foyer.site.id,
            type_id=self._maison.types_pieces[foyer.site.id, code], foyer_id=foyer.id,
            eleve_id=eleve.id if eleve else None, nom_original=nom, nom_range=nom_range(code, nom, specimen.sha256),
            sha256=specimen.sha256, octets=specimen.octets, pages=specimen.pages,
            examen=examen_garde(specimen.examen, faits), nature=_NATURES[code], datee_du=datee_du, depose_a=recue_a,
            depose_par=AGENTS[0], etat=etat.value, motif=motif,
            decide_par=AGENTS[2] if decide else "", decide_a=depose_a + timedelta(hours=18) if decide else None,
        )  # fmt: skip

        for regle, resultat, valeur in faits:
            self._ecrivain.ajouter(
                FaitVerifie, piece_id=piece_id, regle=regle, resultat=resultat, valeur=valeur, source="inspection",
                a=recue_a,
            )  # fmt: skip
        return _Recue(piece_id, datee_du)

    def _imprime(self, foyer: FoyerCree, code: str, eleve: EleveCree | None, motif: str, datee_du: date) -> Imprime:
        """What the paper says: the household, or somebody else where it was refused for that."""
        adulte = foyer.adultes[-1 if code == "avis_2" else 0]
        nom = f"{adulte.nom} {adulte.prenom}" if eleve is None else f"{eleve.identite.nom} {eleve.identite.prenom}"
        annee = self._maison.annee(1).debut_le.year - 2
        rang = self._fichiers * 7919
        euros_ronds = rang % 1_900 + 250 if code == "caf" else rang % 60_000 + 12_000
        return Imprime(
            nom=_AUTRE if "autre personne" in motif else nom,
            voie=f"{foyer.domicile.numero} {foyer.domicile.voie}",
            ville=f"{foyer.domicile.cp} {foyer.domicile.ville}",
            date=date_fr(datee_du),
            mois=f"{MOIS[datee_du.month - 1]} {datee_du.year}",
            annee=str(annee),
            montant=f"{grouper(str(euros_ronds))}\u00a0€",
        )

    def _quotient(self, foyer: FoyerCree, acceptees: dict[str, _Recue]) -> None:
        """The quotient as the accepted papers give it: printed by the CAF, else reckoned from the notice."""
        for code, genre in (("caf", "caf"), ("avis_1", "calcule")):
            if code in acceptees:
                self._familles.quotient(
                    foyer.id, self._maison.annee(1).id, self._familles.tirer_quotient(), foyer.enfants_a_charge,
                    len(foyer.adultes), acceptees[code].datee_du, piece_id=acceptees[code].id, genre=genre,
                )  # fmt: skip
                return


def _dues(foyer: FoyerCree, eleves: list[EleveCree]) -> list[Due]:
    """What the table of pieces asks of this family."""
    dues: list[Due] = [("domicile", None, Exigence.OBLIGATOIRE)]
    if foyer.statut != "exterieur":
        caf = Exigence.OBLIGATOIRE if foyer.enfants_a_charge >= 2 else Exigence.SI_BENEFICE
        dues += [("caf", None, caf), ("avis_1", None, Exigence.OBLIGATOIRE)]
        if len(foyer.adultes) > 1 and not foyer.a_imposition_commune:
            dues.append(("avis_2", None, Exigence.OBLIGATOIRE))
        dues.append(("avis_suite", None, Exigence.SI_BENEFICE))
    dues += [("certificat_danse", e, Exigence.OBLIGATOIRE) for e in eleves if "danse" in e.parcours.specialites]
    return dues
