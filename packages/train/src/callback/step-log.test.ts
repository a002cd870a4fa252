import { createRandom } from '@seq2seq/core';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { linearModel, shufflingBatches } from '../__fixtures__/linear-model.ts';
import { sgd } from '../optimizer/sgd.ts';
import { constant } from '../schedule/constant.ts';
import { createTrainer } from '../trainer.ts';
import type { StepReport } from './callback.ts';
import { stepLog } from './step-log.ts';

beforeAll(() => tf.setBackend('cpu'));

test('one line of JSON for each step, which is its report', async () => {
  const lines: string[] = [];
  const reports: StepReport[] = [];
  const model = linearModel(1);
  const write = async (line: string): Promise<void> => {
    await Promise.resolve();
    lines.push(line);
  };
  const trainer = createTrainer({
    model,
    optimizer: sgd(model.parameters),
    learningRate: constant(0.1),
    random: createRandom(1),
    callbacks: [stepLog(write), { onStepEnd: (report) => void reports.push(report) }],
  });
  await trainer.fit(shufflingBatches, { maxSteps: 3 });
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual(reports);
  expect(lines.length).toBe(3);
  expect(lines.join('')).not.toContain('\n');
});
