import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { PinnedExample, RunSummary } from '../protocol/messages.ts';
import { chosenOf, isShown, letGo, placeAmong, selectedAmong, takeBack, withoutLetGo } from './chosen-examples.ts';
import { createRunState } from './run-state.ts';

const example = (text: string, isChosen?: boolean): PinnedExample => ({
  ...{ source: [...text], target: [...text], sourceText: text, targetText: text },
  ...(isChosen !== undefined && { isChosen }),
});
const summaryOf = (pinned: readonly PinnedExample[]): RunSummary => ({
  ...{ run: 'main', weights: 1, sourceVocabulary: 1, targetVocabulary: 1, trainExamples: 1, sample: [], step: 0 },
  pinned,
});
const textsOf = (examples: readonly PinnedExample[]): readonly string[] => examples.map(({ sourceText }) => sourceText);

describe('chosen examples', () => {
  const pinned = [example('ab'), example('cd', true), example('ef', true)];

  it('are those that the user chose, in order; nobody chose the first ones', () => {
    expect(chosenOf(summaryOf(pinned))).toEqual([
      ['c', 'd'],
      ['e', 'f'],
    ]);
    expect(chosenOf(undefined)).toEqual([]);
  });

  it('that are let go keep their places, and are not shown', () => {
    const left = letGo(pinned, 1);
    expect(textsOf(left)).toEqual(['ab', 'cd', 'ef']);
    expect(textsOf(left.filter(isShown))).toEqual(['ab', 'ef']);
    expect(chosenOf(summaryOf(left))).toEqual([['e', 'f']]);
  });

  it('cannot be let go where nobody chose them', () => {
    expect(letGo(pinned, 0)).toEqual(pinned);
  });

  it('come back when they are chosen again, and only they', () => {
    const left = letGo(letGo(pinned, 1), 2);
    expect(textsOf(takeBack(left, { source: ['e', 'f'] }).filter(isShown))).toEqual(['ab', 'ef']);
    expect(takeBack(left, { source: ['a', 'b'] })).toEqual(left);
  });

  it('stay let go when the trainer, which knows nothing of that, tells all of them', () => {
    const left = letGo(pinned, 1);
    const told = [...pinned, example('gh', true)];
    expect(textsOf(withoutLetGo(told, left).filter(isShown))).toEqual(['ab', 'ef', 'gh']);
  });

  it('are found by their tokens, not by the text that these make', () => {
    const examples = [{ source: ['a b', 'c'] }, { source: ['a', 'b c'] }];
    expect(placeAmong(examples, { source: ['a', 'b c'] })).toBe(1);
    expect(placeAmong(examples, { source: ['a', 'b', 'c'] })).toBe(-1);
    expect(placeAmong(examples, undefined)).toBe(-1);
  });

  it('are the same in runs that have them in another order; of other data the place is', () => {
    const main = createRunState('main');
    main.summary.value = summaryOf(pinned);
    const page = { main, selected: signal(2) };
    expect(selectedAmong(page, [pinned[0]!, pinned[2]!, pinned[1]!])).toBe(1);
    expect(selectedAmong(page, [example('xy'), example('yx')])).toBe(1);
    expect(
      selectedAmong(
        page,
        ['v', 'w', 'x', 'y'].map((text) => example(text)),
      ),
    ).toBe(2);
  });
});
