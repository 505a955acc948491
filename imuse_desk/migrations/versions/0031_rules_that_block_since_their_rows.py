"""Rules that block since: papers that go together, and the amounts of a notice that contradict one another.

Revision 0031, after 0030. A row that nobody changed takes the list that a new one begins from.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_AVIS = ["sceau", "nature", "annee", "pages", "nom", "revenu", "concordance"]
_LISTES = (
    ("domicile", ["sceau", "nature", "date", "nom"], ["sceau", "nature", "date", "nom", "ensemble"]),
    ("avis", [regle for regle in _AVIS if regle != "concordance"], _AVIS),
    ("avis", [regle for regle in _AVIS if regle != "revenu"], _AVIS),
)
"""What a row began from, by its family of rules, and what it begins from now."""


def upgrade() -> None:
    """Apply; the audit tells the rows whose rules a site chose: those keep what it chose."""
    genre = sa.table(
        "type_piece", sa.column("id"), sa.column("controle", sa.String), sa.column("bloquantes", sa.JSON)
    )  # fmt: skip
    audit = sa.table("audit", sa.column("nom_table"), sa.column("ligne"), sa.column("champ"))
    choisies = sa.select(audit.c.ligne).where(audit.c.nom_table == "type_piece", audit.c.champ == "bloquantes")
    lien = op.get_bind()
    for ligne in lien.execute(sa.select(genre).where(genre.c.id.not_in(choisies))).all():
        for controle, avant, apres in _LISTES:
            if (ligne.controle, ligne.bloquantes) == (controle, avant):
                lien.execute(genre.update().where(genre.c.id == ligne.id).values(bloquantes=apres))


def downgrade() -> None:
    """Undo: nothing, a row could ask for these rules before."""
