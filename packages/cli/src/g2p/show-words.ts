import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom } from '@seq2seq/core';
import { isExactMatch } from '@seq2seq/metrics';
import type { TaskExample } from '@seq2seq/tasks';
import { shuffle } from '@seq2seq/text';
import { svgHeatMap } from '@seq2seq/viz';
import { type TextModel, type TranslatedText, translateTokens } from 'seq2seq';
import { writeBeside } from 'seq2seq/node';
import { attentionOf, drawAttention } from '../terminal/attention-picture.ts';

const wordsShown = 10;
const mapsShown = 2;

/** Pronounces ten unseen words and shows, for two of them, which letters each sound was read from; the same words every time. */
export const showWords = async (
  textModel: TextModel,
  examples: readonly TaskExample[],
  folder: string,
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

  const folderOfMaps = join(folder, 'attention');
  await mkdir(folderOfMaps, { recursive: true });
  for (const [i, { source }] of words.entries()) {
    const result = results[i] as TranslatedText;
    const map =
      result.translations[0] &&
      attentionOf(result, result.translations[0], `${source.join('')}: which letters each sound was read from`);
    if (!map) continue;
    if (i < mapsShown) console.log(`\n${drawAttention(map, process.stdout)}`);
    await writeBeside(join(folderOfMaps, `${source.join('')}.svg`), new TextEncoder().encode(svgHeatMap(map)));
  }
  console.log(`\nAll ten as pictures: ${folderOfMaps}/*.svg, the loss: ${join(folder, 'loss.svg')}`);
};
