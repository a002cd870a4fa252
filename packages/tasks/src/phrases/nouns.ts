/** What a noun means, as far as it decides which words go with it. */
export type Kind =
  | 'person'
  | 'animal'
  | 'plant'
  | 'furniture'
  | 'thing'
  | 'vehicle'
  | 'document'
  | 'snack'
  | 'food'
  | 'drink'
  | 'place'
  | 'way';

/** Food and drink are only used as something that cannot be counted: "some bread". */
export type GrammaticalNumber = 'singular' | 'plural' | 'mass';

/** A noun that can be counted, or one that cannot, which then has no plural. */
export type Noun = {
  readonly kind: Kind;
  readonly english: Forms;
  readonly french: Forms;
  readonly isFeminine: boolean;
  /** Whether its h, though silent, counts as a consonant. */
  readonly isAspirated: boolean;
};

type Forms = { readonly singular: string; readonly plural: string | undefined };

/** The numbers in which a noun is used. */
export function numbersOf({ french }: Noun): readonly GrammaticalNumber[] {
  return french.plural === undefined ? ['mass'] : ['singular', 'plural'];
}

/** Each noun: English singular and plural, French singular and plural. An asterisk marks an aspirated h. */
const spellings: Readonly<Record<Kind, { readonly masculine: string; readonly feminine: string }>> = {
  person: {
    masculine: `man men homme hommes, boy boys garçon garçons, child children enfant enfants, baby babies bébé bébés,
      king kings roi rois, prince princes prince princes, doctor doctors médecin médecins,
      soldier soldiers soldat soldats, uncle uncles oncle oncles`,
    feminine: `woman women femme femmes, girl girls fille filles, queen queens reine reines,
      princess princesses princesse princesses, aunt aunts tante tantes, actress actresses actrice actrices`,
  },
  animal: {
    masculine: `cat cats chat chats, dog dogs chien chiens, horse horses cheval chevaux, bird birds oiseau oiseaux,
      wolf wolves loup loups, elephant elephants éléphant éléphants, owl owls *hibou *hiboux,
      hedgehog hedgehogs *hérisson *hérissons`,
    feminine: `cow cows vache vaches, mouse mice souris souris, bee bees abeille abeilles,
      spider spiders araignée araignées, turtle turtles tortue tortues`,
  },
  plant: {
    masculine: 'tree trees arbre arbres, oak oaks chêne chênes, bush bushes buisson buissons',
    feminine: 'flower flowers fleur fleurs, rose roses rose roses',
  },
  furniture: {
    masculine: 'bed beds lit lits, desk desks bureau bureaux',
    feminine: 'table tables table tables, chair chairs chaise chaises, wardrobe wardrobes armoire armoires',
  },
  thing: {
    masculine: `hat hats chapeau chapeaux, bag bags sac sacs, knife knives couteau couteaux,
      umbrella umbrellas parapluie parapluies`,
    feminine: 'key keys clé clés, stone stones pierre pierres, picture pictures image images',
  },
  vehicle: {
    masculine: 'boat boats bateau bateaux, plane planes avion avions, train trains train trains',
    feminine: 'car cars voiture voitures',
  },
  document: {
    masculine: 'book books livre livres, newspaper newspapers journal journaux, poem poems poème poèmes',
    feminine: 'letter letters lettre lettres, story stories histoire histoires',
  },
  snack: {
    masculine: 'egg eggs œuf œufs, cake cakes gâteau gâteaux',
    feminine: 'apple apples pomme pommes, orange oranges orange oranges, pear pears poire poires',
  },
  food: {
    masculine: 'bread pain, cheese fromage, butter beurre, garlic ail',
    feminine: 'meat viande, cream crème',
  },
  drink: { masculine: 'milk lait, coffee café, wine vin, tea thé', feminine: 'water eau, beer bière' },
  place: {
    masculine: `garden gardens jardin jardins, village villages village villages, hotel hotels hôtel hôtels,
      castle castles château châteaux, park parks parc parcs`,
    feminine: `house houses maison maisons, school schools école écoles, church churches église églises,
      city cities ville villes, forest forests forêt forêts, kitchen kitchens cuisine cuisines`,
  },
  way: { masculine: 'bridge bridges pont ponts', feminine: 'road roads route routes, river rivers rivière rivières' },
};

/** All nouns of a kind. */
export function nounsOf(kind: Kind): readonly Noun[] {
  return [
    ...spellings[kind].masculine.split(',').map((spelling) => noun(spelling, kind, false)),
    ...spellings[kind].feminine.split(',').map((spelling) => noun(spelling, kind, true)),
  ];
}

/** All kinds that there are nouns of. */
export const allKinds: readonly Kind[] = [
  ...(['person', 'animal', 'plant', 'furniture', 'thing', 'vehicle'] as const),
  ...(['document', 'snack', 'food', 'drink', 'place', 'way'] as const),
];

function noun(spelling: string, kind: Kind, isFeminine: boolean): Noun {
  const forms = spelling.replaceAll('*', '').trim().split(/\s+/);
  const [singular = '', second = '', third = '', plural] = forms;
  const isMass = forms.length === 2;
  return {
    kind,
    english: { singular, plural: isMass ? undefined : second },
    french: { singular: isMass ? second : third, plural },
    isFeminine,
    isAspirated: spelling.includes('*'),
  };
}
