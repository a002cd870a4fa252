// node tools/make-parity-cases.ts DIR: writes cases as large as real models, computed in float64 by the reference that the tests hold
// small models to. `npm run parity -- DIR` then says how much float32 loses where sums are long.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import {
  parityFilesOf,
  randomBatch,
  randomWeights,
} from '../packages/seq2seq/src/model/__fixtures__/reference/reference-case.ts';
import type { ReferenceConfig } from '../packages/seq2seq/src/model/__fixtures__/reference/reference-config.ts';

const vocabularies = {
  source: { vocabulary: 60, embedding: 128 },
  target: { vocabulary: 50, embedding: 128 },
} as const;

/** About 800,000 weights each. */
const configs: Readonly<Record<string, ReferenceConfig>> = {
  'large-luong-bilstm-general-feeding': {
    ...vocabularies,
    encoder: { cell: 'lstm', units: 128, layers: 1, direction: 'bidirectional' },
    bridge: 'dense',
    decoder: { cell: 'lstm', units: 256, layers: 1, context: 'attention', inputFeeding: true },
    attention: { query: 'current', scorer: { type: 'general' }, window: { type: 'global' } },
    output: { type: 'linear' },
  },
  'large-bahdanau-bigru-mlp-deep': {
    ...vocabularies,
    encoder: { cell: 'gru', units: 128, layers: 1, direction: 'bidirectional' },
    bridge: 'dense',
    decoder: { cell: 'gru', units: 256, layers: 1, context: 'attention' },
    attention: { query: 'previous', scorer: { type: 'mlp', units: 128 }, window: { type: 'global' } },
    output: { type: 'deep', units: 128 },
  },
  'large-luong-gru-layers-residual-local-p': {
    ...vocabularies,
    encoder: { cell: 'gru', units: 128, layers: 2, direction: 'forward', resetAfter: true, residual: true },
    bridge: 'copy',
    decoder: { cell: 'gru', units: 128, layers: 3, context: 'attention', inputFeeding: true, residual: true },
    attention: {
      query: 'current',
      scorer: { type: 'scaled-dot' },
      window: { type: 'local-p', width: 5, units: 64 },
    },
    output: { type: 'deep', units: 128 },
  },
};

const [dir] = new Command('make-parity-cases')
  .description('Write large parity cases, made by the float64 reference of the tests.')
  .argument('<dir>', 'where their folders go')
  .parse().processedArgs;

// Weights that make sums of unit variance, as trained ones do, and twice that.
for (const [name, config] of Object.entries(configs)) {
  for (const scale of [1, 2]) {
    const weights = randomWeights(config, 1, scale);
    const count = [...weights.values()].reduce((sum, { length }) => sum + length, 0);
    const batch = randomBatch(config, 1, { rows: 8, shortest: 4, longest: 20 });
    const files = parityFilesOf(config, weights, batch);
    const folder = join(dir, `${name}-${scale}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'config.json'), `${JSON.stringify(files.config, undefined, 2)}\n`);
    writeFileSync(join(folder, 'weights.safetensors'), files.weights);
    writeFileSync(join(folder, 'case.safetensors'), files.expected);
    console.log(`${folder}: ${count.toLocaleString('en')} weights`);
  }
}
