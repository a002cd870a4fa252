import { describe, expect, test } from 'vitest';
import { cases } from '../cases.ts';
import { pieces } from '../processes/__fixtures__/pieces.ts';
import type { Entrant } from '../rounds/alternate.ts';
import { type Duel, duelMs, type DuelOptions, type DuelPlan, duelRatio, runDuel } from './duel.ts';
import { planOf } from './plan.ts';

const schedule = { warmUps: 0, rounds: 3, settling: 0, steps: 2 };
const plan = { ...(planOf({ cores: 2, isQuick: true, rounds: 2 }).training[0] as DuelPlan), schedule };

/** Sides that take the given times, one after the other. */
const startWith =
  (times: Readonly<Record<string, readonly number[]>>): NonNullable<DuelOptions['start']> =>
  async ({ label }: Entrant) => {
    const left = [...(times[label] ?? [])];
    return {
      about: {},
      work: pieces(async () => {
        const milliseconds = left.shift();
        if (milliseconds === undefined) throw new Error(`${label} is out of memory`);
        return { milliseconds, figures: {} };
      }),
      end: () => undefined,
    };
  };

const optionsWith = (lines: string[], more: Partial<DuelOptions>): DuelOptions => ({
  whyNot: async () => undefined,
  onProgress: (line) => lines.push(line),
  ...more,
});

describe('runDuel', () => {
  test('a ratio is theirs by ours, by round; figures are medians', async () => {
    const lines: string[] = [];
    // Medians of rounds: ours 10, 20, 40; theirs 20, 10, 60: ratios 2, 0.5, 1.5.
    const start = startWith({ seq2seq: [9, 11, 20, 20, 30, 50], pytorch: [20, 20, 10, 10, 50, 70] });
    const duel = await runDuel(plan, optionsWith(lines, { start }));
    expect(duelRatio(duel)).toEqual({ median: 1.5, least: 0.5, greatest: 2 });
    expect(duelMs(duel)).toEqual({ ours: 20, theirs: 20 });
    expect(duel).toEqual<Duel>({
      title: 'g2p-256',
      task: { what: 'train', backend: 'simd', threads: 2, shapes: cases['g2p-256'] as never },
      theirs: 'pytorch',
      rounds: [
        { ours: [9, 11], theirs: [20, 20] },
        { ours: [20, 20], theirs: [10, 10] },
        { ours: [30, 50], theirs: [50, 70] },
      ],
    });
    expect(lines).toHaveLength(3);
    expect(lines[2]).toBe('g2p-256  round 3/3  seq2seq 40.0 ms  pytorch 60.0 ms  ratio 1.50');
  });

  test('a peer that is not there is not started, and the reason is kept', async () => {
    const start: DuelOptions['start'] = () => Promise.reject(new Error('started'));
    const whyNot: DuelOptions['whyNot'] = async (peer) => (peer === 'pytorch' ? 'no torch' : undefined);
    const duel = await runDuel(plan, optionsWith([], { start, whyNot }));
    expect(duel).toMatchObject({ notRun: 'no torch', rounds: [] });
    expect(duel.hasFailed).toBeUndefined();
  });

  test('a side that fails is recorded as a failure', async () => {
    const lines: string[] = [];
    const start = startWith({ seq2seq: [1, 1, 1, 1, 1, 1], pytorch: [2, 2, 2] });
    const duel = await runDuel(plan, optionsWith(lines, { start }));
    expect(duel).toMatchObject({ notRun: 'pytorch is out of memory', hasFailed: true });
    expect(lines.at(-1)).toBe('g2p-256  failed: pytorch is out of memory');
  });

  test('stopping is no failure of a side: it ends everything', async () => {
    const stop = new AbortController();
    const start: DuelOptions['start'] = async () => {
      stop.abort();
      throw new Error('stopped');
    };
    await expect(runDuel(plan, optionsWith([], { start, signal: stop.signal }))).rejects.toThrow(/abort/i);
  });
});
