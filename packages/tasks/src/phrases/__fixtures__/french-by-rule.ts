/** French noun phrases by the rules of a school grammar, written without a look at the lexicon that the tests hold against it. */

const masculine = `man homme, boy garçon, child enfant, baby bébé, king roi, prince prince, doctor médecin, soldier soldat,
  uncle oncle, cat chat, dog chien, horse cheval, bird oiseau, wolf loup, elephant éléphant, owl hibou, hedgehog hérisson,
  tree arbre, oak chêne, bush buisson, bed lit, desk bureau, hat chapeau, bag sac, knife couteau, umbrella parapluie,
  boat bateau, plane avion, train train, book livre, newspaper journal, poem poème, egg œuf, cake gâteau, bread pain,
  cheese fromage, butter beurre, garlic ail, milk lait, coffee café, wine vin, tea thé, garden jardin, village village,
  hotel hôtel, castle château, park parc, bridge pont`;
const feminine = `woman femme, girl fille, queen reine, princess princesse, aunt tante, actress actrice, cow vache,
  mouse souris, bee abeille, spider araignée, turtle tortue, flower fleur, rose rose, table table, chair chaise,
  wardrobe armoire, key clé, stone pierre, picture image, car voiture, letter lettre, story histoire, apple pomme,
  orange orange, pear poire, meat viande, cream crème, water eau, beer bière, house maison, school école, church église,
  city ville, forest forêt, kitchen cuisine, road route, river rivière`;
const uncounted = 'bread cheese butter garlic milk coffee wine tea meat cream water beer'.split(' ');

const before = `beautiful beau, lovely joli, good bon, bad mauvais, small petit, big grand, long long, old vieux,
  young jeune, new nouveau`;
const behind = `red rouge, yellow jaune, green vert, blue bleu, black noir, white blanc, heavy lourd, expensive cher,
  dirty sale, empty vide, quiet calme, dangerous dangereux, important important, interesting intéressant, famous célèbre,
  rich riche, happy heureux, curious curieux, sad triste, tired fatigué, strong fort, intelligent intelligent, fresh frais,
  cold froid, hot chaud`;

const listed = (text: string): [string, string][] =>
  text.split(',').map((pair) => {
    const [english = '', french = ''] = pair.trim().split(' ');
    return [english, french];
  });

const nouns = [
  ...listed(masculine).map(([english, french]) => ({ english, french, isFeminine: false })),
  ...listed(feminine).map(([english, french]) => ({ english, french, isFeminine: true })),
];
const adjectives = new Map([...listed(before), ...listed(behind)]);
const isBefore = new Set(listed(before).map(([english]) => english));

const irregular: Readonly<Record<string, string>> = {
  ...{ man: 'men', woman: 'women', child: 'children', mouse: 'mice', wolf: 'wolves', knife: 'knives' },
};
const englishPlural = (word: string): string =>
  irregular[word] ?? (/(s|x|ch|sh)$/.test(word) ? `${word}es` : /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`);

const frenchPlural = (word: string): string => {
  if (/[sx]$/.test(word)) return word;
  if (word.endsWith('eau') || word === 'hibou') return `${word}x`;
  return word.endsWith('al') ? word.replace(/al$/, 'aux') : `${word}s`;
};

const exceptions: Readonly<Record<string, string>> = {
  ...{ beau: 'belle', nouveau: 'nouvelle', vieux: 'vieille', bon: 'bonne', long: 'longue', blanc: 'blanche', frais: 'fraîche' },
};
const feminineOf = (word: string): string => {
  if (word.endsWith('e')) return word;
  return exceptions[word] ?? (word.endsWith('eux') ? word.replace(/x$/, 'se') : word.endsWith('er') ? word.replace(/er$/, 'ère') : `${word}e`);
};

const soundsLikeVowel = (word: string): boolean => /^[aeiouéèêâîôœh]/.test(word) && !/^(hibou|hérisson)/.test(word);

/** Masculine, feminine, before a vowel as masculine and as feminine, plural. */
const determiners: Readonly<Record<string, readonly string[]>> = {
  the: ['le', 'la', "l'", "l'", 'les'],
  ...{ a: ['un', 'une', 'un', 'une'], an: ['un', 'une', 'un', 'une'], each: Array.from({ length: 4 }, () => 'chaque') },
  ...{ this: ['ce', 'cette', 'cet', 'cette'], these: ['', '', '', '', 'ces'] },
  ...{ two: ['', '', '', '', 'deux'], three: ['', '', '', '', 'trois'] },
  ...{ my: ['mon', 'ma', 'mon', 'mon', 'mes'], his: ['son', 'sa', 'son', 'son', 'ses'], her: ['son', 'sa', 'son', 'son', 'ses'] },
  ...{ our: ['notre', 'notre', 'notre', 'notre', 'nos'], their: ['leur', 'leur', 'leur', 'leur', 'leurs'] },
};

type NounForm = { readonly french: string; readonly isFeminine: boolean; readonly isPlural: boolean };
const byEnglish = new Map<string, NounForm>();
for (const { english, french, isFeminine } of nouns) {
  byEnglish.set(english, { french, isFeminine, isPlural: false });
  if (!uncounted.includes(english))
    byEnglish.set(englishPlural(english), { french: frenchPlural(french), isFeminine, isPlural: true });
}

/** The noun at the end of an English noun phrase, and in which number it stands. */
export function nounAtEnd(english: readonly string[]): NounForm {
  const noun = byEnglish.get(english.at(-1) ?? '');
  if (noun === undefined) throw new Error(`no noun at the end of ${english.join(' ')}`);
  return noun;
}

/** An adjective in the form for a noun. */
export function agreeing(english: string, isFeminine: boolean, isPlural: boolean): string {
  const base = adjectives.get(english);
  if (base === undefined) throw new Error(`no adjective ${english}`);
  const form = isFeminine ? feminineOf(base) : base;
  return isPlural ? frenchPlural(form) : form;
}

/** The French of an English noun phrase: determiner, adjectives with "very" or without, noun. */
export function nounPhraseByRule(english: readonly string[]): string {
  const { french, isFeminine, isPlural } = nounAtEnd(english);
  const inFront: string[] = [];
  const after: string[] = [];
  english.slice(1, -1).forEach((word, index, all) => {
    if (word === 'very') return;
    const side = isBefore.has(word) ? inFront : after;
    if (all[index - 1] === 'very') side.push('très');
    side.push(agreeing(word, isFeminine, isPlural));
  });
  const words = [...inFront, french, ...after].map((word, index, all) => {
    if (isPlural || !soundsLikeVowel(all[index + 1] ?? '-')) return word;
    return { beau: 'bel', nouveau: 'nouvel', vieux: 'vieil' }[word] ?? word;
  });
  const isBeforeVowel = soundsLikeVowel(words[0] ?? '');
  const determiner = english[0] ?? '';
  if (determiner !== 'some') {
    const forms = determiners[determiner] ?? [];
    return [forms[isPlural ? 4 : (isBeforeVowel ? 2 : 0) + (isFeminine ? 1 : 0)], ...words].join(' ');
  }
  const partitive = isPlural ? (inFront.length > 0 ? 'de' : 'des') : isBeforeVowel ? "de l'" : isFeminine ? 'de la' : 'du';
  return [partitive, ...words].join(' ');
}
