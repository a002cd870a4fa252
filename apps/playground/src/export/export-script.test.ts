// Exported programs are run as their readers run them: by Node, on the packages of this workspace.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Experiment } from '../experiment/experiment.ts';
import {
  smallExperiment,
  type TrainerInNode,
  trainerInNode,
  untilTold,
} from '../trainer/__fixtures__/trainer-in-node.ts';
import { exportScript } from './export-script.ts';

const steps = 6;
// Beside the packages that it imports.
const folder = mkdtempSync(join(resolve(import.meta.dirname, '../..'), '.exported-'));
let trainer: TrainerInNode;
beforeAll(async () => {
  trainer = await trainerInNode('simd-strict');
});
afterAll(() => {
  trainer.close();
  rmSync(folder, { recursive: true });
});

const ownPairs = Array.from({ length: 40 }, (_, i) => `s${i}\tt ${i}\ns${i}\tu ${i}`).join('\n');
const cases: Readonly<Record<string, Partial<Experiment>>> = {
  'a problem with lengths': { dropout: 0.1, reversed: true },
  'a problem without': { task: 'dates', learningRate: 0.01, optimizer: 'sgd' },
  'own pairs': { task: 'own', ownPairs, ownTokens: 'characters', scorer: 'dot', window: 'local-p' },
};

describe('an exported program', () => {
  it.each(Object.entries(cases))(
    'takes the same steps as the playground, for %s',
    async (name, changes) => {
      const experiment = { ...smallExperiment, ...changes };
      await trainer.ask('configure', { run: name, experiment });
      await trainer.ask('step', { run: name, count: steps });
      const losses = await untilTold(trainer, name, steps);
      const file = join(folder, `${experiment.task}.ts`);
      writeFileSync(file, exportScript(experiment, { backend: 'simd-strict', steps }));
      const { stdout } = await promisify(execFile)(process.execPath, [file]);
      const printed = stdout
        .trim()
        .split('\n')
        .map((line) => line.split('\t').map(Number));
      expect(printed.map(([step]) => step)).toEqual([1, 2, 3, 4, 5, 6]);
      // The page is told of losses as floats.
      expect(printed.map(([, loss]) => Math.fround(loss!))).toEqual(losses);
    },
    120_000,
  );
});
