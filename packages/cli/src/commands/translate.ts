import { Command, Option } from '@commander-js/extra-typings';
import { ConfigError } from '@seq2seq/core';
import { VocabularyError } from '@seq2seq/text';
import {
  type BackendName,
  backendNames,
  checkFactors,
  type TextModel,
  type TranslatedText,
  translateTokens,
  useBackend,
} from 'seq2seq';
import { loadModel } from 'seq2seq/node';
import { attentionOf, drawAttention } from '../terminal/attention-picture.ts';
import { openInput, standardInput } from '../terminal/open-input.ts';
import { numberFromZero, wholeNumber } from '../terminal/option-parsers.ts';
import { describeUnknown } from '../text/describe-unknown.ts';
import { batchesOfLines, type NumberedLine } from '../text/lines.ts';

/** Source tokens that are looked at side by side, padding included: keeps long lines from filling the memory. */
const tokensAtOnce = 4096;

/** Lines are sorted by length within so many batches, so that little is padding. */
const batchesSorted = 8;

export const translateCommand = (): Command =>
  new Command('translate')
    .description('Read texts line by line and write what the model makes of them, one line each.')
    .argument('<folder>', 'the folder of a trained model')
    .option('--input <file>', 'read from a file instead of standard input')
    .option('--beam <width>', 'how many hypotheses to follow; 1 is greedy', wholeNumber(1), 5)
    .option('--n-best <count>', 'write this many outputs a line, as LINE<tab>RANK<tab>SCORE<tab>OUTPUT', wholeNumber(1))
    .option('--alpha <number>', 'length normalisation: scores are log P / T^alpha', numberFromZero, 0.7)
    .option('--max-length <tokens>', 'most tokens of an output, its end included (default: as trained)', wholeNumber(1))
    .option('--max-source-length <tokens>', 'most tokens of a line; the rest is left out', wholeNumber(1), 1000)
    .option('--batch-size <lines>', 'lines side by side: changes the speed, not the output', wholeNumber(1), 32)
    .option('--attention', 'also draw where each token of the best output looked')
    .option('--allow-code', 'run the code that the model names, such as "type": "./my-scorer.ts"')
    .option('--strict', 'fail where otherwise a warning would do')
    .addOption(
      new Option('--backend <name>', 'where to compute; by default simd, or wasm where that cannot run').choices(
        backendNames,
      ),
    )
    .addHelpText('after', '\nExample:\n  echo attention | seq2seq translate runs/g2p --n-best 3 --attention')
    .action(runTranslation) as unknown as Command;

type TranslateCommandOptions = {
  readonly input?: string | undefined;
  readonly beam: number;
  readonly nBest?: number | undefined;
  readonly alpha: number;
  readonly maxLength?: number | undefined;
  readonly maxSourceLength: number;
  readonly batchSize: number;
  readonly attention?: true | undefined;
  readonly strict?: true | undefined;
  readonly allowCode?: true | undefined;
  readonly backend?: BackendName | undefined;
};

// Nothing here needs tidying up, so Ctrl-C keeps its usual meaning: the end, at once.
const runTranslation = async (folder: string, options: TranslateCommandOptions): Promise<void> => {
  await useBackend(options.backend);
  const textModel = await loadModel(folder, { allowCode: options.allowCode ?? false });
  if (options.attention && !textModel.config.model.attention) {
    throw new ConfigError(
      `--attention: ${folder} holds a model that does not attend; leave the option out, or train one with decoder.context "attention".`,
      'model.attention',
    );
  }
  const isTyped = options.input === undefined && process.stdin.isTTY;
  if (isTyped && process.stderr.isTTY) console.error('Type a line and press Enter; Ctrl-D ends.');
  const where = options.input ?? standardInput;
  for await (const lines of batchesOfLines(openInput(options.input), options.batchSize * batchesSorted, where)) {
    const sources = lines.map((line) => readSource(line, textModel, options));
    const { factors, factorSeparator: separator } = textModel.source;
    const numbered = lines.map(({ number }, i) => ({ tokens: sources[i] ?? [], line: number }));
    checkFactors(numbered, { count: factors.length, separator }, where);
    const results = await translateTokens(textModel, sources, searchOptions(sources, options));
    lines.forEach((line, i) => {
      const result = results[i] as TranslatedText;
      describeUnknown(line, result, textModel).forEach((problem) => warn(problem, 'read as <unk>', options));
      process.stdout.write(outputOf(line, result, options));
    });
  }
  textModel.dispose();
};

/** A line as tokens, no more than asked for. */
const readSource = (
  { number, text }: NumberedLine,
  { source }: TextModel,
  options: TranslateCommandOptions,
): string[] => {
  const tokens = source.tokenizer.tokenize(text);
  const { maxSourceLength } = options;
  if (tokens.length <= maxSourceLength) return tokens;
  const problem = `line ${number}: has ${tokens.length.toLocaleString('en-US')} tokens, more than --max-source-length ${maxSourceLength}`;
  warn(problem, 'the rest is left out', options);
  return tokens.slice(0, maxSourceLength);
};

const searchOptions = (
  sources: readonly (readonly string[])[],
  { beam, nBest = 1, alpha, maxLength, batchSize }: TranslateCommandOptions,
): Parameters<typeof translateTokens>[2] => {
  const longest = sources.reduce((most, { length }) => Math.max(most, length), 1);
  return {
    beam,
    nBest,
    alpha,
    batchSize: Math.max(1, Math.min(batchSize, Math.floor(tokensAtOnce / longest))),
    ...(maxLength !== undefined && { maxLength }),
  };
};

/** @throws VocabularyError instead, with --strict */
const warn = (problem: string, remedy: string, { strict }: TranslateCommandOptions): void => {
  if (strict) throw new VocabularyError('--strict', [`${problem}; without --strict it would be ${remedy}`]);
  console.error(`seq2seq: ${problem}: ${remedy}`);
};

const outputOf = (
  line: NumberedLine,
  result: TranslatedText,
  { nBest, attention }: TranslateCommandOptions,
): string => {
  const { translations } = result;
  // A blank line has no translation, but later lines must stay where they are.
  const lines =
    nBest === undefined
      ? [translations[0]?.text ?? '']
      : translations.map(({ text, score }, rank) => [line.number, rank + 1, score.toFixed(4), text].join('\t'));
  const map = attention && translations[0] ? attentionOf(result, translations[0]) : undefined;
  return [...lines, ...(map ? [drawAttention(map, process.stdout), ''] : [])].map((text) => `${text}\n`).join('');
};
