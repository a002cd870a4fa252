import { describe, expect, test } from 'vitest';
import { pieces } from '../processes/__fixtures__/pieces.ts';
import type { Worker } from '../processes/worker.ts';
import type { TrainTask } from '../side.ts';
import { alternate, type AlternateOptions, type Entrant, type Round } from './alternate.ts';

const task: TrainTask = {
  what: 'train',
  backend: 'cpu',
  threads: 1,
  shapes: {
    sourceVocabulary: 1,
    targetVocabulary: 1,
    embedding: 1,
    units: 1,
    batch: 1,
    sourceLength: 1,
    targetLength: 1,
  },
};
const entrants: readonly Entrant[] = ['a', 'b'].map((label) => ({ label, side: 'seq2seq', task }));

/** Workers that take a hundred, two hundred … milliseconds by their own account and write down who does what. */
const recordingStart = (log: string[], slow: readonly string[] = []): NonNullable<AlternateOptions['start']> => {
  return async ({ label }): Promise<Worker> => {
    let done = 0;
    return {
      about: {},
      work: pieces(async () => {
        done++;
        log.push(`${label}${done}`);
        return { milliseconds: (slow.includes(label) ? 10_000 : 0) + 100 * done, figures: {} };
      }),
      end: () => log.push(`${label} ends`),
    };
  };
};

describe('alternate', () => {
  test('warms all up, then lets them work in turns; settling is not counted', async () => {
    const log: string[] = [];
    const seen: [Round, number][] = [];
    const schedule = { warmUps: 1, rounds: 2, settling: 1, steps: 2 };
    const rounds = await alternate(entrants, schedule, {
      start: recordingStart(log),
      onRoundEnd: (round, number) => seen.push([round, number]),
    });
    expect(log.join(' ')).toBe('a1 b1 a2 a3 a4 b2 b3 b4 a5 a6 a7 b5 b6 b7 a ends b ends');
    const times = rounds.map((round) => ({
      a: round['a']?.map(({ milliseconds }) => milliseconds),
      b: round['b']?.map(({ milliseconds }) => milliseconds),
    }));
    expect(times).toEqual([
      { a: [300, 400], b: [300, 400] },
      { a: [600, 700], b: [600, 700] },
    ]);
    expect(seen).toEqual(rounds.map((round, i) => [round, i + 1]));
  });

  test('long work warms up once and needs no settling', async () => {
    const log: string[] = [];
    await alternate(entrants, { warmUps: 3, rounds: 1, settling: 1, steps: 1 }, { start: recordingStart(log, ['b']) });
    expect(log.join(' ')).toBe('a1 a2 a3 b1 a4 a5 b2 a ends b ends');
  });

  test('if one does not start, the others are ended', async () => {
    const log: string[] = [];
    const start = recordingStart(log);
    const failing: AlternateOptions['start'] = async (entrant, signal) => {
      if (entrant.label === 'b') throw new Error('b does not start');
      return await start(entrant, signal);
    };
    const schedule = { warmUps: 1, rounds: 1, settling: 0, steps: 1 };
    await expect(alternate(entrants, schedule, { start: failing })).rejects.toThrow('b does not start');
    expect(log).toEqual(['a ends']);
  });

  test('if one fails, all are ended', async () => {
    const log: string[] = [];
    const start = recordingStart(log);
    const failing: AlternateOptions['start'] = async (entrant, signal) => {
      const worker = await start(entrant, signal);
      const work = (): Promise<never> => Promise.reject(new Error('b is out of memory'));
      return entrant.label === 'b' ? { ...worker, work } : worker;
    };
    const schedule = { warmUps: 0, rounds: 3, settling: 0, steps: 1 };
    await expect(alternate(entrants, schedule, { start: failing })).rejects.toThrow('out of memory');
    expect(log).toEqual(['a1', 'a ends', 'b ends']);
  });
});
