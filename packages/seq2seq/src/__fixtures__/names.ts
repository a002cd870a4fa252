/** Sentences about two people each, whose names nobody has heard before: a task that only copying can do. */
import { createRandom } from '@seq2seq/core';
import type { RunConfigInput } from '../config/run-config.ts';
import type { TokenPair } from '../training/text-trainer.ts';

/** Pairs such as "bela22 knows tomo4" → "tomo4 is known to bela22"; every name stands in one pair alone. */
export const namePairs = (count: number, seed: number): TokenPair[] => {
  const random = createRandom(seed);
  const below = (limit: number): number => Math.floor(random.next() * limit);
  const syllables = ['be', 'la', 'to', 'mo', 'ri', 'ka', 'su', 'ne'];
  const nameOf = (number: number): string =>
    `${syllables[below(syllables.length)]}${syllables[below(syllables.length)]}${seed}-${number}`;
  return Array.from({ length: count }, (_, pair) => {
    const [first, second] = [nameOf(2 * pair), nameOf(2 * pair + 1)];
    const before = ['today', 'yes', 'well'].slice(0, below(4));
    return below(2) === 0
      ? { source: [...before, first, 'knows', second], target: [second, 'is', 'known', 'to', first] }
      : { source: [...before, first, 'and', second, 'sing'], target: [first, 'sings', 'and', second, 'sings'] };
  });
};

/** A model whose vocabularies have all words but the names. */
export const nameConfig = (copy: boolean): RunConfigInput => ({
  model: {
    source: { embedding: 12 },
    target: { embedding: 12 },
    encoder: { cell: 'gru', units: 16, direction: 'bidirectional' },
    bridge: 'dense',
    copy,
    decoder: { cell: 'gru', units: 32, context: 'attention', inputFeeding: true },
    attention: { query: 'current', scorer: 'general' },
  },
  text: { source: { minimumCount: 2 }, target: { minimumCount: 2 }, maxLength: 10 },
  training: { batchSize: 20, learningRate: 0.02, maxGradientNorm: 1 },
});
