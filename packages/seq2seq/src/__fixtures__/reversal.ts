/** Short sequences of letters and the same backwards: a task that needs attention and that is learned in seconds. */
import { createRandom } from '@seq2seq/core';
import { buildVocabulary } from '@seq2seq/text';
import { resolveRunConfig, type RunConfigInput, type TrainingConfig } from '../config/run-config.ts';
import { createTextModel, type TextModel } from '../text/text-model.ts';
import type { TokenPair } from '../training/text-trainer.ts';

/** Different pairs of 2 to 5 letters, always the same ones. */
export const reversalPairs = (count: number): TokenPair[] => {
  const letters = 'abcdef';
  const random = createRandom(1);
  const below = (limit: number): number => Math.floor(random.next() * limit);
  const texts = new Set<string>();
  while (texts.size < count) {
    texts.add(Array.from({ length: 2 + below(4) }, () => letters[below(letters.length)]).join(''));
  }
  return [...texts].map((text) => ({ source: [...text], target: [...text].toReversed() }));
};

/** A fresh model for such pairs. */
export const reversalModel = (
  pairs: readonly TokenPair[],
  { units, dropout = 0, normalizer = 'softmax', training }: {
    readonly units: number;
    readonly dropout?: number;
    readonly normalizer?: string;
    readonly training?: Partial<TrainingConfig>;
  },
): TextModel => {
  const [sourceVocabulary, targetVocabulary] = [
    buildVocabulary(pairs.map(({ source }) => source)),
    buildVocabulary(pairs.map(({ target }) => target)),
  ];
  const config: RunConfigInput = {
    model: {
      source: { embedding: units },
      target: { embedding: units },
      encoder: { cell: 'gru', units, direction: 'bidirectional', dropout },
      bridge: 'dense',
      decoder: { cell: 'gru', units: 2 * units, context: 'attention', inputFeeding: true, dropout },
      attention: { query: 'current', scorer: { type: 'general' }, normalizer },
    },
    text: { source: { tokenizer: 'characters' }, target: { tokenizer: 'characters' }, maxLength: 12 },
    ...(training && { training }),
  };
  const sizes = { source: sourceVocabulary.size, target: targetVocabulary.size };
  return createTextModel({ config: resolveRunConfig(config, sizes), sourceVocabulary, targetVocabulary });
};
