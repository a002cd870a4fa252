import { Command } from '@commander-js/extra-typings';
import { exactMatch, tokenErrorRate } from '@seq2seq/metrics';
import { parsePairs, tokenizerOfType } from '@seq2seq/text';
import type { TrainingLimits, TrainingProgress } from '@seq2seq/train';
import {
  checkFactors,
  createTextModel,
  createTextTrainer,
  type FactorForm,
  factorFormOf,
  planTextModel,
  resolveTextConfig,
  type TextConfig,
  type TextModel,
  type TokenPair,
  translateTokens,
  useBackend,
  type TextModelPlan,
} from 'seq2seq';
import { checkOurs, readBytes } from 'seq2seq/node';
import { describeModel } from '../run/describe-model.ts';
import { describeFound, readFirstValues } from '../run/first-values.ts';
import { openRun } from '../run/open-run.ts';
import { readConfig } from '../run/read-config.ts';
import { checkSameRun } from '../run/same-run.ts';
import { type HeldOutCheck, trainRun } from '../run/train-run.ts';
import { listenForInterruption } from '../terminal/interruption.ts';
import { positiveNumber, wholeNumber } from '../terminal/option-parsers.ts';
import { type ProgressDisplay, progressDisplay } from '../terminal/progress-display.ts';
import { clockTime } from '../terminal/time.ts';
import { decodeUtf8 } from '../text/utf8.ts';

/** The limit of those who name none. */
const defaultEpochs = 10;

/** Held-out pairs that are looked at while training; all are measured at the end. */
const pairsWatched = 500;
const secondsBetweenLooks = 60;

type TrainOptions = {
  readonly data: string;
  readonly dev?: string | undefined;
  readonly config?: string | undefined;
  readonly out: string;
  readonly sourceVectors?: string | undefined;
  readonly targetVectors?: string | undefined;
  readonly minutes?: number | undefined;
  readonly steps?: number | undefined;
  readonly epochs?: number | undefined;
  readonly fresh?: true | undefined;
  readonly allowCode?: true | undefined;
};

export const trainCommand = (): Command =>
  new Command('train')
    .description('Train a model on pairs of texts. The same command goes on from where it was stopped.')
    .requiredOption('--data <file>', 'pairs to learn from, one source<tab>target a line')
    .requiredOption('--out <folder>', 'where the run is kept')
    .option('--dev <file>', 'held-out pairs: their loss while training, and how many come out right at the end')
    .option('--config <file>', 'what to train, as JSON (default: a bidirectional LSTM with attention, over words)')
    .option('--source-vectors <file>', 'word vectors that source embeddings begin with, as word2vec or GloVe text')
    .option('--target-vectors <file>', 'the same for target embeddings')
    .option('--minutes <number>', 'end after so many minutes of training in all', positiveNumber)
    .option('--steps <count>', 'end after so many steps in all', wholeNumber(1))
    .option('--epochs <count>', 'end after so many passes over the data in all', wholeNumber(1))
    .option('--fresh', 'start over instead of going on')
    .option('--allow-code', 'run the code that the config names, such as "type": "./my-scorer.ts"')
    .addHelpText(
      'after',
      `\nThe first limit that is reached ends it; without any, ${defaultEpochs} epochs. Ctrl-C saves.\n\n` +
        'Example:\n  seq2seq train --data train.tsv --dev dev.tsv --out runs/mine --minutes 10',
    )
    .action(runTraining);

const runTraining = async (options: TrainOptions): Promise<void> => {
  const { out: folder } = options;
  await useBackend();
  const { written, catalog, where } = await readConfig(options);
  const text = resolveTextConfig(written, where);
  const form = factorFormOf(written, where);
  const pairs = await readPairs(options.data, text, form);
  const dev = options.dev === undefined ? undefined : await readPairs(options.dev, text, form);
  // Counted and checked before a folder is touched.
  const plan = planTextModel(pairs, written, where, catalog);
  if (options.fresh) await checkOurs(folder);
  const run = options.fresh ? undefined : await openRun(folder, catalog);
  if (run) checkSameRun(folder, run.textModel, plan, 'a run of this config and data');
  // A run that goes on has learned from them already.
  const first = run ? undefined : await readFirstValues(plan, options);
  const textModel =
    run?.textModel ?? createTextModel({ ...plan, ...catalog, ...(first && { parameters: first.parameters }) });
  console.log(`Data: ${pairs.length.toLocaleString('en-US')} pairs; ${vocabularySizes(plan)}.`);
  console.log(`Model: ${describeModel(textModel)}.`);
  if (first) describeFound(first).forEach((line) => console.log(line));

  const display = progressDisplay(process.stdout);
  const interruption = listenForInterruption(() => display.note('Stopping …'));
  try {
    console.log(`${run ? 'Going on' : 'Training'} in ${folder}. Ctrl-C saves; the same command goes on.`);
    const progress = await trainRun({
      folder,
      textModel,
      pairs,
      limits: { ...limitsOf(options), signal: interruption.signal },
      display,
      ...(dev && { check: watch(dev.slice(0, pairsWatched), display) }),
      ...(run && { checkpoint: run.checkpoint }),
    });
    console.log(describeEnd(folder, progress, run?.checkpoint.progress));
    interruption.throwIfCame();
  } finally {
    // Nothing is left to save.
    interruption.release();
  }
  if (dev) console.log(await measure(textModel, dev));
  textModel.dispose();
  console.log(`Try: npx seq2seq translate ${folder}`);
};

