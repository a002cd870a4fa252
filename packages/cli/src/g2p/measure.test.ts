import type { TaskExample } from '@seq2seq/tasks';
import { type TextModel, translateTokens } from 'seq2seq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyModel } from '../__fixtures__/tiny-model.ts';
import { tinyPairs } from '../__fixtures__/tiny-task.ts';
import { greedyPer, measureG2p } from './measure.ts';

let textModel: TextModel;
/** What the model says in greedy search, as if that were right. */
let examples: TaskExample[];
beforeAll(async () => {
  textModel = await tinyModel();
  const sources = tinyPairs(300).map((pair) => [...(pair.split('\t')[0] as string)]);
  const results = await translateTokens(textModel, sources, { beam: 1 });
  examples = sources.map((source, i) => ({ source, targets: [results[i]?.translations[0]?.tokens ?? []] }));
});
afterAll(() => textModel.dispose());

describe('measureG2p', () => {
  it('measures all words if there is time, and greedy search makes no error by its own standard', async () => {
    const rounds: number[] = [];
    const { words, lines } = await measureG2p(textModel, examples, {
      seconds: 1000,
      onRound: (done) => rounds.push(done),
    });
    expect(words).toBe(300);
    expect(rounds).toEqual([128, 256, 300]);
    expect(lines).toEqual(['greedy PER 0.0 % WER 0.0 %', expect.stringMatching(/^beam PER \d+\.\d % WER \d+\.\d %$/)]);
    expect(await greedyPer(textModel, examples)).toBe(0);
  });

  it('counts a word that is never right as one error, and its phones by the edits', async () => {
    // Every output lacks the one phone of the reference: as many edits as it has phones, but at least one.
    const wrong = examples.map(({ source }) => ({ source, targets: [['?']] }));
    const edits = examples.reduce((sum, { targets }) => sum + Math.max(1, targets[0]?.length ?? 0), 0);
    const { lines } = await measureG2p(textModel, wrong, { seconds: 1000 });
    expect(lines[0]).toBe(`greedy PER ${((100 * edits) / 300).toFixed(1)} % WER 100.0 %`);
  });

  it('measures one round however short the time, always of the same words', async () => {
    const first = await measureG2p(textModel, examples, { seconds: 0 });
    expect(first.words).toBe(128);
    expect(await measureG2p(textModel, examples, { seconds: 0 })).toEqual(first);
  });

  it('ends with the reason of its signal', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const measured = measureG2p(textModel, examples, {
      seconds: 1000,
      signal: controller.signal,
      onRound: () => controller.abort(reason),
    });
    await expect(measured).rejects.toBe(reason);
  });
});
