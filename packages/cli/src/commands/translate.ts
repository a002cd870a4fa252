import { setImmediate } from 'node:timers/promises';
import { Command, Option } from '@commander-js/extra-typings';
import { ConfigError } from '@seq2seq/core';
import { VocabularyError } from '@seq2seq/text';
import {
  type BackendName,
  backendNames,
  checkFactors,
  type TextModel,
  translate,
  type TranslatedText,
  type TranslateTextsOptions,
  traceSearch,
  useBackend,
} from 'seq2seq';
import { loadModel } from 'seq2seq/node';
import { checkAttends } from '../search/check-attends.ts';
import { constraintsOfOptions } from '../search/constraints-of-options.ts';
import { ensembleOfOptions } from '../search/ensemble-of-options.ts';
import { type ReplaceUnknownCommandOptions, unknownReplacer } from '../search/replace-unknown.ts';
import { addSearchOptions, type SearchCommandOptions } from '../search/search-options.ts';
import { searchOfOptions } from '../search/search-of-options.ts';
import { openTraceFile, type TraceFile } from '../search/trace-file.ts';
import { translationJson } from '../search/translation-json.ts';
import { attentionOf, drawAttention } from '../terminal/attention-picture.ts';
import { openInput, standardInput } from '../terminal/open-input.ts';
import { wholeNumber } from '../terminal/option-parsers.ts';
import { describeUnknown } from '../text/describe-unknown.ts';
import { batchesOfLines, type NumberedLine } from '../text/lines.ts';

/** Source tokens that are looked at side by side, padding included: keeps long lines from filling the memory. */
const tokensAtOnce = 4096;

/** Lines are sorted by length within so many batches, so that little is padding. */
const batchesSorted = 8;

export const translateCommand = (): Command => {
  const command = new Command('translate')
    .description('Read texts line by line and write what the model makes of them, one line each.')
    .argument('<folder>', 'the folder of a trained model')
    .option('--input <file>', 'read from a file instead of standard input')
    .option('--max-source-length <tokens>', 'most tokens of a line; the rest is left out', wholeNumber(1), 1000)
    .option('--batch-size <lines>', 'lines side by side: changes the speed, not the output', wholeNumber(1), 32)
    .option('--allow-code', 'run the code that the model names, such as "type": "./my-scorer.ts"')
    .option('--strict', 'fail where otherwise a warning would do')
    .addOption(
      new Option('--backend <name>', 'where to compute; by default simd, or wasm where that cannot run').choices(
        backendNames,
      ),
    );
  addSearchOptions(command as unknown as Command).optionsGroup('Output:');
  return command
    .option('--replace-unknown', 'write the source token that <unk> looked at most instead of it')
    .option('--dictionary <file>', 'with --replace-unknown: what becomes of source tokens, SOURCE<tab>TARGET a line')
    .option('--attention', 'also draw where each token of the best output looked')
    .option('--json', 'write a JSON object a line: tokens, log-probabilities, scores and alignments')
    .option('--trace <file>', 'write all that was considered to a file, a JSON object a line; line by line, so slower')
    .addHelpText('after', help)
    .action(runTranslation) as unknown as Command;
};

const help = `
Examples:
  echo attention | seq2seq translate runs/g2p --n-best 3 --attention
  echo attention | seq2seq translate runs/g2p --search sampling --samples 5 --top-p 0.9
  echo attention | seq2seq translate runs/g2p --require "T EH N" --json`;

type TranslateCommandOptions = SearchCommandOptions &
  ReplaceUnknownCommandOptions & {
    readonly input?: string | undefined;
    readonly maxLength?: number | undefined;
    readonly maxSourceLength: number;
    readonly batchSize: number;
    readonly attention?: true | undefined;
    readonly json?: true | undefined;
    readonly trace?: string | undefined;
    readonly strict?: true | undefined;
    readonly allowCode?: true | undefined;
    readonly backend?: BackendName | undefined;
  };

/** How outputs are looked for, and whether all of them are written. */
type Work = {
  readonly textModel: TextModel;
  readonly translating: TranslateTextsOptions;
  readonly writesAll: boolean;
  readonly traceFile?: TraceFile;
  /** What is done to results before they are written. */
  readonly finish: (result: TranslatedText) => TranslatedText;
};

