import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TextModel, TokenPair } from 'seq2seq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyModel } from '../__fixtures__/tiny-model.ts';
import { tinyPairs } from '../__fixtures__/tiny-task.ts';
import type { ProgressDisplay } from '../terminal/progress-display.ts';
import { openRun } from './open-run.ts';
import { trainRun } from './train-run.ts';

const folder = join(temporaryFolder(), 'run');
const pairs: TokenPair[] = tinyPairs(64).map((pair) => {
  const [source = '', target = ''] = pair.split('\t');
  return { source: [...source], target: target.split(' ') };
});

let textModel: TextModel;
beforeAll(async () => {
  textModel = await tinyModel();
});
afterAll(() => textModel.dispose());

/** Notes what it is told. */
const recordingDisplay = (): ProgressDisplay & { readonly calls: string[] } => {
  const calls: string[] = [];
  return {
    calls,
    everySeconds: 0,
    show: ({ step }) => void calls.push(`step ${step}`),
    status: () => {},
    note: () => {},
    end: () => void calls.push('end'),
  };
};

type Entry = { readonly kind: 'step' | 'check'; readonly step: number; readonly devLoss?: number };
const readLog = (): Entry[] =>
  readFileSync(join(folder, 'log.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry);

describe('trainRun', () => {
  it('begins the run, tells so, shows each step, looks at held-out data and logs what it found', async () => {
    const display = recordingDisplay();
    let looks = 0;
    const progress = await trainRun({
      folder,
      textModel,
      pairs,
      display,
      limits: { maxSteps: 6 },
      onBegun: async () => {
        expect(existsSync(join(folder, 'training.safetensors'))).toBe(true);
        display.calls.push('begun');
      },
      // So short that every step ends another stretch.
      check: {
        everySeconds: 1e-6,
        run: async (trainer) => {
          looks++;
          return { devLoss: await trainer.evaluate(pairs.slice(0, 4)) };
        },
      },
    });
    expect(progress).toMatchObject({ step: 6, epoch: 1, stepInEpoch: 2 });
    expect(display.calls).toEqual(['begun', 'step 1', 'step 2', 'step 3', 'step 4', 'step 5', 'step 6', 'end']);
    expect(looks).toBe(6);
    const log = readLog();
    expect(log.map(({ kind, step }) => `${kind} ${step}`)).toEqual(
      [1, 2, 3, 4, 5, 6].flatMap((step) => [`check ${step}`, `step ${step}`]),
    );
    // Before training every one of ten tokens is about as probable: log 10 = 2.30 nats.
    expect(log[0]?.devLoss).toBeGreaterThan(2);
    expect(log[0]?.devLoss).toBeLessThan(2.6);
  });

  it('goes on from a checkpoint, and looks again only after another whole stretch', async () => {
    const run = await openRun(folder);
    if (!run) throw new Error('there is no run');
    const progress = await trainRun({
      folder,
      textModel: run.textModel,
      pairs,
      display: recordingDisplay(),
      limits: { maxSteps: 8 },
      checkpoint: run.checkpoint,
      check: { everySeconds: 1000, run: () => Promise.reject(new Error('too early')) },
    });
    run.textModel.dispose();
    expect(progress.step).toBe(8);
    expect(readLog().filter(({ kind }) => kind === 'step')).toHaveLength(8);
  });

  it('leaves the display in order when a look fails', async () => {
    const display = recordingDisplay();
    const failing = trainRun({
      folder,
      textModel,
      pairs,
      display,
      limits: { maxSteps: 3 },
      check: { everySeconds: 1e-6, run: () => Promise.reject(new Error('no more data')) },
    });
    await expect(failing).rejects.toThrow('no more data');
    expect(display.calls.at(-1)).toBe('end');
    const run = await openRun(folder);
    expect(run?.checkpoint.progress.step).toBe(0);
    run?.textModel.dispose();
  });
});
