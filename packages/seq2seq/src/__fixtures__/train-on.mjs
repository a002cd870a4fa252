// Goes on with a saved run, as another process would: the built packages, nothing of the test's memory.
// Arguments: folder of the run, JSON file of its pairs, total steps, and `fresh` to forget the state of training.
import { readFile } from 'node:fs/promises';
import { createTextTrainer, useBackend } from 'seq2seq';
import { loadModel, loadTraining, saveModel, saveTraining } from 'seq2seq/node';

const [folder, pairsFile, maxSteps, fresh] = process.argv.slice(2);
await useBackend('wasm');
const textModel = await loadModel(folder);
const pairs = JSON.parse(await readFile(pairsFile, 'utf8'));
const learner = createTextTrainer(textModel, { pairs });
if (fresh === undefined) learner.trainer.restore(await loadTraining(folder));
await learner.fit({ maxSteps: Number(maxSteps) });
await saveTraining(folder, await learner.trainer.snapshot());
await saveModel(folder, textModel);
