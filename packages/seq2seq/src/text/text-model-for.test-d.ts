// A config that is written out is held to its catalog by the compiler; one that can be anything is held to it when it is read.
import { builtIn } from '../catalog/catalog.ts';
import type { RunConfigInput } from '../config/run-config.ts';
import { cosine } from '../node/__fixtures__/own-kinds.ts';
import { textModelFor } from './text-model-for.ts';

declare const fromFile: RunConfigInput;

const model = {
  source: { embedding: 2 },
  target: { embedding: 2 },
  encoder: { cell: 'gru', units: 2 },
  bridge: 'copy',
  decoder: { cell: 'gru', units: 2, context: 'attention' },
} as const;
const scorers = { ...builtIn.scorers, cosine };

export const models = (): unknown[] => [
  textModelFor([], fromFile),
  textModelFor([], { ...fromFile, training: { seed: 2 } }, { scorers }),
  textModelFor([], { model: { ...model, attention: { query: 'current', scorer: 'general' } } }, { where: 'my.json' }),
  textModelFor(
    [],
    { model: { ...model, attention: { query: 'current', scorer: { type: 'cosine', sharpness: 2 } } } },
    { scorers },
  ),
  textModelFor(
    [],
    {
      model: {
        ...model,
        attention: {
          query: 'current',
          scorer: {
            type: 'cosine',
            // @ts-expect-error misspelt
            sharpnes: 2,
          },
        },
      },
    },
    { scorers },
  ),
  textModelFor([], {
    model: {
      ...model,
      attention: {
        query: 'current',
        scorer: {
          type: 'mlp',
          // @ts-expect-error misspelt
          unit: 2,
        },
      },
    },
  }),
  textModelFor([], {
    // @ts-expect-error there is no such kind, in a catalog without it
    model: { ...model, attention: { query: 'current', scorer: { type: 'cosine', sharpness: 2 } } },
  }),
];
