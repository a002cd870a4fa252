import { createRandom } from '@seq2seq/core';
import { sequenceErrorRate, tokenErrorRate } from '@seq2seq/metrics';
import type { TaskExample } from '@seq2seq/tasks';
import { shuffle } from '@seq2seq/text';
import { type TextModel, translateTokens } from 'seq2seq';
import { memoryCare } from '../run/memory-care.ts';

/** Words that are pronounced side by side. */
const wordsAtOnce = 128;

export type Measurement = {
  /** How many words both searches pronounced. */
  readonly words: number;
  /** `greedy PER 21.4 % WER 58.0 %` and the same for beam 5. */
  readonly lines: readonly string[];
};

export type MeasuringOptions = {
  /** No round of words begins that would end later; at least one is measured. */
  readonly seconds: number;
  /** Aborting rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Told after each round. */
  readonly onRound?: (words: number, secondsLeft: number) => void;
};

/**
 * Phone and word error rates on held-out words, greedy and beam 5 on the same ones: as many as the time allows, in a fixed random order.
 *
 * PER: edits to the nearest reference over its phones; WER: words with any edit.
 */
export const measureG2p = async (
  textModel: TextModel,
  examples: readonly TaskExample[],
  { seconds, signal, onRound }: MeasuringOptions,
): Promise<Measurement> => {
  const ends = performance.now() + seconds * 1000;
  const words = shuffle(examples, createRandom(1).fork('held-out words'));
  const strategies = [
    { name: 'greedy', beam: 1, outputs: [] as (readonly string[])[] },
    { name: 'beam', beam: 5, outputs: [] as (readonly string[])[] },
  ];
  const careForMemory = memoryCare();
  let done = 0;
  let slowest = 0;
  while (done < words.length && (done === 0 || performance.now() + slowest < ends)) {
    const started = performance.now();
    const part = words.slice(done, done + wordsAtOnce);
    for (const { beam, outputs } of strategies) outputs.push(...(await pronounce(textModel, part, beam, signal)));
    done += part.length;
    slowest = Math.max(slowest, performance.now() - started);
    careForMemory();
    onRound?.(done, Math.max(0, (ends - performance.now()) / 1000));
  }
  const references = words.slice(0, done).map(({ targets }) => targets);
  const lines = strategies.map(({ name, outputs }) => {
    const per = tokenErrorRate(outputs, references).rate;
    const wer = sequenceErrorRate(outputs, references).rate;
    return `${name} PER ${(100 * per).toFixed(1)} % WER ${(100 * wer).toFixed(1)} %`;
  });
  return { words: done, lines };
};

/** The phone error rate of greedy search. */
export const greedyPer = async (textModel: TextModel, examples: readonly TaskExample[]): Promise<number> =>
  tokenErrorRate(
    await pronounce(textModel, examples, 1),
    examples.map(({ targets }) => targets),
  ).rate;

const pronounce = async (
  textModel: TextModel,
  examples: readonly TaskExample[],
  beam: number,
  signal?: AbortSignal,
): Promise<(readonly string[])[]> => {
  const results = await translateTokens(
    textModel,
    examples.map(({ source }) => source),
    { beam, batchSize: wordsAtOnce, ...(signal && { signal }) },
  );
  return results.map(({ translations }) => translations[0]?.tokens ?? []);
};
