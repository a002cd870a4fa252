import type { Kind } from './nouns.ts';

/**
 * Where an adjective stands. In English, opinions come before measures and these before all others. In French, opinions and
 * measures stand before the noun in the same order, "une belle petite maison", and all others behind it, "une maison rouge".
 */
export type AdjectiveClass = 'opinion' | 'measure' | 'other';

/** An adjective in its one English form and the four French ones. */
export type Adjective = {
  readonly english: string;
  /** The masculine singular may have a form before a vowel, after a slash. */
  readonly french: AdjectiveForms;
  readonly class: AdjectiveClass;
  /** What it can be said of, in this sense. */
  readonly kinds: readonly Kind[];
  /** Whether it can stand behind "is" and "very": "une nouvelle voiture", but "la voiture est neuve". */
  readonly isPredicative: boolean;
};

type AdjectiveForms = readonly [masculine: string, feminine: string, masculinePlural: string, femininePlural: string];

const living: readonly Kind[] = ['person', 'animal'];
const made: readonly Kind[] = ['furniture', 'thing', 'vehicle'];
const spaces: readonly Kind[] = ['place', 'way'];

// The kinds keep the senses right: "un grand homme" is a great man, so nobody is big here; "une jolie fille" may be said, but
// "pretty old" is rather old, so the English word is "lovely"; "une bonne femme" is no compliment, so nobody is good.
/** All adjectives: English, then the four French forms. */
export const adjectives: readonly Adjective[] = [
  adjective('opinion', 'beautiful beau/bel belle beaux belles', [...living, 'plant', ...made, 'document', ...spaces]),
  adjective('opinion', 'lovely joli jolie jolis jolies', ['animal', 'plant', ...made, 'document', ...spaces]),
  adjective('opinion', 'good bon bonne bons bonnes', ['vehicle', 'document', 'snack', 'food', 'drink']),
  adjective('opinion', 'bad mauvais mauvaise mauvais mauvaises', [
    'vehicle',
    'document',
    'snack',
    'food',
    'drink',
    'way',
  ]),
  adjective('measure', 'small petit petite petits petites', [
    ...living,
    'plant',
    ...made,
    'document',
    'snack',
    ...spaces,
  ]),
  adjective('measure', 'big grand grande grands grandes', ['animal', 'plant', ...made, ...spaces]),
  adjective('measure', 'long long longue longs longues', ['document', 'way']),
  adjective('measure', 'old vieux/vieil vieille vieux vieilles', [...living, 'plant', ...made, 'document', ...spaces]),
  adjective('measure', 'young jeune jeune jeunes jeunes', living),
  {
    ...adjective('measure', 'new nouveau/nouvel nouvelle nouveaux nouvelles', [...made, 'document', ...spaces]),
    isPredicative: false,
  },
  adjective('other', 'red rouge rouge rouges rouges', [...made, 'plant', 'snack']),
  adjective('other', 'yellow jaune jaune jaunes jaunes', [...made, 'plant', 'snack']),
  adjective('other', 'green vert verte verts vertes', [...made, 'plant', 'snack']),
  adjective('other', 'blue bleu bleue bleus bleues', made),
  adjective('other', 'black noir noire noirs noires', [...made, 'animal']),
  adjective('other', 'white blanc blanche blancs blanches', [...made, 'animal', 'plant', 'place']),
  adjective('other', 'heavy lourd lourde lourds lourdes', made),
  adjective('other', 'expensive cher chère chers chères', [...made, 'document', 'snack', 'food', 'drink']),
  adjective('other', 'dirty sale sale sales sales', ['animal', ...made, ...spaces]),
  adjective('other', 'empty vide vide vides vides', ['vehicle', ...spaces]),
  adjective('other', 'quiet calme calme calmes calmes', [...living, ...spaces]),
  adjective('other', 'dangerous dangereux dangereuse dangereux dangereuses', ['animal', 'vehicle', ...spaces]),
  adjective('other', 'important important importante importants importantes', ['person', 'document', ...spaces]),
  adjective('other', 'interesting intéressant intéressante intéressants intéressantes', [
    'person',
    'document',
    'place',
  ]),
  adjective('other', 'famous célèbre célèbre célèbres célèbres', ['person', 'document', ...spaces]),
  adjective('other', 'rich riche riche riches riches', ['person']),
  adjective('other', 'happy heureux heureuse heureux heureuses', living),
  adjective('other', 'curious curieux curieuse curieux curieuses', living),
  adjective('other', 'sad triste triste tristes tristes', [...living, 'document']),
  adjective('other', 'tired fatigué fatiguée fatigués fatiguées', living),
  adjective('other', 'strong fort forte forts fortes', living),
  adjective('other', 'intelligent intelligent intelligente intelligents intelligentes', living),
  adjective('other', 'fresh frais fraîche frais fraîches', ['snack', 'food']),
  adjective('other', 'cold froid froide froids froides', ['food', 'drink']),
  adjective('other', 'hot chaud chaude chauds chaudes', ['food', 'drink']),
];

function adjective(adjectiveClass: AdjectiveClass, spelling: string, kinds: readonly Kind[]): Adjective {
  const [english = '', masculine = '', feminine = '', masculinePlural = '', femininePlural = ''] = spelling.split(' ');
  const french: AdjectiveForms = [masculine, feminine, masculinePlural, femininePlural];
  return { english, french, class: adjectiveClass, kinds, isPredicative: true };
}
