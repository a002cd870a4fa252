// The law of resuming, through files and another process: 5 steps, save, load and 5 steps equal 10 steps, bit for bit.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Checkpoint } from '@seq2seq/train';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reversalModel, reversalPairs } from '../__fixtures__/reversal.ts';
import { useBackend } from '../backend/use-backend.ts';
import { readBytes, saveModel } from '../node/model-folder.ts';
import { loadTraining, saveTraining } from '../node/training-file.ts';
import { createTextTrainer } from './text-trainer.ts';

const run = promisify(execFile);
const trainOn = fileURLToPath(new URL('../__fixtures__/train-on.mjs', import.meta.url));
const pairs = reversalPairs(60);

let scratch: string;
beforeAll(async () => {
  await useBackend('wasm');
  scratch = await mkdtemp(join(tmpdir(), 'seq2seq-resume-'));
  await writeFile(join(scratch, 'pairs.json'), JSON.stringify(pairs));
});
afterAll(() => rm(scratch, { recursive: true }));

/** A run of some steps in a folder; 8 batches an epoch, so that 10 steps see two of them. */
const trainInto = async (folder: string, maxSteps: number): Promise<void> => {
  const training = { batchSize: 8, learningRate: 0.02, seed: 4 };
  const textModel = reversalModel(pairs, { units: 5, dropout: 0.3, training });
  const learner = createTextTrainer(textModel, { pairs });
  await learner.fit({ maxSteps });
  await saveModel(folder, textModel);
  await saveTraining(folder, await learner.trainer.snapshot());
  learner.dispose();
  textModel.dispose();
};

/** All but the seconds, which no two runs share. */
const stateIn = async (folder: string): Promise<unknown> => {
  const { progress, ...rest } = (await loadTraining(folder)) as Checkpoint;
  const { seconds, ...counts } = progress;
  expect(seconds).toBeGreaterThan(0);
  return { ...rest, counts };
};

const pathsOf = (...names: readonly string[]): string[] => names.map((name) => join(scratch, name));

test('10 steps equal 5 steps, a folder, another process, and 5 steps', async () => {
  const [whole = '', halves = '', careless = '', pairsFile = ''] = pathsOf('whole', 'halves', 'careless', 'pairs.json');
  await trainInto(whole, 10);
  await trainInto(halves, 5);
  await trainInto(careless, 5);
  expect(await stateIn(halves)).not.toEqual(await stateIn(whole));

  await run(process.execPath, [trainOn, halves, pairsFile, '10']);
  expect(await stateIn(halves)).toEqual(await stateIn(whole));
  for (const file of ['model.safetensors', 'config.json']) {
    expect(await readBytes(join(halves, file))).toEqual(await readBytes(join(whole, file)));
  }

  // The law can fail: weights alone are not enough.
  await run(process.execPath, [trainOn, careless, pairsFile, '5', 'fresh']);
  expect(await readBytes(join(careless, 'model.safetensors'))).not.toEqual(
    await readBytes(join(whole, 'model.safetensors')),
  );
});
