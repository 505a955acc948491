"""A closed list in which a value recorded long ago stays readable."""

from imuse_desk.views.common.champs import ListeChoix


def choix_de(valeurs: tuple[str, ...]) -> list[tuple[str, str]]:
    """A list of words that are their own values, the empty one first."""
    return [("", "—"), *((v, v) for v in valeurs if v)]


class ListeOuverte(ListeChoix):
    """A closed list that still shows an old value which is no longer in it (*Mademoiselle*)."""

    def poser_valeur(self, valeur: object) -> None:
        """Choose a value; an old one is added so that it stays readable."""
        if valeur and all(self.itemData(r) != valeur for r in range(self.count())):
            self.addItem(str(valeur), valeur)
        super().poser_valeur("" if valeur is None else valeur)
