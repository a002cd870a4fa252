/**
 * Reads the entries of the CMU Pronouncing Dictionary: `hello: "HH AH0 L OW1"`, further pronunciations of a word under
 * `hello(2)` and so on, and here and there a comment, `"AO1 L B AO0 R G # place, danish"`.
 *
 * Keeps words of the letters a to z only (no apostrophes, dots or digits) and takes the stress digits off the vowels;
 * pronunciations of a word that differed in stress alone become one.
 *
 * @returns each word's pronunciations as lists of phones, in the order of the dictionary
 */
export function readPronunciations(dictionary: Readonly<Record<string, string>>): Map<string, string[][]> {
  const spellings = new Map<string, Set<string>>();
  for (const [entry, transcription] of Object.entries(dictionary)) {
    const word = entry.replace(/\(\d+\)$/, '');
    if (!/^[a-z]+$/.test(word)) continue;
    const known = spellings.get(word) ?? new Set();
    spellings.set(word, known.add(withoutStress(transcription)));
  }
  return new Map(
    [...spellings].map(([word, pronunciations]) => [word, Array.from(pronunciations, (phones) => phones.split(' '))]),
  );
}

function withoutStress(transcription: string): string {
  return transcription
    .replace(/#.*$/, '')
    .trim()
    .replaceAll(/[0-2](?= |$)/g, '');
}
