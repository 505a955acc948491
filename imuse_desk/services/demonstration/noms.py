"""Invented people's names: family names, first names, streets, schools, professions. Nobody real is meant."""


def _mots(texte: str) -> tuple[str, ...]:
    return tuple(texte.split())


NOMS = _mots(
    """Abadie Achard Aubert Aubry Auger Bailly Barbier Baron Barre Barthe Bascou Baudoin Bazin Béguin Bellanger Benoît
    Bérard Berger Bernard Berthelot Bertin Besnard Besson Bigot Blanc Blanchet Blin Blondel Bodin Boisson Bonnard
    Bonneau Bordier Bouchet Boulanger Bourdon Bourgeois Boutin Bouvier Boyer Brachet Brault Bressy Breton Briand
    Brossard Brunel Buisson Cadet Caillot Calvet Camus Caron Carpentier Castel Cayla Chabert Chambon Champion
    Charpentier Charrier Chartier Chauvin Chevalier Chevrier Clément Clerc Cochet Colin Collet Combe Constant Cordier
    Cornet Cottin Coulon Courtois Cousin Couturier Crépin Croze Cuvelier Daniel Darras Daumas Davoust Debray Delage
    Delmas Delorme Delpech Denis Desbois Deschamps Desmarais Devaux Didier Dorval Doucet Drouet Dubreuil Duchesne
    Dufour Duhamel Dumont Dupré Durand Duval Épinay Escande Estève Étienne Évrard Fabre Farges Faucher Favier Féraud
    Ferrand Ferry Fleury Fontaine Forestier Fouquet Fournier Foy Fraysse Frémont Gachet Gaillard Galland Garnier Gasquet
    Gaudin Gauthier Gendre Géraud Gervais Gibert Gillet Girard Glénat Godard Gosselin Goujon Grandin Granger Grenier
    Grosjean Guérin Guichard Guignard Guillot Guyot Hamelin Hardy Haudebert Hébrard Henry Herbin Hervé Hoareau Huguet
    Humbert Imbert Jacquet Jamet Janvier Jarry Jolivet Josse Jourdan Jullien Labat Labbé Lacombe Lacroix Lafarge
    Lagarde Lambert Lamy Landry Langlois Laporte Larcher Lasserre Launay Laurent Lavigne Lebrun Leclair Lefèvre Legendre
    Legros Lemaire Lemoine Lenoir Lesage Lévêque Loiseau Lombard Louvet Lucas Maillard Mallet Manceau Marchal Maréchal
    Marion Marquet Martel Martin Massé Mathieu Maurin Mauvais Mercier Merle Meunier Michelet Millet Mondon Monnier
    Montagne Morand Moreau Morel Morvan Moulin Mounier Navarre Nicolas Noël Normand Olivier Pagès Parmentier Pascal
    Pasquier Payet Pélissier Pelletier Perrin Petit Peyre Picard Pineau Poirier Pommier Poncet Pons Portal Poulain
    Prévost Prunier Quéré Quentin Raynaud Régnier Renard Renaud Rey Ribot Richard Rigal Rivière Robin Rocher Rolland
    Roques Rossignol Rousseau Roussel Roux Sabatier Salmon Santoni Sauvage Savary Séguin Serre Sicard Simon Soulié
    Tardieu Tessier Texier Thibault Thomas Tissot Tournier Toussaint Trémaud Vacher Vaillant Valette Vallin Vasseur
    Verdier Vernet Viala Vidal Vigneron Villeneuve Vincent Vivier Voisin Wagner Weber"""
)
NOMS_DAILLEURS = _mots(
    """Nguyen Tran Benali Bouzid Haddad Traoré Diallo Konaté Ndiaye Mbaye Silva Ferreira Gonçalves Rossi Bianchi Müller
    Schneider Kowalski Nowak García Fernández Núñez Öztürk Yılmaz Đorđević Popović Novák Dvořák Łukasik O’Brien
    McAllister Smith Johansson Sørensen Håkansson Kovács Petrov Ivanova Tanaka Sato Kim Zhang Li Singh Rahman"""
)
NOMS_A_PARTICULE = (
    "de La Brosse", "van den Berg", "d’Œuvre", "de Saint-Aubin", "du Plessis", "Le Goff", "de l’Estang", "von Arnim",
    "dos Santos", "El Amrani", "Ben Saïd", "d’Aubigny", "de Kerouan", "van der Meulen", "L’Hénaff", "D’Angelo",
)  # fmt: skip
FILLES = _mots(
    """Adèle Agathe Alice Alix Ambre Anaïs Anna Apolline Assia Aya Camille Capucine Charlotte Chloé Clara Clémence
    Constance Diane Elena Élise Élodie Emma Esther Eva Fatou Flore Gabrielle Hana Héloïse Inès Iris Jade Jeanne
    Joséphine Julia Juliette Léa Lila Lise Lou Louise Lucie Madeleine Maëlys Manon Margaux Marguerite Marie Maya Mila
    Nina Noémie Nora Olivia Ombeline Pauline Romane Rose Salomé Sarah Sofia Suzanne Victoire Violette Yasmine Zoé
    Anne-Sophie Marie-Lou"""
)
GARCONS = _mots(
    """Aaron Achille Adam Adrien Alexandre Amadou Antoine Arthur Augustin Auguste Basile Baptiste Célestin Clément Côme
    Élie Eliott Émile Éric Étienne Ezio Félix Gabriel Gaspard Gustave Hugo Ibrahim Ismaël Jean Joachim Joseph Jules
    Léo Léon Léonard Liam Louis Lucas Malo Marceau Marius Martin Mathis Maxence Maxime Mehdi Nathan Naël Nicolas Noah
    Noé Octave Oscar Paul Pierre Raphaël Robin Sacha Samuel Simon Théo Théodore Thomas Timothée Tom Victor Yanis Youri
    Jean-Baptiste Paul-Émile"""
)
FEMMES = _mots(
    """Agnès Alexandra Amélie Anne Audrey Aurélie Béatrice Bénédicte Carole Caroline Catherine Cécile Céline Charlène
    Claire Delphine Dominique Élisabeth Émilie Estelle Fabienne Fanny Florence Françoise Géraldine Hélène Isabelle
    Jeanne Julie Karine Khadija Laetitia Laure Linh Magali Marion Mathilde Mélanie Muriel Nadège Nathalie Olga Pascale
    Rachel Samira Sandrine Sophie Stéphanie Sylvie Valérie Véronique Virginie Marie-Claude"""
)
HOMMES = _mots(
    """Alain Alexis Antoine Arnaud Benoît Bertrand Bruno Cédric Christophe Cyril Damien David Denis Emmanuel Éric Fabien
    Fabrice Florian Franck François Frédéric Gilles Grégoire Guillaume Hervé Jérôme Julien Karim Laurent Lionel Loïc
    Ludovic Marc Mathieu Mickaël Minh Nicolas Olivier Pascal Patrick Philippe Régis Rémi Romain Sébastien Serge Stéphane
    Sylvain Thierry Vincent Xavier Yann Jean-Marc"""
)
VOIES = (
    "rue de la République", "avenue du Général-Leclerc", "rue des Tilleuls", "allée des Acacias",
    "boulevard Jean-Jaurès", "rue Pasteur", "rue de l’Église", "rue du Bel-Air", "avenue de la Gare", "rue Victor-Hugo",
    "place du Marché",
    "rue des Vignes", "chemin des Ruisseaux", "rue du Moulin-de-Pierre", "villa des Roses", "rue Hector-Berlioz",
    "quai des Îles", "sente des Jardiniers", "avenue du Château", "rue de l’Abbé-Grégoire", "rue d’Alsace",
    "rue Marcelin-Berthelot", "impasse des Écoliers", "rue du Docteur-Roux", "route des Gardes", "rue Camille-Claudel",
)  # fmt: skip
COMPLEMENTS = ("", "", "", "", "Bâtiment B", "Résidence du Parc", "Escalier 2, 3e étage", "Chez Mme Besnard", "Appt 14")
PROFESSIONS = (
    ("Ingénieur·e", "38"), ("Professeur·e des écoles", "42"), ("Infirmier·ère", "43"), ("Comptable", "46"),
    ("Médecin", "31"), ("Architecte", "31"), ("Commerçant·e", "22"), ("Artisan·e", "21"), ("Cadre de banque", "37"),
    ("Assistant·e de direction", "54"), ("Technicien·ne", "47"), ("Agent territorial", "52"), ("Chauffeur", "64"),
    ("Journaliste", "35"), ("Graphiste", "46"), ("Auxiliaire de vie", "56"), ("Sans profession", "85"), ("", ""),
)  # fmt: skip
VILLES_DE_NAISSANCE = (
    "Boulogne-Billancourt", "Sèvres", "Paris 14e", "Clamart", "Versailles", "Suresnes", "Lyon", "Nantes", "Toulouse",
    "Rennes", "Saint-Denis (La Réunion)", "Alger", "Lisbonne", "Dakar", "Londres", "Hanoï",
)  # fmt: skip
NATIONALITES = ("Française",) * 17 + ("Portugaise", "Italienne", "Algérienne", "Britannique", "Vietnamienne")
SALLES = _mots(
    """Franck Ravel Debussy Fauré Berlioz Bizet Couperin Rameau Lully Satie Poulenc Milhaud Messiaen Boulanger Chaminade
    Farrenc Jaëll Bonis Tailleferre Dukas Ibert Roussel Duparc Chausson Lalo Gounod Saint-Saëns Massenet Delibes Vierne
    Widor Alain Duruflé Jolivet Dutilleux Ohana Auric Honegger Caplet Koechlin"""
)
ECOLES = (
    ("École maternelle des Tilleuls", 3, 6), ("École maternelle du Bel-Air", 3, 6),
    ("École élémentaire des Acacias", 6, 11),
    ("École élémentaire du Moulin", 6, 11), ("École Sainte-Cécile", 3, 11), ("Collège Camille-Claudel", 11, 15),
    ("Collège des Gardes", 11, 15), ("Lycée Hector-Berlioz", 15, 18), ("Lycée du Parc", 15, 18),
)  # fmt: skip
