/** A spelling, which may look at its neighbours, and the sounds it makes, separated by spaces. */
type SoundRule = readonly [spelling: string, sounds: string];

const vowel = '[aeiou]';
const consonant = '[cghknrstx]';
const long = `(?=${consonant}${vowel})`;

/**
 * An invented spelling in the manner of English, by first letter; of the rules that match at a place the first one holds. Two
 * letters make one sound or two, one letter makes one sound, two or none, and many sounds depend on the neighbours: a vowel is
 * long before a consonant and another vowel, c and g are soft before e and i, s is voiced between vowels.
 */
const spellings: Readonly<Record<string, readonly SoundRule[]>> = {
  a: [
    ['ai', 'EY'],
    ['au', 'AO'],
    [`a${long}`, 'EY'],
    ['a', 'AE'],
  ],
  e: [
    ['e[ea]', 'IY'],
    ['ei', 'EY'],
    ['eu', 'Y UW'],
    [`(?<=${consonant})e$`, ''],
    [`e${long}`, 'IY'],
    ['e', 'EH'],
  ],
  i: [
    ['ie', 'IY'],
    [`i${long}`, 'AY'],
    ['i', 'IH'],
  ],
  o: [
    ['o[ou]', 'UW'],
    ['oi', 'OY'],
    [`o${long}`, 'OW'],
    ['o', 'AA'],
  ],
  u: [
    [`u${long}`, 'Y UW'],
    ['u', 'AH'],
  ],
  c: [
    ['c[ck]', 'K'],
    ['ch', 'CH'],
    ['c(?=[ei])', 'S'],
    ['c', 'K'],
  ],
  g: [
    ['gg', 'G'],
    ['gh', 'F'],
    ['g(?=n)', ''],
    ['g(?=[ei])', 'JH'],
    ['g', 'G'],
  ],
  h: [
    ['^h', 'HH'],
    [`h(?=${vowel})`, 'HH'],
    ['h', ''],
  ],
  k: [
    ['kk', 'K'],
    ['k(?=n)', ''],
    ['k', 'K'],
  ],
  n: [
    ['ng', 'NG'],
    ['nn?', 'N'],
  ],
  r: [['r[rh]?', 'R']],
  s: [
    ['ss', 'S'],
    ['sh', 'SH'],
    [`(?<=${vowel})s(?=${vowel})`, 'Z'],
    ['s', 'S'],
  ],
  t: [
    ['tt', 'T'],
    ['th', 'TH'],
    ['t(?=i[aou])', 'SH'],
    ['t', 'T'],
  ],
  x: [
    [`(?<=${vowel})x(?=${vowel})`, 'G Z'],
    ['x', 'K S'],
  ],
};

/** The letters that the rules know. */
export const soundedLetters: readonly string[] = Object.keys(spellings);

/** Some letters of a word and the sounds they make: one or two letters, none to two sounds. */
export type SoundedPiece = { readonly start: number; readonly letters: number; readonly sounds: readonly string[] };

/**
 * Cuts a word into the pieces that make a sound of their own, from left to right.
 *
 * @param word - of `soundedLetters` only
 */
export function soundedPieces(word: string): SoundedPiece[] {
  const pieces: SoundedPiece[] = [];
  for (let start = 0; start < word.length;) {
    const piece = pieceAt(word, start);
    pieces.push(piece);
    start += piece.letters;
  }
  return pieces;
}

function pieceAt(word: string, start: number): SoundedPiece {
  for (const { pattern, sounds } of compiled.get(word[start] ?? '') ?? []) {
    pattern.lastIndex = start;
    const letters = pattern.exec(word)?.[0].length ?? 0;
    if (letters > 0) return { start, letters, sounds };
  }
  return { start, letters: 1, sounds: [] };
}

const compiled = new Map(
  Object.entries(spellings).map(([letter, rules]) => [
    letter,
    rules.map(([spelling, sounds]) => ({
      pattern: new RegExp(spelling, 'y'),
      sounds: sounds.split(' ').filter((sound) => sound !== ''),
    })),
  ]),
);
