import { Command } from '@commander-js/extra-typings';
import { ConfigError } from '@seq2seq/core';
import { exactMatch, tokenErrorRate } from '@seq2seq/metrics';
import { buildVocabulary, parsePairs, tokenizerOfType } from '@seq2seq/text';
import type { TrainingLimits } from '@seq2seq/train';
import {
  createTextModel,
  createTextTrainer,
  resolveRunConfig,
  resolveTextConfig,
  type RunConfig,
  type TextConfig,
  type TextModel,
  type TokenPair,
  translateTokens,
  useBackend,
} from 'seq2seq';
import { readBytes } from 'seq2seq/node';
import { openRun, type OpenedRun } from '../run/open-run.ts';
import { trainRun } from '../run/train-run.ts';
import { listenForInterruption } from '../terminal/interruption.ts';
import { positiveNumber, wholeNumber } from '../terminal/option-parsers.ts';
import { progressDisplay } from '../terminal/progress-display.ts';
import { clockTime } from '../terminal/time.ts';

/** What is trained when no config is given: a bidirectional LSTM with Luong's attention. */
const defaultConfig = {
  model: {
    source: { embedding: 128 },
    target: { embedding: 128 },
    encoder: { cell: 'lstm', units: 128, direction: 'bidirectional' },
    bridge: 'dense',
    decoder: { cell: 'lstm', units: 256, context: 'attention', inputFeeding: true },
    attention: { query: 'current', scorer: { type: 'general' } },
  },
};

type TrainOptions = {
  readonly data: string;
  readonly dev?: string | undefined;
  readonly config?: string | undefined;
  readonly out: string;
  readonly minutes?: number | undefined;
  readonly steps?: number | undefined;
  readonly epochs?: number | undefined;
  readonly fresh: boolean;
};

export const trainCommand = (): Command =>
  new Command('train')
    .description('Train a model on pairs of texts. The same command goes on from where it was stopped.')
    .requiredOption('--data <file>', 'pairs to learn from, one source<tab>target a line')
    .requiredOption('--out <folder>', 'where the run is kept')
    .option('--dev <file>', 'held-out pairs to measure on')
    .option('--config <file>', 'what to train, as JSON; by default a bidirectional LSTM with attention over words')
    .option('--minutes <number>', 'end after so many minutes of training in all', positiveNumber)
    .option('--steps <count>', 'end after so many steps in all', wholeNumber(1))
    .option(
      '--epochs <count>',
      'end after so many passes over the data in all; 10 if no limit is given',
      wholeNumber(1),
    )
    .option('--fresh', 'start over instead of going on', false)
    .action(runTraining);

const runTraining = async (options: TrainOptions): Promise<void> => {
  await useBackend('wasm');
  const written = options.config === undefined ? defaultConfig : await readJson(options.config);
  const where = options.config ?? 'config';
  const text = resolveTextConfig(written, where);
  const pairs = await readPairs(options.data, text);
  const dev = options.dev === undefined ? undefined : await readPairs(options.dev, text);
  // Counted and checked before a folder is touched.
  const fresh = newModel(written, where, pairs);
  const run = await openRun(options.out, { fresh: options.fresh });
  if (run) checkSameConfig(run, fresh.config, options.out);
  const textModel = run?.textModel ?? fresh;
  if (run) fresh.dispose();

  const interruption = listenForInterruption(() => console.log('\nStopping: saving …'));
  const display = progressDisplay(process.stdout);
  const limits: TrainingLimits = {
    signal: interruption.signal,
    ...(options.minutes !== undefined && { maxSeconds: options.minutes * 60 }),
    ...(options.steps !== undefined && { maxSteps: options.steps }),
    ...(options.epochs !== undefined && { maxEpochs: options.epochs }),
    ...(options.minutes === undefined &&
      options.steps === undefined &&
      options.epochs === undefined && { maxEpochs: 10 }),
  };
  console.log(
    `${pairs.length.toLocaleString('en-US')} pairs; ${run ? 'going on' : 'training'} in ${options.out}. Ctrl-C saves; the same command goes on.`,
  );
  const progress = await trainRun({
    folder: options.out,
    textModel,
    pairs,
    limits,
    display,
    ...(run && { checkpoint: run.checkpoint }),
  });
  console.log(
    `Saved in ${options.out} after ${progress.step} steps, ${progress.epoch} epochs, ${clockTime(progress.seconds)} of training.`,
  );
  interruption.throwIfCame();
  if (dev) await measure(textModel, dev);
  interruption.release();
  textModel.dispose();
  console.log(`Try: npx seq2seq translate ${options.out}`);
};

const newModel = (written: unknown, where: string, pairs: readonly TokenPair[]): TextModel => {
  const sourceVocabulary = buildVocabulary(pairs.map(({ source }) => source));
  const targetVocabulary = buildVocabulary(pairs.map(({ target }) => target));
  const config = resolveRunConfig(written, { source: sourceVocabulary.size, target: targetVocabulary.size }, where);
  return createTextModel({ config, sourceVocabulary, targetVocabulary });
};

const checkSameConfig = ({ textModel }: OpenedRun, wanted: RunConfig, folder: string): void => {
  for (const part of ['model', 'text', 'training'] as const) {
    const [saved, asked] = [textModel.config[part], wanted[part]].map((value) => JSON.stringify(value));
    if (saved !== asked) {
      throw new ConfigError(
        `${folder}: its ${part} config is ${saved} but now ${asked} is asked for (vocabularies are counted from the data); ` +
          'use the same config and data, name another folder, or start over with --fresh.',
        part,
      );
    }
  }
};

const measure = async (textModel: TextModel, dev: readonly TokenPair[]): Promise<void> => {
  const trainer = createTextTrainer(textModel, { pairs: dev });
  const loss = await trainer.evaluate(dev);
  trainer.dispose();
  const results = await translateTokens(
    textModel,
    dev.map(({ source }) => source),
  );
  const outputs = results.map(({ translations }) => translations[0]?.tokens ?? []);
  const references = dev.map(({ target }) => [target]);
  const percent = (rate: number): string => `${(100 * rate).toFixed(1)} %`;
  console.log(
    `dev: loss ${loss.toFixed(3)} nats/token, perplexity ${Math.exp(loss).toFixed(2)}; beam 5: token error rate ` +
      `${percent(tokenErrorRate(outputs, references).rate)}, exact ${percent(exactMatch(outputs, references).rate)}`,
  );
};

const readPairs = async (file: string, text: TextConfig): Promise<TokenPair[]> => {
  const source = tokenizerOfType(text.source.tokenizer);
  const target = tokenizerOfType(text.target.tokenizer);
  const content = new TextDecoder().decode(await readBytes(file));
  return parsePairs(content, file).map((pair) => ({
    source: source.tokenize(pair.source),
    target: target.tokenize(pair.target),
  }));
};

const readJson = async (file: string): Promise<unknown> => {
  const text = new TextDecoder().decode(await readBytes(file));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`${file}: expected JSON, but ${(error as Error).message}; correct it and try again.`, '');
  }
};
