import { beam, exhaustive, lengthNormalization } from '@seq2seq/search';
import { decodeModel, translate } from 'seq2seq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SearchChoices, TraceAnswer } from '../protocol/messages.ts';
import { mostPruned } from './tell-trace.ts';
import { smallExperiment, type TrainerInNode, trainerInNode } from './__fixtures__/trainer-in-node.ts';

const choices: SearchChoices = {
  ...{ strategy: 'beam', width: 3, nBest: 3, alpha: 0.7, maxLength: 5, temperature: 1, topK: 0, topP: 1, seed: 1 },
  ...{ prefix: [], banned: [] },
};

let trainer: TrainerInNode;
beforeAll(async () => {
  trainer = await trainerInNode();
  await trainer.ask('configure', { run: 'main', experiment: smallExperiment });
  await trainer.ask('step', { run: 'main', count: 10 });
});
afterAll(async () => {
  await trainer.ask('remove', { run: 'main' });
  trainer.close();
});
const trace = (changes: Partial<SearchChoices> = {}, text = 'abc'): Promise<TraceAnswer> =>
  trainer.ask('trace', { run: 'main', text, search: { ...choices, ...changes } });

const strategies = ['greedy', 'beam', 'diverse-beam', 'sampling', 'stochastic-beam'] as const;

