import type { Kind } from './nouns.ts';

/** A verb in the third person of the present, which agrees with its subject in number. */
export type Verb = {
  /** English words, in the singular and in the plural, which is also what stands after "do not". */
  readonly english: readonly [singular: string, plural: string];
  readonly french: readonly [singular: string, plural: string];
  /** Who does it. */
  readonly subjects: readonly Kind[];
  /** To what; nothing if the verb has no object. */
  readonly objects: readonly Kind[];
  /** Whether the object stands behind "to" and "à". */
  readonly hasTo: boolean;
};

const people: readonly Kind[] = ['person'];
const living: readonly Kind[] = ['person', 'animal'];
const goods: readonly Kind[] = ['furniture', 'thing', 'vehicle', 'document', 'snack', 'food', 'drink'];
const small: readonly Kind[] = ['thing', 'document', 'snack'];

/** "To be", which needs no "do" to be denied. */
export const be: Verb = verb(['is', 'are'], ['est', 'sont'], living, []);

/** Verbs without an object. */
export const intransitiveVerbs: readonly Verb[] = [
  verb(['sleeps', 'sleep'], ['dort', 'dorment'], living, []),
  verb(['sings', 'sing'], ['chante', 'chantent'], living, []),
  verb(['dances', 'dance'], ['danse', 'dansent'], living, []),
  verb(['plays', 'play'], ['joue', 'jouent'], living, []),
  verb(['runs', 'run'], ['court', 'courent'], living, []),
  verb(['walks', 'walk'], ['marche', 'marchent'], living, []),
  verb(['falls', 'fall'], ['tombe', 'tombent'], living, []),
  verb(['waits', 'wait'], ['attend', 'attendent'], living, []),
  verb(['arrives', 'arrive'], ['arrive', 'arrivent'], living, []),
  verb(['works', 'work'], ['travaille', 'travaillent'], people, []),
];

/** Verbs with an object. */
export const transitiveVerbs: readonly Verb[] = [
  verb(['sees', 'see'], ['voit', 'voient'], living, [...living, 'plant', 'vehicle', 'place', 'way', ...small]),
  verb(['hears', 'hear'], ['entend', 'entendent'], living, [...living, 'vehicle']),
  verb(['follows', 'follow'], ['suit', 'suivent'], living, [...living, 'vehicle', 'way']),
  verb(['finds', 'find'], ['trouve', 'trouvent'], living, [...living, ...small, 'way']),
  verb(['looks for', 'look for'], ['cherche', 'cherchent'], living, [...living, ...small, 'place', 'way']),
  verb(['waits for', 'wait for'], ['attend', 'attendent'], living, [...living, 'vehicle']),
  verb(['eats', 'eat'], ['mange', 'mangent'], living, ['snack', 'food']),
  verb(['drinks', 'drink'], ['boit', 'boivent'], living, ['drink']),
  verb(['listens to', 'listen to'], ['écoute', 'écoutent'], people, living),
  verb(['helps', 'help'], ['aide', 'aident'], people, living),
  verb(['buys', 'buy'], ['achète', 'achètent'], people, goods),
  verb(['wants', 'want'], ['veut', 'veulent'], people, goods),
  verb(['takes', 'take'], ['prend', 'prennent'], people, ['vehicle', ...small]),
  verb(['hides', 'hide'], ['cache', 'cachent'], people, small),
  verb(['washes', 'wash'], ['lave', 'lavent'], people, ['animal', 'vehicle', 'furniture']),
  verb(['draws', 'draw'], ['dessine', 'dessinent'], people, [...living, 'plant', 'vehicle', 'place', 'way']),
  verb(['reads', 'read'], ['lit', 'lisent'], people, ['document']),
  { ...verb(['speaks', 'speak'], ['parle', 'parlent'], people, living), hasTo: true },
  { ...verb(['writes', 'write'], ['écrit', 'écrivent'], people, people), hasTo: true },
];

function verb(
  english: readonly [singular: string, plural: string],
  french: readonly [singular: string, plural: string],
  subjects: readonly Kind[],
  objects: readonly Kind[],
): Verb {
  return { english, french, subjects, objects, hasTo: false };
}
