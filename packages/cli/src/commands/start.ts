import { Command } from '@commander-js/extra-typings';
import { ConfigError } from '@seq2seq/core';
import type { TaskData } from '@seq2seq/tasks';
import { g2pTask } from '@seq2seq/tasks/g2p';
import { buildVocabulary } from '@seq2seq/text';
import { linearDecay } from '@seq2seq/train';
import { createTextModel, resolveRunConfig, type TextModel, type TokenPair, useBackend } from 'seq2seq';
import { defaultFolder, defaultMinutes, g2pConfig } from '../g2p/g2p-config.ts';
import { readJob, writeJob } from '../g2p/job-file.ts';
import { greedyPer, measureG2p } from '../g2p/measure.ts';
import { showWords } from '../g2p/show-words.ts';
import { openRun } from '../run/open-run.ts';
import { trainRun } from '../run/train-run.ts';
import { type Interruption, listenForInterruption } from '../terminal/interruption.ts';
import { positiveNumber, wholeNumber } from '../terminal/option-parsers.ts';
import { progressDisplay } from '../terminal/progress-display.ts';
import { clockTime } from '../terminal/time.ts';

/** Seconds that measuring may take. */
const measuringSeconds = 55;
/** Held-out words that are looked at while training. */
const wordsChecked = 200;

export const startCommand = (): Command =>
  new Command('start')
    .description(
      'Learn to pronounce English: train on CMUdict, measure, and pronounce unseen words. What npm start runs.',
    )
    .option(
      '--minutes <number>',
      'minutes of training in all; a longer total goes on from a finished run',
      positiveNumber,
    )
    .option('--fresh', 'start over instead of going on', false)
    .option('--out <folder>', 'where the run is kept', defaultFolder)
    .option('--seed <number>', 'seed of a new run', wholeNumber(0), 1)
    .action(runMainJob);

type StartOptions = {
  readonly minutes?: number | undefined;
  readonly fresh: boolean;
  readonly out: string;
  readonly seed: number;
};

const runMainJob = async ({ minutes: asked, fresh, out: folder, seed }: StartOptions): Promise<void> => {
  await useBackend('wasm');
  const run = await openRun(folder, { fresh });
  const job = run && (await readJob(folder));
  const minutes = asked ?? job?.minutes ?? defaultMinutes;
  const seconds = minutes * 60;
  const doneSeconds = run?.checkpoint.progress.seconds ?? 0;
  if (asked !== undefined && job?.results && seconds < doneSeconds) {
    throw new ConfigError(
      `--minutes ${asked}: ${folder} has learned for ${clockTime(doneSeconds)} already; ask for more, or start over with --fresh.`,
      'minutes',
    );
  }

  console.log('Reading the CMU Pronouncing Dictionary …');
  const data = await g2pTask();
  const count = (examples: TaskData['train']): string => examples.length.toLocaleString('en-US');
  console.log(
    `${count(data.train)} words to learn from, ${count(data.dev)} to watch progress, ${count(data.test)} held out ` +
      '(a–z, stress removed; split by the FNV-1a hash of the word).',
  );
  const pairs = data.train.flatMap(({ source, targets }) => targets.map((target) => ({ source, target })));
  const textModel = run?.textModel ?? newModel(pairs, seed);
  describeModel(textModel);

  if (doneSeconds < seconds || !job?.results) {
    const interruption = listenForInterruption(() => console.log('\nStopping: saving …'));
    await train({ textModel, pairs, data, folder, seconds, interruption, run });
    await measure(textModel, data, folder, minutes, interruption);
    interruption.release();
  } else {
    console.log(`${folder} has learned for ${clockTime(doneSeconds)}; it was measured then:`);
    for (const line of job.results) console.log(line);
  }
  await showWords(textModel, data.test, folder);
  textModel.dispose();
  console.log(
    `\nTry: echo attention | npx seq2seq translate ${folder} --attention     or train on: npm start -- --minutes ${Math.max(20, minutes * 2)}`,
  );
};

const newModel = (pairs: readonly TokenPair[], seed: number): TextModel => {
  const sourceVocabulary = buildVocabulary(pairs.map(({ source }) => source));
  const targetVocabulary = buildVocabulary(pairs.map(({ target }) => target));
  const config = resolveRunConfig(g2pConfig(seed), { source: sourceVocabulary.size, target: targetVocabulary.size });
  return createTextModel({ config, sourceVocabulary, targetVocabulary });
};

const describeModel = ({ config, model }: TextModel): void => {
  const weights = [...model.parameters.entries()].reduce((sum, [, weight]) => sum + weight.size, 0);
  const { encoder, decoder, attention } = config.model;
  console.log(
    `Model: ${encoder.direction} ${encoder.cell} encoder of 2 × ${encoder.units}, ${decoder.cell} decoder of ${decoder.units} with ` +
      `${attention?.scorer.type} attention and input feeding; ${weights.toLocaleString('en-US')} weights.`,
  );
};

const train = async (job: {
  readonly textModel: TextModel;
  readonly pairs: readonly TokenPair[];
  readonly data: TaskData;
  readonly folder: string;
  readonly seconds: number;
  readonly interruption: Interruption;
  readonly run: Awaited<ReturnType<typeof openRun>>;
}): Promise<void> => {
  const { textModel, pairs, data, folder, seconds, interruption, run } = job;
  const from = run?.checkpoint.progress.seconds ?? 0;
  if (from >= seconds) return;
  console.log(
    from > 0
      ? `Going on in ${folder} from ${clockTime(from)} to ${clockTime(seconds)} of training. Ctrl-C saves.`
      : `Training for ${clockTime(seconds)} in ${folder}. Ctrl-C saves; the same command goes on.`,
  );
  const display = progressDisplay(process.stdout);
  const peak = textModel.config.training.learningRate;
  const watched = data.dev.slice(0, wordsChecked);
  const progress = await trainRun({
    folder,
    textModel,
    pairs,
    display,
    limits: { maxSeconds: seconds, signal: interruption.signal },
    learningRate: linearDecay({ peak, floor: peak / 20, from: seconds * 0.3, to: seconds, of: 'seconds' }),
    onBegun: () => writeJob(folder, { minutes: seconds / 60 }),
    check: {
      everySeconds: Math.max(30, seconds / 6),
      run: async () => {
        const devPer = await greedyPer(textModel, watched);
        display.note(`watching ${wordsChecked} other words: greedy PER ${(100 * devPer).toFixed(1)} %`);
        return { devPer };
      },
    },
    ...(run && { checkpoint: run.checkpoint }),
  });
  if (interruption.signal.aborted) {
    console.log(
      `Saved in ${folder} after ${clockTime(progress.seconds)} of training; the same command goes on from there.`,
    );
    interruption.throwIfCame();
  }
};

const measure = async (
  textModel: TextModel,
  data: TaskData,
  folder: string,
  minutes: number,
  interruption: Interruption,
): Promise<void> => {
  console.log('Measuring on held-out words …');
  const { words, lines } = await measureG2p(textModel, data.test, {
    seconds: measuringSeconds,
    signal: interruption.signal,
  });
  interruption.throwIfCame();
  const results = [
    `on ${words.toLocaleString('en-US')} of ${data.test.length.toLocaleString('en-US')} held-out words:`,
    ...lines,
  ];
  for (const line of results) console.log(line);
  await writeJob(folder, { minutes, results });
};
