import { describe, expect, it } from 'vitest';
import { cellNames, scorerNames } from '../src/experiment/experiment.ts';
import { tinyExperiment, trainBare } from './__fixtures__/bare-trainer.ts';
import { hasChromium } from '../driver/chromium.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';

const scorers = scorerNames.filter((name) => name !== 'own');

describe.skipIf(!hasChromium())('the trainer in Chromium', () => {
  const open = usePlayground();

  it('trains every cell with every scorer, and holds what it held', async () => {
    const experiments = cellNames.flatMap((cell) =>
      // Fast, so that a few steps tell scorers apart that begin as the same.
      scorers.map((scorer) => ({ ...tinyExperiment, cell, scorer, learningRate: 0.05 })),
    );
    const runs = await trainBare(await open(), 'auto', experiments, 4);
    const named = runs.map((run, index) => ({ of: `${experiments[index]!.cell}, ${experiments[index]!.scorer}`, run }));
    for (const { of, run } of named) {
      expect(run, of).not.toHaveProperty('error');
      if ('error' in run) continue;
      expect(run.losses, of).toHaveLength(4);
      expect(run.losses.every(Number.isFinite), of).toBe(true);
      expect(run.tensors[1], of).toBe(run.tensors[0]);
    }
    const seen = new Map<string, string>();
    for (const { of, run } of named) {
      const losses = JSON.stringify('losses' in run ? run.losses : run);
      expect(seen.get(losses), `${of} is no other model than`).toBeUndefined();
      seen.set(losses, of);
    }
  });

  it('holds no more after fifty steps than after two', async () => {
    const [run] = await trainBare(await open(), 'auto', [tinyExperiment], 50);
    expect(run).not.toHaveProperty('error');
    if (run && 'tensors' in run) expect(run.tensors[1]).toBe(run.tensors[0]);
  });
});
