// SCAN, the random split: data that the user brings.
import { readFileSync } from 'node:fs';
import type { TaskExample } from '@seq2seq/tasks';
import type { RunConfigInput } from 'seq2seq';
import { cpuSeconds, exact, steps, tokenErrors, weights } from '../columns.ts';
import type { Study } from '../study.ts';

/** The two files of a split: `tasks_train_simple.txt` and `tasks_test_simple.txt`. */
export type ScanFiles = { readonly train: string; readonly test: string };

const config = (context: 'initial' | 'attention'): RunConfigInput => ({
  model: {
    source: { embedding: 64 },
    target: { embedding: 64 },
    encoder: { cell: 'lstm', units: 100, layers: 2, direction: 'bidirectional', dropout: 0.1 },
    bridge: 'dense',
    decoder: { cell: 'lstm', units: 200, layers: 2, context, dropout: 0.1 },
    ...(context === 'attention' && { attention: { query: 'previous', scorer: { type: 'mlp', units: 100 } } }),
  },
  text: { maxLength: 60 },
  training: {
    batchSize: 64,
    learningRate: 0.002,
    schedule: { type: 'linear-decay', from: 4, to: 10, floor: 0.02 },
  },
});

/**
 * The random split of SCAN.
 *
 * @param files - without them the study can be shown but not run
 */
export const scanStudy = (files?: ScanFiles): Study => ({
  name: 'scan',
  title: 'SCAN, random split',
  asks:
    'Lake and Baroni 2018 (experiment 1): LSTMs of two layers of 200 units, with or without attention, understand new commands almost ' +
    'perfectly if they are of the same kind as those learned from.',
  about: 'SCAN simple: 16,728 commands to learn from, 4,182 to test',
  model:
    'LSTM, two layers, encoder 2 × 100 each, decoder 200 each, embeddings of 64, dropout 0.1; with attention: mlp scorer, queried by the ' +
    'state before the step. 10 epochs of batches of 64.',
  seeds: [1, 2, 3],
  steps: 2620,
  arms: [
    { name: 'with attention', config: config('attention') },
    { name: 'no attention', config: config('initial') },
  ],
  ...(files && {
    data: () => ({
      train: readScan(files.train),
      tests: [{ name: 'test', examples: readScan(files.test) }],
    }),
  }),
  columns: [exact('test'), tokenErrors('test'), weights, steps, cpuSeconds],
  claims: [],
  command: 'learning --study scan --data path/to/tasks_train_simple.txt --test-data path/to/tasks_test_simple.txt',
  also: 'The arm with attention has been run with the command line, too, from the same config: [SCAN, the random split](scan.md).',
});

/** Lines as in "IN: jump twice OUT: I_JUMP I_JUMP". */
export const parseScan = (text: string, where: string): TaskExample[] =>
  text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const [, command, actions] = /^IN:\s*(.+?)\s*OUT:\s*(.+?)\s*$/.exec(line) ?? [];
    if (command !== undefined && actions !== undefined) {
      return [{ source: command.split(/\s+/), targets: [actions.split(/\s+/)] }];
    }
    throw new Error(
      `${where}:${index + 1}: expected "IN: command OUT: actions", got ${JSON.stringify(line.slice(0, 60))}; give a tasks_*.txt of SCAN.`,
    );
  });

const readScan = (path: string): TaskExample[] => parseScan(readFileSync(path, 'utf8'), path);
