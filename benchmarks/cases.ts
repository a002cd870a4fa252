import type { Random } from '@seq2seq/core';
import type { builtInScorers, ModelConfigWith } from 'seq2seq';

/** The shapes of one benchmark: vocabularies, widths, batch and lengths. */
export type BenchmarkCase = {
  readonly sourceVocabulary: number;
  readonly targetVocabulary: number;
  readonly embedding: number;
  readonly units: number;
  readonly batch: number;
  readonly sourceLength: number;
  readonly targetLength: number;
};

const benchmarkCase = (
  sourceVocabulary: number,
  targetVocabulary: number,
  embedding: number,
  units: number,
  batch: number,
  sourceLength: number,
  targetLength: number,
): BenchmarkCase => ({ sourceVocabulary, targetVocabulary, embedding, units, batch, sourceLength, targetLength });

/** Spelling to sound and translation, in several sizes. */
export const cases: Readonly<Record<string, BenchmarkCase>> = {
  'g2p-256': benchmarkCase(30, 42, 128, 256, 128, 8, 8),
  'g2p-512': benchmarkCase(30, 42, 256, 512, 128, 8, 8),
  'mt-256': benchmarkCase(10_000, 10_000, 128, 256, 64, 15, 15),
  'mt-512': benchmarkCase(8000, 8000, 256, 512, 64, 14, 14),
  'mt-1024': benchmarkCase(8000, 8000, 512, 1024, 64, 20, 20),
};

/**
 * The model of all cases: a bidirectional LSTM encoder of half the units each way, an LSTM decoder with input feeding and MLP attention
 * queried by its current state, a linear readout.
 */
export const modelOf = (shapes: BenchmarkCase): ModelConfigWith<typeof builtInScorers> => ({
  source: { vocabulary: shapes.sourceVocabulary, embedding: shapes.embedding },
  target: { vocabulary: shapes.targetVocabulary, embedding: shapes.embedding },
  encoder: { cell: 'lstm', units: shapes.units / 2, direction: 'bidirectional' },
  bridge: 'zero',
  decoder: { cell: 'lstm', units: shapes.units, context: 'attention', inputFeeding: true },
  attention: { query: 'current', scorer: { type: 'mlp', units: shapes.units } },
});

/** Rows of random ids; the first four, special tokens elsewhere, are as good as any here. */
export const randomIds = (rows: number, length: number, vocabulary: number, random: Random): number[][] =>
  Array.from({ length: rows }, () => Array.from({ length }, () => Math.floor(random.next() * vocabulary)));
