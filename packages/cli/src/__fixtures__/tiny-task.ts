import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@seq2seq/core';

/** A model that takes a step in milliseconds. */
export const tinyConfig = {
  model: {
    source: { embedding: 8 },
    target: { embedding: 8 },
    encoder: { cell: 'gru', units: 8, direction: 'bidirectional' },
    bridge: 'dense',
    decoder: { cell: 'gru', units: 16, context: 'attention', inputFeeding: true },
    attention: { query: 'current', scorer: { type: 'general' } },
  },
  text: { source: { tokenizer: 'characters' }, target: { tokenizer: 'words' }, maxLength: 12 },
  training: { batchSize: 16, learningRate: 0.01 },
} as const;

/** Words of the letters a to f, spelt backwards in capitals: `fad` becomes `D A F`. */
export const tinyPairs = (count: number): string[] => {
  const random = createRandom(1).fork('tiny task');
  const below = (limit: number): number => Math.floor(random.next() * limit);
  return Array.from({ length: count }, () => {
    const letters = Array.from({ length: 2 + below(4) }, () => 'abcdef'.charAt(below(6)));
    return `${letters.join('')}\t${letters.toReversed().join(' ').toUpperCase()}`;
  });
};

/** Puts `train.tsv`, `dev.tsv` and `config.json` into a folder. */
export const writeTinyTask = (folder: string): void => {
  writeFileSync(join(folder, 'train.tsv'), `${tinyPairs(200).join('\n')}\n`);
  writeFileSync(join(folder, 'dev.tsv'), `${tinyPairs(20).join('\n')}\n`);
  writeFileSync(join(folder, 'tiny.json'), JSON.stringify(tinyConfig));
};

/** `train` on the tiny task; later options win. */
export const trainTiny = (out: string, ...more: readonly string[]): string[] => [
  'train',
  '--data',
  'train.tsv',
  '--config',
  'tiny.json',
  '--out',
  out,
  ...more,
];
