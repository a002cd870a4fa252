import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { smallTextModel } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import type { TextModel } from '../text/text-model.ts';
import { type TracedStep, type TracedToken, traceSearch } from './trace-search.ts';

let model: TextModel;
let copying: TextModel;
beforeAll(async () => {
  await useBackend('wasm');
  model = smallTextModel({ family: 'luong' }, { seed: 1 });
  copying = smallTextModel({ family: 'bahdanau', copy: true }, { seed: 3 });
});

const search = { type: 'beam', width: 2, nBest: 2 } as const;

test('steps follow from each other: what is kept at one is the parent at the next', async () => {
  const before = tf.memory().numTensors;
  const { steps, translations } = await traceSearch(model, 'abcd', { search, maxLength: 5 });
  expect(tf.memory().numTensors).toBe(before);
  expect(steps.length).toBeGreaterThan(2);
  const kept = (nodes: readonly TracedToken[]) => nodes.filter(({ outcome }) => outcome === 'kept');
  for (const [t, { step, nodes }] of steps.entries()) {
    expect(step).toBe(t);
    const parents = t === 0 ? [undefined] : kept(steps[t - 1]?.nodes ?? []).map(({ id }) => id);
    expect(new Set(nodes.map(({ parent }) => parent))).toEqual(new Set(parents));
    // Of each row as many as the beam may take, and its end.
    expect(nodes).toHaveLength(parents.length * 3);
    expect(kept(nodes).length).toBeLessThanOrEqual(2);
    for (const { tokenLogProb, logProb, parent } of nodes) {
      const longer = steps[t - 1]?.nodes.find(({ id }) => id === parent);
      expect(logProb).toBeCloseTo((longer?.logProb ?? 0) + tokenLogProb, 10);
    }
  }
  const texts = translations.map(({ text, logProb }) => [text, logProb]);
  expect(steps.at(-1)?.best.map(({ text, logProb }) => [text, logProb])).toEqual(texts);
  expect(steps.every(({ best }) => best.every(({ alignment }) => alignment === undefined))).toBe(true);
});

test('tokens are told in words, special and copied ones too', async () => {
  const options = { search: 'exhaustive', maxLength: 1 } as const;
  const texts = ({ steps }: { readonly steps: readonly TracedStep[] }) => steps[0]?.nodes.map(({ text }) => text);
  const own = ['<pad>', '<unk>', '<s>', '</s>', 'w', 'x', 'y', 'z'];
  expect(texts(await traceSearch(model, 'ab', options))?.toSorted()).toEqual(own.toSorted());
  expect(texts(await traceSearch(copying, 'qwr', options))?.toSorted()).toEqual([...own, 'q', 'r'].toSorted());
});

test('it can be written as JSON, watched while it happens, and cut short', async () => {
  const seen: TracedStep[] = [];
  const options = { search, maxLength: 4, alignments: false };
  const trace = await traceSearch(model, 'abcd', { ...options, onTrace: (step) => seen.push(step) });
  expect(seen).toEqual(trace.steps);
  // Only what is absent is left out: the parent of the first tokens.
  expect(JSON.parse(JSON.stringify(trace.steps))).toEqual(trace.steps);
  const few = await traceSearch(model, 'abcd', { ...options, candidatesPerRow: 1 });
  expect(few.translations).toEqual(trace.translations);
  const countOf = ({ steps }: { readonly steps: readonly TracedStep[] }) => steps.flatMap(({ nodes }) => nodes).length;
  expect(countOf(few)).toBeLessThan(countOf(trace));
});

test('scores are those that translations are ranked by', async () => {
  const scoring = { lengthPenalty: 'wu', wordReward: 0.7, coverage: 'wu' } as const;
  const { steps, translations } = await traceSearch(model, 'abcd', { search: { ...search, scoring }, maxLength: 5 });
  const [best] = translations;
  const ends = steps.flatMap(({ nodes }) => nodes.filter(({ logProb }) => logProb === best?.logProb));
  expect(ends.map(({ score }) => score)).toEqual([best?.score]);
});

test('of an empty text there is nothing to tell', async () => {
  const nothing = { sourceTokens: [], unknown: [], translations: [], steps: [] };
  expect(await traceSearch(model, '')).toEqual(nothing);
});

test('it ends with the reason of the signal', async () => {
  const before = tf.memory().numTensors;
  const controller = new AbortController();
  const onTrace = () => controller.abort(new Error('seen enough'));
  const traced = traceSearch(model, 'abcd', { onTrace, signal: controller.signal });
  await expect(traced).rejects.toThrow('seen enough');
  expect(tf.memory().numTensors).toBe(before);
});