describe('a trace', () => {
  it.each(strategies)('of %s has paths whose log-probabilities are the sums of their tokens', async (strategy) => {
    const { steps } = await trace({ strategy });
    expect(steps.length).toBeGreaterThan(0);
    let before = new Map<number, number>();
    for (const { nodes } of steps) {
      for (const { parent, tokenLogProb, logProb } of nodes) {
        const sum = (parent === undefined ? 0 : before.get(parent)!) + tokenLogProb;
        expect(logProb).toBeCloseTo(sum, 5);
      }
      before = new Map(nodes.map(({ id, logProb }) => [id, logProb]));
    }
  });

  it.each(strategies)('of %s counts every candidate, sent or not', async (strategy) => {
    const { steps } = await trace({ strategy });
    for (const { nodes, considered, leftOut, kept } of steps) {
      const notSent = leftOut.reduce((sum, [, count]) => sum + count, 0);
      expect(nodes.length + notSent).toBe(considered);
      expect(nodes.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(kept);
    }
  });

  it('looks at the whole vocabulary, although a beam needs no more than its width', async () => {
    const { steps } = await trace();
    const summary = await trainer.ask('configure', { run: 'sizes', experiment: smallExperiment });
    await trainer.ask('remove', { run: 'sizes' });
    for (const { rows, considered } of steps) expect(considered).toBe(rows * summary.targetVocabulary);
  });

  it('ranks what it sends among all candidates of the step', async () => {
    const { steps } = await trace();
    for (const { nodes, considered } of steps) {
      const ranks = nodes.map(({ rank }) => rank);
      expect(new Set(ranks).size).toBe(ranks.length);
      expect(Math.max(...ranks)).toBeLessThanOrEqual(considered);
      const byRank = nodes.toSorted((a, b) => a.rank - b.rank);
      for (const [index, { logProb }] of byRank.entries()) {
        if (index > 0) expect(logProb).toBeLessThanOrEqual(byRank[index - 1]!.logProb);
      }
      const pruned = new Map<number, number>();
      for (const { outcome, parent = -1 } of nodes) {
        if (outcome === 'pruned') pruned.set(parent, (pruned.get(parent) ?? 0) + 1);
      }
      expect(Math.max(...pruned.values())).toBeLessThanOrEqual(mostPruned);
    }
  });

  it('has the outputs of the front door, run on the files of the same model', async () => {
    const { files } = await trainer.ask('snapshot', { run: 'main' });
    const model = decodeModel(new Map(files), 'snapshot');
    const [found] = await translate(model, ['abc'], {
      search: beam({ width: 3, nBest: 3, lengthPenalty: lengthNormalization(0.7) }),
      maxLength: 5,
    });
    model.dispose();
    const { outputs } = await trace();
    expect(outputs.map(({ text }) => text)).toEqual(found!.translations.map(({ text }) => text));
    for (const [index, { logProb, tokenLogProbs }] of outputs.entries()) {
      expect(logProb).toBeCloseTo(found!.translations[index]!.logProb, 5);
      expect(tokenLogProbs.reduce((sum, each) => sum + each, 0)).toBeCloseTo(logProb, 5);
    }
  });

  it('has a row of the alignment for each token, and each row is spread over the source', async () => {
    const { outputs, sourceTokens } = await trace();
    for (const { tokens, finished, alignment } of outputs) {
      expect(alignment).toMatchObject({ rows: tokens.length + Number(finished), columns: sourceTokens.length + 1 });
      for (let row = 0; row < alignment!.rows; row++) {
        const weights = alignment!.values.subarray(row * alignment!.columns, (row + 1) * alignment!.columns);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
      }
    }
  });

  it('says what greedy search finds, which is what a beam of 1 finds', async () => {
    const { greedy } = await trace();
    const [alone] = (await trace({ strategy: 'greedy' })).outputs;
    const [narrow] = (await trace({ width: 1, nBest: 1 })).outputs;
    expect(greedy?.text).toBe(alone!.text);
    expect(narrow!.text).toBe(alone!.text);
    expect(narrow!.logProb).toBeCloseTo(alone!.logProb, 6);
  });

  it('draws the same with the same seed, and not always the same', async () => {
    const drawn = async (seed: number): Promise<readonly string[]> =>
      (await trace({ strategy: 'sampling', width: 5, seed })).outputs.map(({ text }) => text);
    const first = await drawn(7);
    expect(await drawn(7)).toEqual(first);
    expect(await drawn(8)).not.toEqual(first);
  });

  it('draws from one token what greedy search takes', async () => {
    const { outputs } = await trace({ strategy: 'sampling', width: 2, topK: 1 });
    const [greedy] = (await trace({ strategy: 'greedy' })).outputs;
    for (const { text } of outputs) expect(text).toBe(greedy!.text);
  });

  it('begins with what is forced, says nothing that is banned, and knows its labels', async () => {
    const { outputs, steps, labels } = await trace({ prefix: ['c', 'b'], banned: ['a'] });
    const texts = new Map(labels);
    for (const { text } of outputs) {
      expect(text.slice(0, 2)).toBe('cb');
      expect(text).not.toContain('a');
    }
    expect(steps[0]!.nodes.map(({ token }) => texts.get(token))).toEqual(['c']);
    expect(texts.size).toBeGreaterThan(1);
  });

  it('bans what is unknown, and refuses to begin with it', async () => {
    const { steps, labels } = await trace({ banned: ['<unk>'] });
    const texts = new Map(labels);
    for (const { nodes } of steps) for (const { token } of nodes) expect(texts.get(token)).not.toBe('<unk>');
    await expect(trace({ prefix: ['<unk>'] })).rejects.toThrow('got “<unk>”; take it out');
  });

  it('points to what the model does not know', async () => {
    const { unknown, sourceTokens } = await trace({}, 'aßcß');
    expect(unknown).toEqual([1, 3]);
    expect(sourceTokens).toEqual(['a', 'ß', 'c', 'ß']);
  });

  it('of nothing is nothing', async () => {
    expect(await trace({}, '')).toMatchObject({ sourceTokens: [], outputs: [], steps: [] });
  });

  it('leaves no tensor', async () => {
    const { tensors } = await trainer.ask('memory', {});
    for (const strategy of strategies) await trace({ strategy });
    await expect(trace({ prefix: ['<unk>'] })).rejects.toThrow('search:');
    expect((await trainer.ask('memory', {})).tensors).toBe(tensors);
  });
});

describe('a translation without a trace', () => {
  it('has the outputs of one with it, as many as are wanted', async () => {
    const { outputs } = await trainer.ask('translate', { run: 'main', text: 'abc', search: { ...choices, nBest: 2 } });
    const all = (await trace()).outputs;
    expect(outputs).toEqual(all.slice(0, 2));
  });

  it('finds the best of all outputs if the beam is wide enough', async () => {
    const { files } = await trainer.ask('snapshot', { run: 'main' });
    const model = decodeModel(new Map(files), 'snapshot');
    const search = exhaustive({ nBest: 1, lengthPenalty: lengthNormalization(0.7), maxRows: 100_000 });
    const [found] = await translate(model, ['ab'], { search, maxLength: 2 });
    model.dispose();
    const wide = { ...choices, width: 40, nBest: 1, maxLength: 2 };
    const { outputs } = await trainer.ask('translate', { run: 'main', text: 'ab', search: wide });
    expect(outputs[0]!.text).toBe(found!.translations[0]!.text);
    expect(outputs[0]!.score).toBeCloseTo(found!.translations[0]!.score, 5);
  });
});
