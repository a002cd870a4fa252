import { Command } from '@commander-js/extra-typings';
import { ConfigError } from '@seq2seq/core';
import type { TaskData } from '@seq2seq/tasks';
import { g2pTask } from '@seq2seq/tasks/g2p';
import { linearDecay } from '@seq2seq/train';
import { createTextModel, type TextModel, type TokenPair, useBackend } from 'seq2seq';
import { checkOurs } from 'seq2seq/node';
import { defaultFolder, defaultMinutes, planG2p } from '../g2p/g2p-plan.ts';
import { type JobFile, readJob, writeJob } from '../g2p/job-file.ts';
import { greedyPer, measureG2p } from '../g2p/measure.ts';
import { showWords } from '../g2p/show-words.ts';
import { describeModel } from '../run/describe-model.ts';
import { type OpenedRun, openRun } from '../run/open-run.ts';
import { checkSameRun } from '../run/same-run.ts';
import { trainRun } from '../run/train-run.ts';
import { type Interruption, listenForInterruption } from '../terminal/interruption.ts';
import { positiveNumber, wholeNumber } from '../terminal/option-parsers.ts';
import { type ProgressDisplay, progressDisplay } from '../terminal/progress-display.ts';
import { clockTime } from '../terminal/time.ts';

/** Seconds that measuring may take; nor does it take longer than the training did, so that a short try stays short. */
const mostSecondsOfMeasuring = 55;
/** Held-out words that are looked at while training. */
const wordsWatched = 200;

export const startCommand = (): Command =>
  new Command('start')
    .description(
      'Learn to pronounce English: train on CMUdict, measure, pronounce unseen words. It is what npm start runs.',
    )
    .option(
      '--minutes <number>',
      `minutes of training in all (default: ${defaultMinutes}); a longer total goes on from a finished run`,
      positiveNumber,
    )
    .option('--fresh', 'start over instead of going on')
    .option('--out <folder>', 'where the run is kept', defaultFolder)
    .option('--seed <number>', 'seed of a new run (default: 1)', wholeNumber(0))
    .addHelpText('after', '\nCtrl-C saves; the same command goes on from there. Once all is done, it only\npronounces.')
    .action(runMainJob);

type StartOptions = {
  readonly minutes?: number | undefined;
  readonly fresh?: true | undefined;
  readonly out: string;
  readonly seed?: number | undefined;
};

/** All that the steps of the job share. */
type MainJob = {
  readonly folder: string;
  readonly minutes: number;
  readonly data: TaskData;
  readonly pairs: readonly TokenPair[];
  readonly textModel: TextModel;
  readonly run: OpenedRun | undefined;
  readonly display: ProgressDisplay;
};

const runMainJob = async ({ minutes: asked, fresh, out: folder, seed }: StartOptions): Promise<void> => {
  await useBackend();
  if (fresh) await checkOurs(folder);
  const run = fresh ? undefined : await openRun(folder);
  const saved = run && (await readJob(folder));
  const minutes = asked ?? saved?.minutes ?? defaultMinutes;
  const doneSeconds = run?.checkpoint.progress.seconds ?? 0;
  checkMinutes(minutes, saved, doneSeconds, folder);

  console.log('Reading the CMU Pronouncing Dictionary …');
  const data = await g2pTask();
  const pairs = data.train.flatMap(({ source, targets }) => targets.map((target) => ({ source, target })));
  const plan = planG2p(pairs, seed ?? run?.textModel.config.training.seed ?? 1);
  if (run)
    checkSameRun(folder, run.textModel, plan, `a run of "seq2seq start"${seed === undefined ? '' : ` --seed ${seed}`}`);
  console.log(
    `${count(data.train)} words to learn from, ${count(data.dev)} to watch progress, ${count(data.test)} held out\n` +
      '(a–z, stress removed; split by the FNV-1a hash of the word).',
  );
  const textModel = run?.textModel ?? createTextModel(plan);
  console.log(`Model: ${describeModel(textModel)}.`);

  const isDone = saved?.results !== undefined && doneSeconds >= minutes * 60;
  if (isDone) {
    console.log(`${folder} has learned for ${clockTime(doneSeconds)}; it was measured then:`);
    for (const line of saved.results) console.log(line);
  } else {
    await trainAndMeasure({ folder, minutes, data, pairs, textModel, run, display: progressDisplay(process.stdout) });
  }
  await showWords(textModel, data.test, folder, !isDone);
  textModel.dispose();
  console.log(`Learn on: npm start -- --minutes ${Math.max(20, Math.ceil(minutes * 2))}${outOption(folder)}`);
  console.log(`Try: echo attention | npx seq2seq translate ${folder} --attention`);
};

