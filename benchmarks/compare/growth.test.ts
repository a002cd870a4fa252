import { describe, expect, test } from 'vitest';
import { caseOf } from '../cases.ts';
import { pieces } from '../processes/__fixtures__/pieces.ts';
import type { Entrant } from '../rounds/alternate.ts';
import { type GrowthSize, growthSizes, measureGrowth, timePerToken, tokensOf } from './growth.ts';

const smallest = caseOf('g2p-256');

describe('growth', () => {
  test('doubles the batch and the lengths, each alone, and both lengths together', () => {
    const sizes = growthSizes(smallest).map(({ label, shapes }) => [
      label,
      shapes.batch,
      shapes.sourceLength,
      shapes.targetLength,
    ]);
    expect(sizes).toEqual([
      ['smallest', 128, 8, 8],
      ['B × 2', 256, 8, 8],
      ['B × 4', 512, 8, 8],
      ['S × 2', 128, 16, 8],
      ['S × 4', 128, 32, 8],
      ['T × 2', 128, 8, 16],
      ['T × 4', 128, 8, 32],
      ['S and T × 2', 128, 16, 16],
      ['S and T × 4', 128, 32, 32],
    ]);
  });

  test('counts source and target tokens', () => {
    expect(tokensOf({ ...smallest, batch: 3, sourceLength: 5, targetLength: 7 })).toBe(36);
  });

  test('time per token is held against the smallest size of the same round', () => {
    const small: GrowthSize = {
      label: 'smallest',
      shapes: smallest,
      rounds: [{ steps: [9, 10, 11] }, { steps: [20] }, { steps: [40] }],
    };
    // Twice the tokens: 20, 60 and 40 ms against 10, 20 and 40 ms are 1, 1.5 and 0.5 times the time per token.
    const shapes = { ...smallest, batch: 256 };
    const large: GrowthSize = {
      label: 'B × 2',
      shapes,
      rounds: [{ steps: [20] }, { steps: [60] }, { steps: [30, 40, 50] }],
    };
    expect(timePerToken(large, small)).toEqual({ median: 1, least: 0.5, greatest: 1.5 });
    expect(timePerToken(small, small)).toEqual({ median: 1, least: 1, greatest: 1 });
  });

  test('all sizes are trained in turns, and each keeps its own times', async () => {
    const start = async ({ task }: Entrant) => ({
      about: {},
      work: pieces(async () => ({
        milliseconds: task.what === 'train' ? tokensOf(task.shapes) : Number.NaN,
        figures: {},
      })),
      end: () => undefined,
    });
    const schedule = { warmUps: 1, rounds: 2, settling: 1, steps: 1 };
    const sizes = await measureGrowth({ shapes: smallest, threads: 2, schedule }, { start });
    for (const { shapes, rounds } of sizes) {
      const steps = [tokensOf(shapes)];
      expect(rounds).toEqual([{ steps }, { steps }]);
    }
  });
});
