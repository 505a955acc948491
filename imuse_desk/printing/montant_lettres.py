"""Amounts in words, as a quittance says them."""


def en_lettres(montant_centimes: int) -> str:
    """``20626`` gives "deux cent six euros et vingt-six centimes"; whole euros come without cents."""
    from num2words import num2words  # every language of the library is read with it

    entier, reste = divmod(abs(montant_centimes), 100)
    mots: str = num2words(entier, lang="fr")
    de = " d’" if entier and entier % 1_000_000 == 0 else " "
    parties = [f"{mots}{de}euro{'s' * (entier > 1)}"] if entier or not reste else []
    if reste:
        parties.append(f"{num2words(reste, lang='fr')} centime{'s' * (reste > 1)}")
    return ("moins " if montant_centimes < 0 else "") + " et ".join(parties)
