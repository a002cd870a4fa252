import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { createRunState } from '../../page/run-state.ts';
import type { Commands, ErrorsAnswer, JudgedExample, PinnedExample, RunSummary } from '../../protocol/messages.ts';
import { errorsDeskOf, worstFirst } from './errors-desk.ts';

const example = (text: string, loss: number, edits: number): JudgedExample => ({
  ...{ source: [...text], target: [...text], sourceText: text, targetText: text, output: [] },
  ...{ isRight: edits === 0, edits, loss },
});
const order = (examples: readonly JudgedExample[]): string => examples.map(({ sourceText }) => sourceText).join('');
const summary = (pinned: readonly PinnedExample[]): RunSummary => ({
  ...{ run: 'main', weights: 1, sourceVocabulary: 1, targetVocabulary: 1, trainExamples: 1, sample: [], step: 0 },
  pinned,
});

const setting = (answer: () => ErrorsAnswer) => {
  const main = createRunState('main');
  const asked: object[] = [];
  const first = example('a', 1, 0);
  main.summary.value = summary([first]);
  const [selected, moment, input] = [signal(0), signal<number | undefined>(3), signal('')];
  const desk = errorsDeskOf({
    ...{ main, selected, moment, input },
    ask: async <Name extends keyof Commands>(name: Name, request: Commands[Name]['request']) => {
      asked.push([name, request]);
      const chosen = (request as { readonly source?: readonly string[] }).source ?? [];
      const pinned = [first, { ...first, source: chosen }];
      const told: unknown = name === 'errors' ? answer() : pinned;
      return told as Commands[Name]['answer'];
    },
  });
  return { main, asked, selected, moment, input, desk };
};

describe('the worst first', () => {
  const examples = [example('a', 1, 2), example('b', 3, 0), example('c', 1, 5), example('d', Number.NaN, 0)];

  it('is by loss, then by edits, or by edits, then by loss', () => {
    expect(order(worstFirst(examples, 'loss'))).toBe('dbca');
    expect(order(worstFirst(examples, 'edits'))).toBe('cadb');
  });
});

describe('the desk', () => {
  const answer: ErrorsAnswer = { step: 5, examples: [example('x', 1, 2), example('y', 2, 1)], lengths: [] };

  it('makes a chosen example the one that all views show, at the last moment', async () => {
    const { desk, asked, main, selected, moment, input } = setting(() => answer);
    await desk.judge();
    expect(order(desk.worst.value)).toBe('yx');
    desk.order.value = 'edits';
    expect(order(desk.worst.value)).toBe('xy');
    await desk.choose(answer.examples[1]!);
    expect(asked).toEqual([
      ['errors', { run: 'main' }],
      ['pin', { run: 'main', source: ['y'] }],
    ]);
    expect(main.summary.value?.pinned).toHaveLength(2);
    expect([selected.value, moment.value, input.value]).toEqual([1, undefined, 'y']);
    expect(desk.answer.value).toBe(answer);
  });

  it('shows a chosen one that was let go, and leaves the others that were', async () => {
    const { desk, main } = setting(() => answer);
    const left = { ...example('y', 1, 0), isChosen: false };
    main.summary.value = summary([example('a', 1, 0), left]);
    await desk.choose(answer.examples[1]!);
    expect(main.summary.value?.pinned.map(({ isChosen }) => isChosen)).toEqual([undefined, true]);
    main.summary.value = summary([example('a', 1, 0), left]);
    await desk.choose(answer.examples[0]!);
    expect(main.summary.value?.pinned.map(({ isChosen }) => isChosen)).toEqual([undefined, undefined]);
  });

  it('says nothing of another run', async () => {
    const { desk, main } = setting(() => answer);
    await desk.judge();
    main.summary.value = summary([]);
    expect([desk.answer.value, desk.worst.value]).toEqual([undefined, []]);
  });

  it('says what went wrong', async () => {
    const { desk } = setting(() => {
      throw new Error('no run');
    });
    await desk.judge();
    expect([desk.problem.value, desk.isAsking.value, desk.answer.value]).toEqual(['no run', false, undefined]);
  });
});
