import { planTextModel, type RunConfigInput, type TextModelPlan, type TokenPair } from 'seq2seq';

/** How long the main job learns unless told otherwise. */
export const defaultMinutes = 3;

/** Where the main job keeps its run unless told otherwise. */
export const defaultFolder = 'runs/g2p';

/** What the main job learns from these pairs: always the same, but for the seed. */
export const planG2p = (pairs: readonly TokenPair[], seed: number): TextModelPlan =>
  planTextModel(pairs, g2pConfig(seed));

/** Sized for minutes of training on two cores. */
const g2pConfig = (seed: number): RunConfigInput => ({
  model: {
    source: { embedding: 64 },
    target: { embedding: 64 },
    encoder: { cell: 'lstm', units: 64, direction: 'bidirectional' },
    bridge: 'dense',
    decoder: { cell: 'lstm', units: 128, context: 'attention', inputFeeding: true },
    attention: { query: 'current', scorer: { type: 'general' } },
  },
  text: { source: { tokenizer: 'characters' }, target: { tokenizer: 'words' }, maxLength: 40 },
  training: { seed, batchSize: 64, learningRate: 0.003, maxGradientNorm: 5 },
});
