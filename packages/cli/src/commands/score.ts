import { Command, Option } from '@commander-js/extra-typings';
import { type ParallelPair, parsePairs } from '@seq2seq/text';
import {
  type BackendName,
  backendNames,
  checkFactors,
  type ScoredPair,
  type ScoreOptions,
  scoreTokens,
  type ScoredTokenPair,
  useBackend,
} from 'seq2seq';
import { loadModel } from 'seq2seq/node';
import { openInput, standardInput } from '../terminal/open-input.ts';
import { numberFromZero, wholeNumber } from '../terminal/option-parsers.ts';
import { describeUnknown, sentencesOfUnknown } from '../text/describe-unknown.ts';
import { decodeUtf8 } from '../text/utf8.ts';

/** Lines are sorted by length within so many batches, so that little is padding. */
const batchesSorted = 16;

export const scoreCommand = (): Command =>
  new Command('score')
    .description(
      'Say how probable a model finds given outputs: a line LINE<tab>SCORE<tab>LOGPROB<tab>TOKENS for each pair.',
    )
    .argument('<folder>', 'the folder of a trained model')
    .option('--input <file>', 'pairs, one source<tab>target a line; by default from standard input')
    .addOption(
      new Option(
        '--length-penalty <name>',
        "divide log P by T^alpha, ((5+T)/6)^alpha, Sockeye's ((beta+T)/(beta+1))^alpha, or not (default: power)",
      ).choices(['power', 'wu', 'sockeye', 'none'] as const),
    )
    .option('--alpha <number>', 'of the length penalty (default: 0.7; sockeye: 1)', numberFromZero)
    .option('--per-token', 'also write TOKEN:LOGPROB of each token, the end of sentence last')
    .option('--json', 'write one JSON object a line instead')
    .option('--batch-size <pairs>', 'pairs side by side: changes the speed, not the output', wholeNumber(1), 32)
    .option('--allow-code', 'run the code that the model names, such as "type": "./my-scorer.ts"')
    .addOption(
      new Option('--backend <name>', 'where to compute; by default simd, or wasm where that cannot run').choices(
        backendNames,
      ),
    )
    .addHelpText('after', '\nExample:\n  seq2seq score runs/g2p --input pairs.tsv --per-token')
    .action(runScoring) as unknown as Command;

type ScoreCommandOptions = {
  readonly input?: string | undefined;
  readonly lengthPenalty?: 'power' | 'wu' | 'sockeye' | 'none' | undefined;
  readonly alpha?: number | undefined;
  readonly perToken?: true | undefined;
  readonly json?: true | undefined;
  readonly batchSize: number;
  readonly allowCode?: true | undefined;
  readonly backend?: BackendName | undefined;
};

// Nothing here needs tidying up, so Ctrl-C keeps its usual meaning: the end, at once.
const runScoring = async (folder: string, options: ScoreCommandOptions): Promise<void> => {
  await useBackend(options.backend);
  const textModel = await loadModel(folder, { allowCode: options.allowCode ?? false });
  const { source, target } = textModel;
  const where = options.input ?? standardInput;
  const lines = parsePairs(decodeUtf8(await readAll(options.input), where), where);
  const pairs = lines.map((pair): ScoredTokenPair => ({
    source: source.tokenizer.tokenize(pair.source),
    target: target.tokenizer.tokenize(pair.target),
  }));
  checkFactors(
    pairs.map(({ source: tokens }, index) => ({ tokens, line: (lines[index] as ParallelPair).line })),
    { count: source.factors.length, separator: source.factorSeparator },
    where,
  );
  const all = { pairs: lines.length, tokens: 0, logProb: 0, unknown: 0 };
  const unit = textModel.config.text.target.tokenizer === 'characters' ? 'character' : 'word';
  const { batchSize } = options;
  for (let start = 0; start < pairs.length; start += batchSize * batchesSorted) {
    const some = pairs.slice(start, start + batchSize * batchesSorted);
    const scored = await scoreTokens(textModel, some, { batchSize, scoring: scoringOf(options) });
    for (const [index, pair] of scored.pairs.entries()) {
      const { line } = lines[start + index] as ParallelPair;
      for (const sentence of describeUnknown({ number: line, text: '' }, { ...pair, translations: [] }, textModel)) {
        console.error(`seq2seq: ${sentence}: read as <unk>`);
      }
      const told = { line, unit, side: 'target', length: pair.tokens.length } as const;
      for (const sentence of sentencesOfUnknown(pair.unknownTarget, told)) {
        console.error(`seq2seq: ${sentence}: scored as <unk>`);
      }
      process.stdout.write(`${options.json ? JSON.stringify(jsonOf(line, pair)) : lineOf(line, pair, options)}\n`);
      all.unknown += pair.unknownTarget.length;
    }
    all.tokens += scored.tokens;
    all.logProb += scored.logProb;
  }
  console.error(summaryOf(all));
  textModel.dispose();
};

const readAll = async (file: string | undefined): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of openInput(file)) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const scoringOf = ({ lengthPenalty = 'power', alpha }: ScoreCommandOptions): NonNullable<ScoreOptions['scoring']> => ({
  lengthPenalty: { type: lengthPenalty, ...(alpha !== undefined && { alpha }) },
});

const lineOf = (line: number, pair: ScoredPair, { perToken }: ScoreCommandOptions): string => {
  const { score, logProb, tokens, tokenLogProbs } = pair;
  const each = tokenLogProbs.map((number, place) => `${tokens[place] ?? '</s>'}:${number.toFixed(4)}`);
  return [line, score.toFixed(4), logProb.toFixed(4), tokenLogProbs.length, ...(perToken ? [each.join(' ')] : [])].join(
    '\t',
  );
};

const jsonOf = (line: number, pair: ScoredPair): object => {
  const { score, logProb, tokens, tokenLogProbs, sourceTokens, unknown, unknownTarget } = pair;
  return { line, score, logProb, tokens, tokenLogProbs, sourceTokens, unknown, unknownTarget };
};

const summaryOf = (all: Readonly<Record<'pairs' | 'tokens' | 'logProb' | 'unknown', number>>): string => {
  const counted = (count: number, what: string): string =>
    `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
  const mean = all.logProb / all.tokens;
  const known = all.unknown === 0 ? '' : `; ${counted(all.unknown, 'target token')} scored as <unk>`;
  return (
    `${counted(all.pairs, 'pair')}, ${counted(all.tokens, 'token')}, the ends of sentences counted: ` +
    `log P ${all.logProb.toFixed(4)}, ${mean.toFixed(4)} a token, perplexity ${Math.exp(-mean).toFixed(4)}${known}`
  );
};
