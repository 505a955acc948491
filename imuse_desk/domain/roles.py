"""Roles of the staff and what each may do (the table "Who may do what" of the house rules)."""

from enum import StrEnum


class Role(StrEnum):
    """A hat that a person wears on one site; one person may wear several."""

    SECRETARIAT = "secretariat"
    REGISSEUR = "regisseur"
    ENSEIGNANT = "enseignant"
    DIRECTION = "direction"
    ADMINISTRATION = "administration"

    @property
    def libelle(self) -> str:
        """The word that screens show."""
        return {
            Role.SECRETARIAT: "Secrétariat",
            Role.REGISSEUR: "Régisseur",
            Role.ENSEIGNANT: "Enseignant",
            Role.DIRECTION: "Direction",
            Role.ADMINISTRATION: "Administration",
        }[self]


class Permission(StrEnum):
    """What a use case asks of the person before it runs."""

    CONSULTER = "consulter"  # search, open families and pupils
    CONSULTER_SES_ELEVES = "consulter_ses_eleves"  # a teacher's own pupils, with few columns
    MODIFIER_FAMILLE = "modifier_famille"  # edit families, enrol, change a course
    LIRE_REVENUS = "lire_revenus"  # incomes and quotients
    DECIDER_PIECE = "decider_piece"  # accept or refuse pieces, validate a dossier
    DEROGER = "deroger"  # late paper, closed deadline, reopened dossier
    MODIFIER_TARIF = "modifier_tarif"  # grid, offer, templates
    ENVOYER_COURRIER = "envoyer_courrier"
    POINTER = "pointer"  # roll call, absences: a teacher on his own courses
    NOTER = "noter"  # marks, comments, opinions: a teacher on his own courses
    VALIDER_NOTES = "valider_notes"  # validate marks, proof-read, tables of evaluation
    EMETTRE = "emettre"  # invoices and credit notes
    ENCAISSER = "encaisser"  # payments, receipts, slips
    DETRUIRE = "detruire"  # retention: lists of what is destroyed, the destruction
    GERER_COMPTES = "gerer_comptes"  # users, connection, backups
    SON_COMPTE = "son_compte"  # own password, own drafts and preferences


_S, _R, _E, _D, _A = Role.SECRETARIAT, Role.REGISSEUR, Role.ENSEIGNANT, Role.DIRECTION, Role.ADMINISTRATION

QUI_PEUT: dict[Permission, frozenset[Role]] = {
    Permission.CONSULTER: frozenset({_S, _R, _D, _A}),
    Permission.CONSULTER_SES_ELEVES: frozenset({_S, _R, _E, _D, _A}),
    Permission.MODIFIER_FAMILLE: frozenset({_S, _D, _A}),
    Permission.LIRE_REVENUS: frozenset({_S, _R, _D}),
    Permission.DECIDER_PIECE: frozenset({_S, _D}),
    Permission.DEROGER: frozenset({_D, _A}),
    Permission.MODIFIER_TARIF: frozenset({_D, _A}),
    Permission.ENVOYER_COURRIER: frozenset({_S, _D}),
    Permission.POINTER: frozenset({_S, _E, _D}),
    Permission.NOTER: frozenset({_S, _E, _D}),
    Permission.VALIDER_NOTES: frozenset({_D}),
    Permission.EMETTRE: frozenset({_S, _R, _D}),
    Permission.ENCAISSER: frozenset({_R}),
    Permission.DETRUIRE: frozenset({_D, _A}),
    Permission.GERER_COMPTES: frozenset({_A}),
    Permission.SON_COMPTE: frozenset(Role),
}


def permissions(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything that a set of roles may do."""
    return frozenset(p for p, qui in QUI_PEUT.items() if qui & roles)
