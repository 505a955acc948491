"""Plain French words without accents, from which pass phrases are drawn (253 words: just under eight bits each)."""

_TEXTE = """
abeille abricot accord agenda aigle album alto amande ananas ancre anneau anorak antenne appel arbre arche argile
armoire arrosoir artiste asperge atelier atlas aube aubergine automne avion avoine badge bagage balade balcon baleine
ballon bambou banane bandeau banjo banquet barque bassin basson bateau berceau beurre biche bijou biscuit bison
bleuet bocal bonnet bosquet botte bouclier bougie boussole branche brebis brioche brique brosse brouette bruine buffet
buisson cabane cabinet cactus cadran cahier caillou cajou camion canal canard caneton canyon caprice carafe caramel
carnet carotte cascade casque cassis castor cerf cerise chalet chalumeau chamois chanson chapeau chardon chariot
chaton chemin cheval chorale cigale cigogne citron citrouille clairon cloche clocher colibri colline comptoir concert
copain coquille corail corbeille cornet coton coussin crabe craie crayon crevette crocus cuivre cyclone cymbale
cypres dauphin dentelle dessert diapason digue dindon domino dragon drapeau dune duvet eclair ecluse ecorce ecran
ecureuil encrier epinard erable escale escargot espoir etang etoile eventail fable facteur falaise fanfare faucon
fauteuil feuille figuier filet flamant flocon flotte fontaine forge fougere fourmi framboise frelon fromage fusain
galaxie galet galop garage gazelle genou gilet girafe glacier glycine goutte gouache grelot grenier griotte grotte
guitare hamac hameau hareng haricot harpe herbier heron hibou hublot igloo jardin jasmin jongleur journal jumelle
jungle kayak kiwi lagune laine lampion lanterne lapin laurier lavande lecture legume lilas limace lionne loutre
lucarne luciole lutin machine magnolia maison mandarine manege marathon marbre marmite marron melodie menthe merle
mesange meteore mimosa miroir moineau moisson montagne moulin mouton muguet musee myrtille nacelle navire neige
noisette nougat nuage
"""

MOTS = tuple(_TEXTE.split())
