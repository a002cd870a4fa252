import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@seq2seq/core';
import { isExactMatch } from '@seq2seq/metrics';
import type { TaskExample } from '@seq2seq/tasks';
import { shuffle } from '@seq2seq/text';
import { type HeatMap, svgHeatMap } from '@seq2seq/viz';
import { type TextModel, type TranslatedText, translateTokens } from 'seq2seq';
import { makeFolder, writeBeside } from 'seq2seq/node';
import { runFileNames } from '../run/run-files.ts';
import { attentionOf, drawAttention } from '../terminal/attention-picture.ts';

const wordsShown = 10;
const mapsShown = 2;

/**
 * Pronounces ten unseen words and shows, for two of them, which letters each sound was read from; the same words every time.
 *
 * @param isChanged - whether pictures that the folder holds are of an earlier model
 * @throws StorageError if the pictures cannot be written
 */
export const showWords = async (
  textModel: TextModel,
  examples: readonly TaskExample[],
  folder: string,
  isChanged: boolean,
): Promise<void> => {
  const readable = examples.filter(({ source }) => source.length >= 5 && source.length <= 11);
  const words = shuffle(readable, createRandom(2).fork('words to show')).slice(0, wordsShown);
  const results = await translateTokens(
    textModel,
    words.map(({ source }) => source),
  );

  console.log('\nTen words it has never seen (✓ as in the dictionary, ✗ and what the dictionary says):');
  words.forEach(({ source, targets }, i) => {
    const tokens = (results[i] as TranslatedText).translations[0]?.tokens ?? [];
    const verdict = isExactMatch(tokens, targets)
      ? '✓'
      : `✗  ${targets.map((target) => target.join(' ')).join(', or ')}`;
    console.log(`  ${source.join('').padEnd(12)} ${tokens.join(' ').padEnd(32)} ${verdict}`);
  });

  const maps = words.map(({ source }, i) => mapOf(source.join(''), results[i] as TranslatedText));
  for (const map of maps.slice(0, mapsShown)) if (map) console.log(`\n${drawAttention(map, process.stdout)}`);

  const folderOfMaps = join(folder, runFileNames.attention);
  await makeFolder(folderOfMaps);
  for (const [i, { source }] of words.entries()) {
    const path = join(folderOfMaps, `${source.join('')}.svg`);
    const map = maps[i];
    if (map && (isChanged || !existsSync(path))) await writeBeside(path, new TextEncoder().encode(svgHeatMap(map)));
  }
  console.log(`\nAll ten as pictures: ${folderOfMaps}/*.svg, the loss: ${join(folder, runFileNames.loss)}`);
};

const mapOf = (word: string, result: TranslatedText): HeatMap | undefined =>
  result.translations[0] &&
  attentionOf(result, result.translations[0], `${word}: which letters each sound was read from`);
