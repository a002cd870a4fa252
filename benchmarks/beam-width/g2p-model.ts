// The model that is searched: the one that npm start trains, here for a number of steps on one thread, so that it comes out the same again.
import { createHash } from 'node:crypto';
import type { TaskData } from '@seq2seq/tasks';
import { checkpointing, linearDecay, progressReport } from '@seq2seq/train';
import {
  createTextModel,
  createTextTrainer,
  encodeModel,
  planTextModel,
  type RunConfigInput,
  type TextModel,
} from 'seq2seq';
import { loadTraining, makeFolder, saveTraining } from 'seq2seq/node';

/** As sized for npm start. */
const config: RunConfigInput = {
  model: {
    source: { embedding: 64 },
    target: { embedding: 64 },
    encoder: { cell: 'lstm', units: 64, direction: 'bidirectional' },
    bridge: 'dense',
    decoder: { cell: 'lstm', units: 128, context: 'attention', inputFeeding: true },
    attention: { query: 'current', scorer: { type: 'general' } },
  },
  text: { source: { tokenizer: 'characters' }, target: { tokenizer: 'words' }, maxLength: 40 },
  training: { seed: 1, batchSize: 64, learningRate: 0.003, maxGradientNorm: 5 },
};

export type TrainedG2pOptions = {
  /** Where the training is kept: it goes on from there, and what is finished is only loaded. */
  readonly folder: string;
  readonly steps: number;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
};

/** A trained model, and which weights it has. */
export type TrainedModel = { readonly textModel: TextModel; readonly steps: number; readonly weights: string };

/**
 * Trains, or goes on, or only loads. The model is the caller's to dispose of.
 *
 * @throws the reason of the signal if it is aborted; what was learned is kept
 */
export const trainedG2p = async (data: TaskData, options: TrainedG2pOptions): Promise<TrainedModel> => {
  const { folder, steps, signal, onProgress } = options;
  const pairs = data.train.flatMap(({ source, targets }) => targets.map((target) => ({ source, target })));
  const textModel = createTextModel(planTextModel(pairs, config));
  await makeFolder(folder);
  const peak = textModel.config.training.learningRate;
  const trainer = createTextTrainer(textModel, {
    pairs,
    learningRate: linearDecay({ peak, floor: peak / 20, from: steps * 0.3, to: steps, of: 'step' }),
    callbacks: [
      progressReport({
        everySeconds: 10,
        report: ({ step, loss }) => onProgress(`training  step ${step}/${steps}  loss ${loss.toFixed(3)}`),
      }),
      checkpointing({ everySeconds: 60, save: (checkpoint) => saveTraining(folder, checkpoint) }),
    ],
  });
  try {
    const begun = await loadTraining(folder);
    if (begun) trainer.trainer.restore(begun, folder);
    if (trainer.trainer.progress.step < steps) await trainer.fit({ maxSteps: steps, signal });
    signal.throwIfAborted();
    return { textModel, steps, weights: await markOf(textModel) };
  } catch (error) {
    textModel.dispose();
    throw error;
  } finally {
    trainer.dispose();
  }
};

/** What tells these weights from all others. */
const markOf = async (textModel: TextModel): Promise<string> => {
  const hash = createHash('sha256');
  for (const [name, bytes] of await encodeModel(textModel)) hash.update(name).update(bytes);
  return hash.digest('hex').slice(0, 16);
};
