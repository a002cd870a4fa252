import { describe, expect, test } from 'vitest';
import type { DuelPlan } from './duel.ts';
import { planOf } from './plan.ts';

const describeDuel = ({ title, task, theirs }: DuelPlan): string =>
  [task.what, title, ...(task.what === 'decode' ? [task.batch, task.beam] : []), theirs.label].join(' ');

describe('planOf', () => {
  const plan = planOf({ cores: 2, isQuick: false, rounds: 5 });

  test('trains and decodes against PyTorch, all threads on both sides', () => {
    expect([...plan.training, ...plan.decoding].map(describeDuel)).toEqual([
      'train g2p-256 pytorch',
      'train g2p-512 pytorch',
      'train mt-256 pytorch',
      'train mt-512 pytorch',
      'train mt-1024 pytorch',
      'decode g2p-256 1 1 pytorch',
      'decode g2p-256 1 5 pytorch',
      'decode g2p-256 32 1 pytorch',
      'decode g2p-256 32 5 pytorch',
      'decode mt-512 1 1 pytorch',
      'decode mt-512 1 5 pytorch',
      'decode mt-512 32 1 pytorch',
      'decode mt-512 32 5 pytorch',
    ]);
    for (const { ours, theirs, task } of [...plan.training, ...plan.decoding, ...plan.stock]) {
      expect(task.threads).toBe(2);
      expect([ours.task, theirs.task]).toEqual([task, task]);
    }
  });

  test('compares all threads with one, where there are several', () => {
    expect(plan.threads.map(describeDuel)).toEqual(['train g2p-256 1 thread', 'train mt-512 1 thread']);
    expect(plan.threads.map(({ ours, theirs }) => [ours.task.threads, theirs.task.threads])).toEqual([
      [2, 1],
      [2, 1],
    ]);
    expect(planOf({ cores: 1, isQuick: false, rounds: 5 }).threads).toEqual([]);
  });

  test('measures peers whose steps take tens of seconds on the smallest case only, a few steps each', () => {
    expect(plan.stock.map(describeDuel)).toEqual([
      'train g2p-256 stock-wasm',
      'train g2p-256 stock-cpu',
      'train g2p-256 tfjs-layers',
    ]);
    for (const { schedule } of plan.stock) expect(schedule.rounds * schedule.steps).toBeLessThanOrEqual(2);
  });

  test('quick is the same with fewer steps', () => {
    const quick = planOf({ cores: 2, isQuick: true, rounds: 2 });
    expect(quick.training.map(describeDuel)).toEqual(plan.training.map(describeDuel));
    expect(quick.decoding.map(describeDuel)).toEqual(plan.decoding.map(describeDuel));
    const pieces = ({ schedule }: DuelPlan): number =>
      schedule.warmUps + schedule.rounds * (schedule.settling + schedule.steps);
    for (const [i, duel] of quick.training.entries()) {
      expect(pieces(duel)).toBeLessThan(pieces(plan.training[i] as DuelPlan) / 4);
    }
  });
});
