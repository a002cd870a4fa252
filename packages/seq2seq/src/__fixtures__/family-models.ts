/** Models that families have in common, for any width of their parts. */
import type { Family, ModelInput } from './family-config.ts';

type Parts = Omit<ModelInput, 'source' | 'target'> & Partial<Pick<ModelInput, 'source' | 'target'>>;

/** Both directions together are as wide as the decoder, so that every scorer and bridge fits. */
export const both = (cell: ModelInput['decoder']['cell'], units: number): ModelInput['encoder'] => ({
  cell,
  units: units / 2,
  direction: 'bidirectional',
});

/** A model whose embeddings are as wide as all else. */
export const made =
  (parts: (units: number) => Parts): Family['model'] =>
  (units) => ({ source: { embedding: units }, target: { embedding: units }, ...parts(units) });

/** Luong's decoder over a bidirectional GRU: where a family is about its attention. */
export const luong = (attention: (units: number) => Partial<NonNullable<ModelInput['attention']>>, feeds = false): Family['model'] =>
  made((units) => ({
    encoder: both('gru', units),
    bridge: 'dense',
    decoder: { cell: 'gru', units, context: 'attention', inputFeeding: feeds },
    attention: { query: 'current', scorer: 'general', ...attention(units) },
  }));

/** Bahdanau's decoder, likewise. */
export const bahdanau = (attention: (units: number) => Partial<NonNullable<ModelInput['attention']>>): Family['model'] =>
  made((units) => ({
    encoder: both('gru', units),
    bridge: 'dense',
    decoder: { cell: 'gru', units, context: 'attention' },
    attention: { query: 'previous', scorer: { type: 'mlp', units }, ...attention(units) },
  }));
