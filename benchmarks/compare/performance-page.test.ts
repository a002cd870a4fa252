import { describe, expect, test } from 'vitest';
import { caseOf } from '../cases.ts';
import type { Duel } from './duel.ts';
import { growthSizes } from './growth.ts';
import { performancePage } from './performance-page.ts';
import type { Performance } from './performance.ts';

const train = { what: 'train', backend: 'simd', threads: 2, shapes: caseOf('g2p-256') } as const;
const decode = { ...train, what: 'decode', beam: 5, batch: 32 } as const;

/** Three rounds with the ratios 2, 0.5 and 1.5, 20 ms against 20 ms. */
const rounds: Duel['rounds'] = [
  { ours: [10], theirs: [20] },
  { ours: [20], theirs: [10] },
  { ours: [40], theirs: [60] },
];

const performance: Performance = {
  command: 'npm run bench -- compare --rounds 3',
  cores: 2,
  isQuick: false,
  rounds: 3,
  date: '2024-05-06T07:08:09.000Z',
  machine: {
    processor: 'A Processor',
    cores: 2,
    memoryGb: 24,
    system: 'linux x64',
    load: 0.25,
    node: 'v24.0.0',
    tfjs: '4.22.0',
    revision: '0123456789',
  },
  pytorch: { about: { pytorch: '1.13.1', blas: 'openblas-pthread', threads: '1 + 2 BLAS' } },
  training: [{ title: 'g2p-256', task: train, theirs: 'pytorch', rounds }],
  decoding: [{ title: 'g2p-256', task: decode, theirs: 'pytorch', rounds }],
  threads: [{ title: 'g2p-256', task: train, theirs: '1 thread', rounds }],
  stock: [{ title: 'g2p-256', task: train, theirs: 'stock-cpu', rounds }],
  kernels: [],
  growth: growthSizes(caseOf('g2p-256')).map((size) => ({
    ...size,
    rounds: [{ steps: [20] }, { steps: [20] }, { steps: [20] }],
  })),
};
const linesOf = (changes: Partial<Performance> = {}): string[] =>
  performancePage({ ...performance, ...changes }).split('\n');

describe('performancePage', () => {
  test('gives the ratio first, then its ends, both times and both speeds', () => {
    // 128 · 8 tokens in 20 ms are 51,200 a second; 32 sequences in 20 ms are 1,600.
    expect(linesOf()).toContain('| g2p-256 | **1.50** | 0.50–2.00 | 20.0 | 20.0 | 51,200 | 51,200 |');
    expect(linesOf()).toContain('| g2p-256 | 32 | 5 | **1.50** | 0.50–2.00 | 20.0 | 20.0 | 1,600.0 | 1,600.0 |');
    expect(linesOf()).toContain('| g2p-256 | **1.50** | 0.50–2.00 | 20.0 | 20.0 |');
    expect(linesOf()).toContain('| stock-cpu, g2p-256 | **1.50** | 0.50–2.00 | 20.0 | 20.0 |');
  });

  test('gives time per token as sizes grow', () => {
    expect(linesOf()).toContain('| smallest | 128 | 8 | 8 | **1.00** | 1.00–1.00 | 20.0 |');
    // Four times the tokens in the same time.
    expect(linesOf()).toContain('| S and T × 4 | 128 | 32 | 32 | **0.25** | 0.25–0.25 | 20.0 |');
  });

  test('says what was measured, on what, when and how', () => {
    for (const part of [
      '| g2p-256 | 30 | 42 | 128 | 256 | 128 | 8 | 8 |',
      '| date | 2024-05-06T07:08:09.000Z |',
      '| command | `npm run bench -- compare --rounds 3` |',
      '| our revision | 0123456789 |',
      '| PyTorch | 1.13.1, openblas-pthread, threads 1 + 2 BLAS |',
      '| processor | A Processor, 2 cores |',
    ]) {
      expect(linesOf()).toContain(part);
    }
  });

  test('says once what was not run and why, and leaves the table of those that were', () => {
    const missing = { task: train, theirs: 'pytorch', rounds: [], notRun: 'no torch here' };
    const training: readonly Duel[] = [
      { ...missing, title: 'g2p-256' },
      { ...missing, title: 'mt-512' },
    ];
    const lines = linesOf({ training, pytorch: { problem: 'no torch here' } });
    expect(lines).toContain('g2p-256, mt-512: pytorch not run: no torch here.');
    expect(lines).toContain('| PyTorch | not run: no torch here |');
    expect(lines.some((line) => line.startsWith('| case | ratio | least–greatest | ms a step | PyTorch'))).toBe(false);
    const failed: Duel = { ...missing, title: 'mt-512', notRun: 'out of memory', hasFailed: true };
    const both = linesOf({ training: [...performance.training, failed] });
    expect(both).toContain('mt-512: pytorch failed: out of memory.');
    expect(both).toContain('| g2p-256 | **1.50** | 0.50–2.00 | 20.0 | 20.0 | 51,200 | 51,200 |');
    expect(linesOf({ threads: [], cores: 1 })).toContain('Not run: this machine has one core.');
  });

  test('warns of a quick run', () => {
    expect(linesOf({ isQuick: true }).join(' ')).toContain('Do not quote');
    expect(linesOf().join(' ')).not.toContain('Do not quote');
  });

  test('warns of a machine that was not quiet', () => {
    const busy = { ...performance.machine, load: 1.01 };
    expect(linesOf({ machine: busy }).join(' ')).toContain('not quiet');
    expect(linesOf().join(' ')).not.toContain('not quiet');
  });

  test('every table has as many cells in each row as in its head, and paragraphs are apart', () => {
    const blocks = performancePage(performance).trimEnd().split('\n\n');
    const tables = blocks.filter((block) => block.startsWith('|'));
    expect(tables.length).toBeGreaterThanOrEqual(9);
    for (const table of tables) {
      const widths = table.split('\n').map((line) => line.split(' | ').length);
      expect(new Set(widths).size, table).toBe(1);
    }
    expect(performancePage(performance)).not.toMatch(/undefined|NaN|\n\n\n/);
  });
});