const vocabularySizes = ({ config, sourceVocabulary, targetVocabulary }: TextModelPlan): string => {
  const size = (count: number, tokenizer: string): string => `${count.toLocaleString('en-US')} ${tokenizer}`;
  return (
    `vocabularies of ${size(sourceVocabulary.size, config.text.source.tokenizer)} and ` +
    size(targetVocabulary.size, config.text.target.tokenizer)
  );
};

const limitsOf = ({ minutes, steps, epochs }: TrainOptions): TrainingLimits => ({
  ...(minutes !== undefined && { maxSeconds: minutes * 60 }),
  ...(steps !== undefined && { maxSteps: steps }),
  ...(epochs !== undefined && { maxEpochs: epochs }),
  ...(minutes === undefined && steps === undefined && epochs === undefined && { maxEpochs: defaultEpochs }),
});

const watch = (pairs: readonly TokenPair[], display: ProgressDisplay): HeldOutCheck => ({
  everySeconds: secondsBetweenLooks,
  run: async (trainer) => {
    const devLoss = await trainer.evaluate(pairs);
    display.note(`held out: loss ${devLoss.toFixed(3)}`);
    return { devLoss };
  },
});

const describeEnd = (folder: string, end: TrainingProgress, start: TrainingProgress | undefined): string => {
  // Between two epochs it is still the one that was finished.
  const epoch = end.epoch + Math.sign(end.stepInEpoch);
  const reached = `step ${end.step}, epoch ${epoch}, ${clockTime(end.seconds)} of training`;
  return end.step === start?.step
    ? `${folder} is at ${reached} already; ask for more with --steps, --epochs or --minutes, which count in all.`
    : `Saved in ${folder} at ${reached}.`;
};

const measure = async (textModel: TextModel, dev: readonly TokenPair[]): Promise<string> => {
  const trainer = createTextTrainer(textModel, { pairs: dev });
  const loss = await trainer.evaluate(dev);
  trainer.dispose();
  const answers = answersBySource(dev);
  const results = await translateTokens(
    textModel,
    answers.map(({ source }) => source),
    { alignments: false },
  );
  const outputs = results.map(({ translations }) => translations[0]?.tokens ?? []);
  const references = answers.map(({ targets }) => targets);
  const percent = (rate: number): string => `${(100 * rate).toFixed(1)} %`;
  const sources = answers.length < dev.length ? ` of ${answers.length.toLocaleString('en-US')} sources` : '';
  return (
    `On ${dev.length.toLocaleString('en-US')} held-out pairs${sources}: loss ${loss.toFixed(3)} nats per token, perplexity ${Math.exp(loss).toFixed(2)}; ` +
    `beam 5${sources && ', nearest answer'}: token error rate ${percent(tokenErrorRate(outputs, references).rate)}, ` +
    `exactly right ${percent(exactMatch(outputs, references).rate)}.`
  );
};

/** A source that stands in several pairs has several right answers. */
const answersBySource = (
  pairs: readonly TokenPair[],
): { source: readonly string[]; targets: (readonly string[])[] }[] => {
  const answers = new Map<string, { source: readonly string[]; targets: (readonly string[])[] }>();
  for (const { source, target } of pairs) {
    const key = JSON.stringify(source);
    const known = answers.get(key);
    if (known) known.targets.push(target);
    else answers.set(key, { source, targets: [target] });
  }
  return [...answers.values()];
};

const readPairs = async (file: string, text: TextConfig, form: FactorForm): Promise<TokenPair[]> => {
  const source = tokenizerOfType(text.source.tokenizer);
  const target = tokenizerOfType(text.target.tokenizer);
  const lines = parsePairs(decodeUtf8(await readBytes(file), file), file).map((pair) => ({
    tokens: source.tokenize(pair.source),
    target: target.tokenize(pair.target),
    line: pair.line,
  }));
  checkFactors(lines, form, file);
  return lines.map((pair) => ({ source: pair.tokens, target: pair.target }));
};
