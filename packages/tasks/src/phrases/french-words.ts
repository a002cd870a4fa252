/** A word of French before it meets its neighbours, and where it comes from. */
export type FrenchWord = {
  readonly text: string;
  /** What becomes of it before a vowel: "le" becomes "l'", and "beau" becomes "bel". */
  readonly beforeVowel: string;
  /** The positions of the English words that it is made from. */
  readonly sources: readonly number[];
  /** Whether its h, though silent, counts as a consonant: "le hibou", but "l' homme". */
  readonly isAspirated: boolean;
};

/**
 * @param spelling - the word, and after a slash what becomes of it before a vowel, if that differs: "le/l'"
 * @param sources - the positions of the English words that it is made from
 */
export function frenchWord(spelling: string, sources: readonly number[], isAspirated = false): FrenchWord {
  const [text = '', beforeVowel = text] = spelling.split('/');
  return { text, beforeVowel, sources, isAspirated };
}

/**
 * Words as they are written next to each other: "le arbre" becomes "l' arbre", "de le jardin" becomes "du jardin". A
 * contraction is made from the sources of both of its words.
 */
export function joinedWords(words: readonly FrenchWord[]): FrenchWord[] {
  const joined: FrenchWord[] = [];
  words.forEach((word, index) => {
    const next = words[index + 1];
    const text = next !== undefined && beginsWithVowel(next) ? word.beforeVowel : word.text;
    const before = joined.at(-1);
    const contraction = contractions.get(`${before?.text} ${text}`);
    if (before === undefined || contraction === undefined) joined.push({ ...word, text });
    else {
      joined.pop();
      const sources = [...new Set([...before.sources, ...word.sources])];
      joined.push({ ...word, text: contraction, sources });
    }
  });
  return joined;
}

const contractions: ReadonlyMap<string, string> = new Map([
  ['de le', 'du'],
  ['de les', 'des'],
  ['à le', 'au'],
  ['à les', 'aux'],
]);

function beginsWithVowel({ text, isAspirated }: FrenchWord): boolean {
  return !isAspirated && /^[aeiouhàâéèêëîïôœ]/.test(text);
}
