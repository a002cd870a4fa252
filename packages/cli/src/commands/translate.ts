import { createReadStream } from 'node:fs';
import { Command } from '@commander-js/extra-typings';
import { VocabularyError } from '@seq2seq/text';
import { type BackendName, backendNames, type TextModel, type TranslatedText, translate, useBackend } from 'seq2seq';
import { loadModel, StorageError } from 'seq2seq/node';
import { attentionOf, drawAttention } from '../terminal/attention-picture.ts';
import { listenForInterruption } from '../terminal/interruption.ts';
import { numberFromZero, wholeNumber } from '../terminal/option-parsers.ts';
import { batchesOfLines, type NumberedLine } from '../text/lines.ts';

export const translateCommand = (): Command =>
  new Command('translate')
    .description('Read texts line by line and write what the model makes of them, one line each.')
    .argument('<folder>', 'the folder of a trained model')
    .option('--input <file>', 'read from a file instead of standard input')
    .option('--beam <width>', 'how many hypotheses to follow; 1 is greedy', wholeNumber(1), 5)
    .option('--n-best <count>', 'write this many outputs a line, as LINE<tab>RANK<tab>SCORE<tab>OUTPUT', wholeNumber(1))
    .option('--alpha <number>', 'length normalisation: scores are log P / T^alpha', numberFromZero, 0.7)
    .option('--max-length <tokens>', 'most tokens of an output, the end of sentence included', wholeNumber(1))
    .option(
      '--batch-size <lines>',
      'lines translated side by side: changes the speed, not the output',
      wholeNumber(1),
      32,
    )
    .option('--attention', 'also draw where each output token looked', false)
    .option('--strict', 'fail at a token that the model does not know, instead of warning', false)
    .option('--backend <name>', `where to compute: ${backendNames.join(' or ')}`, 'wasm')
    .action(runTranslation) as unknown as Command;

type TranslateCommandOptions = {
  readonly input?: string | undefined;
  readonly beam: number;
  readonly nBest?: number | undefined;
  readonly alpha: number;
  readonly maxLength?: number | undefined;
  readonly batchSize: number;
  readonly attention: boolean;
  readonly strict: boolean;
  readonly backend: string;
};

const runTranslation = async (folder: string, options: TranslateCommandOptions): Promise<void> => {
  await useBackend(options.backend as BackendName);
  const textModel = await loadModel(folder);
  const interruption = listenForInterruption(() => {});
  // Somebody who types wants an answer to each line.
  const batchSize = process.stdin.isTTY && !options.input ? 1 : options.batchSize;
  for await (const lines of batchesOfLines(openInput(options.input), batchSize)) {
    const results = await translate(
      textModel,
      lines.map(({ text }) => text),
      {
        beam: options.beam,
        nBest: options.nBest ?? 1,
        alpha: options.alpha,
        batchSize,
        signal: interruption.signal,
        ...(options.maxLength !== undefined && { maxLength: options.maxLength }),
      },
    );
    lines.forEach((line, i) => {
      const result = results[i] as TranslatedText;
      reportUnknown(line, result, textModel, options.strict);
      process.stdout.write(outputOf(line, result, options));
    });
  }
  interruption.release();
  textModel.dispose();
};

const openInput = (file: string | undefined): AsyncIterable<Uint8Array> => {
  if (file === undefined) return process.stdin;
  const stream = createReadStream(file);
  return (async function* read() {
    try {
      yield* stream as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw new StorageError(
        `${file}: cannot be read (${(error as NodeJS.ErrnoException).code}); check the path.`,
        file,
      );
    }
  })();
};

const reportUnknown = (
  line: NumberedLine,
  { unknown, sourceTokens }: TranslatedText,
  textModel: TextModel,
  strict: boolean,
): void => {
  const unit = textModel.config.text.source.tokenizer === 'characters' ? 'character' : 'word';
  for (const { token, index } of unknown) {
    const where = `line ${line.number}, ${unit} ${index + 1} of ${sourceTokens.length}: ${JSON.stringify(token)} is not in the source vocabulary`;
    if (strict) throw new VocabularyError('--strict', [`${where}; leave --strict out to read it as <unk>`]);
    console.error(`seq2seq: ${where} and is read as <unk>`);
  }
};

const outputOf = (
  line: NumberedLine,
  result: TranslatedText,
  { nBest, attention }: { readonly nBest?: number | undefined; readonly attention: boolean },
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
