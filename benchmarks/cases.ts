import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '@seq2seq/core';
import type { ModelConfigWith } from 'seq2seq';

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

/** Spelling to sound and translation, in several sizes; in a file of their own, because the peer in Python reads them too. */
export const cases: Readonly<Record<string, BenchmarkCase>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'cases.json'), 'utf8'),
);

/** The case of a name that has been checked against `cases`. */
export const caseOf = (name: string): BenchmarkCase => cases[name] as BenchmarkCase;

/**
 * The model of all cases: a bidirectional LSTM encoder of half the units each way, an LSTM decoder with input feeding and MLP attention
 * queried by its current state, a linear readout.
 */
export const modelOf = (shapes: BenchmarkCase): ModelConfigWith<Record<never, never>> => ({
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
