// What the playground opens with: a recorded run of the dates preset, and a few small models that are trained already. The same
// trainer as the page's makes them, on kernels that give the same numbers everywhere: `npm run record:playground`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type PresetName, presets } from '../apps/playground/src/experiment/presets.ts';
import type { Measure } from '../apps/playground/src/protocol/messages.ts';
import { type BundledModel, bundledNames } from '../apps/playground/src/recording/bundled-models.ts';
import { encodeRecording } from '../apps/playground/src/recording/recording.ts';
import { trainerInNode, untilTold } from '../apps/playground/src/trainer/__fixtures__/trainer-in-node.ts';

const folder = resolve(import.meta.dirname, '../apps/playground/public');

/** The run that the page opens with, and moments of it that make a film. */
const recorded: PresetName = 'dates';
const moments = 36;

const write = (name: string, content: string | Uint8Array): void => {
  const path = join(folder, name);
  mkdirSync(resolve(path, '..'), { recursive: true });
  writeFileSync(path, content);
  console.log(`${name}: ${(content.length / 1000).toFixed(0)} kB`);
};

/** The first moments, where most happens, and of the rest as many as there is room for. */
const film = (measures: readonly Measure[]): readonly Measure[] => {
  if (measures.length <= moments) return measures;
  const early = measures.slice(0, 6);
  const [later, room] = [measures.slice(6), moments - 6];
  const at = (index: number): Measure => later[Math.round((index * (later.length - 1)) / (room - 1))]!;
  return [...early, ...Array.from({ length: room }, (_, index) => at(index))];
};

const train = async (name: PresetName): Promise<BundledModel> => {
  const { experiment, title, about } = presets[name];
  const trainer = await trainerInNode('simd-strict');
  const summary = await trainer.ask('configure', { run: 'main', experiment });
  const begun = performance.now();
  const stopped = trainer.next('stopped');
  await trainer.ask('play', { runs: ['main'] });
  await stopped;
  const seconds = (performance.now() - begun) / 1000;
  const { step, files } = await trainer.ask('snapshot', { run: 'main' });
  const losses = Float32Array.from(await untilTold(trainer, 'main', step));
  const measures = trainer
    .measuresOf('main')
    .filter((each, i, all) => all.findIndex((one) => one.step === each.step) === i);
  trainer.close();
  const epoch = Math.floor((step * experiment.batchSize) / experiment.examples);
  if (name === recorded) {
    write(
      `recordings/${name}.json`,
      encodeRecording({ experiment, summary, epoch, seconds, losses, measures: film(measures) }),
    );
  }
  for (const [file, bytes] of files) write(`models/${name}/${file}`, bytes);
  const last = measures.at(-1);
  console.log(`${name}: ${step} steps, ${seconds.toFixed(0)} s, ${(100 * (last?.exact ?? 0)).toFixed(0)} % exact`);
  return {
    ...{ name, title, about, step, weights: summary.weights, exact: last?.exact ?? 0 },
    ...{ sourceVocabulary: summary.sourceVocabulary, targetVocabulary: summary.targetVocabulary },
    files: files.map(([file]) => file),
    bytes: files.reduce((sum, [, bytes]) => sum + bytes.length, 0),
    licence: 'MIT',
  };
};

const models: BundledModel[] = [];
for (const name of bundledNames) models.push(await train(name));
write('models/index.json', `${JSON.stringify(models, null, 2)}\n`);
