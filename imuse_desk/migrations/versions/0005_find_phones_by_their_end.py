"""Write each phone number backwards among the search terms, so that its last digits find it.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LOT = 5_000
TERME = sa.table("terme", sa.column("genre"), sa.column("cle"), sa.column("objet_id"))


def upgrade() -> None:
    """Apply: a phone is a term of digits whose owner also has it with the leading 0."""
    sans, avec = TERME.alias(), TERME.alias()
    connexion = op.get_bind()
    numeros = connexion.execute(
        sa.select(sans.c.genre, sans.c.cle, sans.c.objet_id)
        .join(avec, (avec.c.genre == sans.c.genre) & (avec.c.objet_id == sans.c.objet_id))
        .where(avec.c.cle == "0" + sans.c.cle)
    ).all()
    lignes = [
        {"genre": genre, "cle": "#" + cle[::-1], "objet_id": objet_id}
        for genre, cle, objet_id in numeros
        if cle.isascii() and cle.isdigit()
    ]
    for debut in range(0, len(lignes), LOT):
        connexion.execute(sa.insert(TERME), lignes[debut : debut + LOT])


def downgrade() -> None:
    """Undo."""
    op.get_bind().execute(sa.delete(TERME).where(TERME.c.cle.like("#%")))