const outOption = (folder: string): string => (folder === defaultFolder ? '' : ` --out ${folder}`);

const count = (list: readonly unknown[]): string => list.length.toLocaleString('en-US');

/** What was learned cannot be taken back. A finished run has learned a moment longer than asked, which is no reason to refuse. */
const checkMinutes = (minutes: number, saved: JobFile | undefined, doneSeconds: number, folder: string): void => {
  if (minutes * 60 >= Math.min(doneSeconds, (saved?.minutes ?? Infinity) * 60)) return;
  throw new ConfigError(
    `--minutes ${minutes}: ${folder} has learned for ${clockTime(doneSeconds)} already; ask for more in all, or start over with --fresh.`,
    'minutes',
  );
};

const trainAndMeasure = async (job: MainJob): Promise<void> => {
  const interruption = listenForInterruption(() => job.display.note('Stopping …'));
  try {
    const seconds = await train(job, interruption);
    await measure(job, interruption, seconds);
  } finally {
    interruption.release();
  }
};

/** @returns seconds of training in all */
const train = async (job: MainJob, interruption: Interruption): Promise<number> => {
  const { folder, minutes, data, pairs, textModel, run, display } = job;
  const seconds = minutes * 60;
  const from = run?.checkpoint.progress.seconds ?? 0;
  if (from >= seconds) return from;
  console.log(
    from > 0
      ? `Going on in ${folder} from ${clockTime(from)} to ${clockTime(seconds)} of training. Ctrl-C saves.`
      : `Training for ${clockTime(seconds)} in ${folder}. Ctrl-C saves; the same command goes on.`,
  );
  const peak = textModel.config.training.learningRate;
  const watched = data.dev.slice(0, wordsWatched);
  const progress = await trainRun({
    folder,
    textModel,
    pairs,
    display,
    limits: { maxSeconds: seconds, signal: interruption.signal },
    learningRate: linearDecay({ peak, floor: peak / 20, from: seconds * 0.3, to: seconds, of: 'seconds' }),
    onBegun: () => writeJob(folder, { minutes }),
    check: {
      everySeconds: Math.max(30, seconds / 6),
      run: async () => {
        const devPer = await greedyPer(textModel, watched);
        display.note(`watching ${wordsWatched} other words: greedy PER ${(100 * devPer).toFixed(1)} %`);
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
  return progress.seconds;
};

const measure = async (job: MainJob, interruption: Interruption, trainedSeconds: number): Promise<void> => {
  const { folder, minutes, data, textModel, display } = job;
  const seconds = Math.min(mostSecondsOfMeasuring, trainedSeconds);
  console.log(`Measuring on held-out words for about ${clockTime(seconds)} …`);
  const { words, lines } = await measureG2p(textModel, data.test, {
    seconds,
    signal: interruption.signal,
    onRound: (done, left) => display.status(`${done.toLocaleString('en-US')} words  ${clockTime(left)} left`),
  }).finally(() => {
    display.end();
    if (interruption.signal.aborted) console.log(`The training in ${folder} is saved; the same command measures it.`);
  });
  interruption.throwIfCame();
  const results = [`on ${words.toLocaleString('en-US')} of ${count(data.test)} held-out words:`, ...lines];
  for (const line of results) console.log(line);
  await writeJob(folder, { minutes, results });
};