// Nothing here needs tidying up, so Ctrl-C keeps its usual meaning: the end, at once.
const runTranslation = async (folder: string, options: TranslateCommandOptions): Promise<void> => {
  if (options.json && options.attention) {
    throw new ConfigError(
      '--json: expected no --attention, got both; a drawing is for people, and the JSON has its numbers: leave either out.',
      '--json',
    );
  }
  const { search, writesAll } = await searchOfOptions(options);
  const constraints = constraintsOfOptions(options);
  await useBackend(options.backend);
  const textModel = await loadModel(folder, { allowCode: options.allowCode ?? false });
  if (options.attention) checkAttends('--attention', textModel, folder);
  const finish = await unknownReplacer(options, textModel, folder);
  const ensemble = await ensembleOfOptions(options, options.allowCode ?? false);
  const translating: TranslateTextsOptions = {
    search,
    ...(constraints && { constraints }),
    ...(ensemble && { ensemble }),
    ...(options.maxLength !== undefined && { maxLength: options.maxLength }),
  };
  // An error in these is one even where there is nothing to read.
  await translate(textModel, [], translating);
  const traceFile = options.trace === undefined ? undefined : await openTraceFile(options.trace);
  await translateInput({ textModel, translating, writesAll, finish, ...(traceFile && { traceFile }) }, options);
  await traceFile?.close();
  for (const model of [textModel, ...(ensemble?.models ?? [])]) model.dispose();
};

const translateInput = async (work: Work, options: TranslateCommandOptions): Promise<void> => {
  const { textModel } = work;
  const isTyped = options.input === undefined && process.stdin.isTTY;
  if (isTyped && process.stderr.isTTY) console.error('Type a line and press Enter; Ctrl-D ends.');
  const where = options.input ?? standardInput;
  for await (const lines of batchesOfLines(openInput(options.input), options.batchSize * batchesSorted, where)) {
    const sources = lines.map((line) => readSource(line, textModel, options));
    const { factors, factorSeparator: separator } = textModel.source;
    const numbered = lines.map(({ number }, i) => ({ tokens: sources[i] ?? [], line: number }));
    checkFactors(numbered, { count: factors.length, separator }, where);
    const results = await translateLines(lines, sources, work, options);
    lines.forEach((line, i) => {
      const result = results[i] as TranslatedText;
      describeUnknown(line, result, textModel).forEach((problem) => warn(problem, 'read as <unk>', options));
      process.stdout.write(outputOf(line, work.finish(result), work, options));
    });
    // A pipe that is never empty would leave no time for a thread to say that it has failed.
    await setImmediate();
  }
};

/** Side by side, or one by one if all that is considered is to be written. */
const translateLines = async (
  lines: readonly NumberedLine[],
  sources: readonly (readonly string[])[],
  { textModel, translating, traceFile }: Work,
  { batchSize }: TranslateCommandOptions,
): Promise<readonly TranslatedText[]> => {
  // Each model of an ensemble cuts them into tokens of its own.
  const texts = sources.map((tokens) => textModel.source.tokenizer.detokenize(tokens));
  if (!traceFile) {
    const longest = sources.reduce((most, { length }) => Math.max(most, length), 1);
    const atOnce = Math.max(1, Math.min(batchSize, Math.floor(tokensAtOnce / longest)));
    return translate(textModel, texts, { ...translating, batchSize: atOnce });
  }
  const results: TranslatedText[] = [];
  for (const [i, text] of texts.entries()) {
    const trace = await traceSearch(textModel, text, translating);
    await traceFile.write(lines[i] as NumberedLine, trace);
    results.push(trace);
  }
  return results;
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

/** @throws VocabularyError instead, with --strict */
const warn = (problem: string, remedy: string, { strict }: TranslateCommandOptions): void => {
  if (strict) throw new VocabularyError('--strict', [`${problem}; without --strict it would be ${remedy}`]);
  console.error(`seq2seq: ${problem}: ${remedy}`);
};

const outputOf = (
  line: NumberedLine,
  result: TranslatedText,
  { writesAll }: Work,
  { nBest, attention, json }: TranslateCommandOptions,
): string => {
  if (json) return `${JSON.stringify(translationJson(line, result))}\n`;
  const { translations } = result;
  // A blank line has no translation, but later lines must stay where they are.
  const lines =
    nBest === undefined && !writesAll
      ? [translations[0]?.text ?? '']
      : translations
          .slice(0, nBest)
          .map(({ text, score }, rank) => [line.number, rank + 1, score.toFixed(4), text].join('\t'));
  const map = attention && translations[0] ? attentionOf(result, translations[0]) : undefined;
  return [...lines, ...(map ? [drawAttention(map, process.stdout), ''] : [])].map((text) => `${text}\n`).join('');
};
