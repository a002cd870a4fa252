import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { changesOf } from '../experiment/changes.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { presets } from '../experiment/presets.ts';
import type { Commands, RunId } from '../protocol/messages.ts';
import { type Comparison, createComparison, mostColumns } from './comparison.ts';
import type { OtherRuns } from './other-runs.ts';
import { createRunState } from './run-state.ts';

const base = presets.reverse.experiment;
const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A page whose trainer does what it is told, and writes it down. */
const setting = (): {
  readonly comparison: Comparison;
  readonly asked: (readonly [name: string, request: object])[];
  readonly experiment: { value: Experiment };
  readonly isCodeFromLink: { value: boolean };
  readonly main: ReturnType<typeof createRunState>;
  /** What a question answers, where that is not what it usually is. */
  readonly answers: Map<string, () => Promise<unknown>>;
  others(): OtherRuns;
  phases(): readonly string[];
} => {
  const asked: (readonly [string, object])[] = [];
  const answers = new Map<string, () => Promise<unknown>>();
  let others: OtherRuns | undefined;
  const [experiment, isCodeFromLink, main] = [signal(base), signal(false), createRunState('main')];
  const comparison = createComparison({
    ...{ experiment, isCodeFromLink, main, announcement: signal('') },
    ask: async <Name extends keyof Commands>(name: Name, request: Commands[Name]['request']) => {
      asked.push([name, request]);
      const { run } = request as { readonly run?: RunId };
      const answer = await answers.get(`${name} ${run ?? ''}`)?.();
      return (answer ?? { run, weights: 1, pinned: [], sample: [], step: 0 }) as Commands[Name]['answer'];
    },
    pause: async () => {
      asked.push(['page.pause', {}]);
      main.phase.value = 'paused';
    },
    onOthers: (listener) => {
      others = listener;
      return () => undefined;
    },
  });
  return {
    ...{ comparison, asked, experiment, isCodeFromLink, main, answers },
    others: () => others!,
    phases: () => comparison.columns.value.map(({ run }) => run.phase.value),
  };
};
const addThree = async (comparison: Comparison): Promise<void> => {
  for (const scorer of ['mlp', 'dot', 'general'] as const) await comparison.add({ ...base, scorer });
};

describe('a comparison', () => {
  it('keeps seed, data and batches of the form, whatever is added', async () => {
    const { comparison, asked } = setting();
    await comparison.add({ ...base, scorer: 'dot', units: 32, seed: 9, batchSize: 3, task: 'dates', examples: 17 });
    expect(comparison.columns.value[0]!.changes).toEqual({ scorer: 'dot', units: 32 });
    expect(asked).toEqual([
      [
        'configure',
        { run: comparison.columns.value[0]!.run.id, experiment: { ...base, scorer: 'dot', units: 32 }, chosen: [] },
      ],
    ]);
    expect(changesOf(base, base)).toEqual({});
  });

  it('has no more columns than can be told apart, and looks that stay', async () => {
    const { comparison } = setting();
    for (let count = 0; count < mostColumns; count++) await comparison.add(base);
    await expect(comparison.add(base)).rejects.toThrow('Compare: expected at most 4 columns, got one more; remove one');
    const looks = (): readonly number[] => comparison.columns.value.map(({ look }) => look);
    expect(looks()).toEqual([0, 1, 2, 3]);
    await comparison.remove(comparison.columns.value[1]!);
    expect(looks()).toEqual([0, 2, 3]);
    await comparison.add(base);
    expect(looks()).toEqual([0, 2, 3, 1]);
    expect(new Set(comparison.columns.value.map(({ run }) => run.id)).size).toBe(4);
  });

  it('plays all runs at once, after the main one has paused', async () => {
    const { comparison, asked, main, phases } = setting();
    await addThree(comparison);
    main.phase.value = 'playing';
    asked.length = 0;
    await comparison.play();
    expect(asked).toEqual([
      ['page.pause', {}],
      ['play', { runs: comparison.columns.value.map(({ run }) => run.id) }],
    ]);
    expect([comparison.isPlaying.value, phases()]).toEqual([true, ['playing', 'playing', 'playing']]);
    await comparison.pause();
    expect(asked.at(-1)).toEqual(['pause', {}]);
    expect(phases()).toEqual(['paused', 'paused', 'paused']);
  });

  it('goes on without a run that fails, when it is made or while it learns', async () => {
    const { comparison, answers, others, phases, asked } = setting();
    answers.set('configure compare-2', () => Promise.reject(new Error('no such thing')));
    await addThree(comparison);
    expect(phases()).toEqual(['ready', 'failed', 'ready']);
    expect(comparison.columns.value[1]!.run.failure.value?.message).toBe('no such thing');
    await comparison.play();
    expect(phases()).toEqual(['playing', 'failed', 'playing']);
    expect(asked.at(-1)).toEqual(['play', { runs: ['compare-1', 'compare-3'] }]);
    others().failed({ run: 'compare-1', step: 3, message: 'no number', isNotFinite: true });
    expect([comparison.isPlaying.value, phases()]).toEqual([true, ['failed', 'failed', 'playing']]);
    others().stopped({ run: 'compare-3', reason: 'steps' });
    expect([comparison.isPlaying.value, phases()]).toEqual([false, ['failed', 'failed', 'stopped']]);
  });

  it('waits for a run that is being made, and makes no other', async () => {
    const { comparison, asked, answers } = setting();
    let finish = (): void => {};
    answers.set('configure compare-1', () => new Promise((resolve) => (finish = () => resolve(undefined))));
    const added = comparison.add(base);
    const played = comparison.play();
    await new Promise((resolve) => setTimeout(resolve));
    expect(asked.map(([name]) => name)).toEqual(['configure']);
    finish();
    await Promise.all([added, played]);
    expect(asked.map(([name]) => name)).toEqual(['configure', 'play']);
  });

  it('begins anew when the form has changed, and not for what may change on the way', async () => {
    const { comparison, experiment, asked } = setting();
    await addThree(comparison);
    asked.length = 0;
    experiment.value = { ...base, stopSteps: 5 };
    expect(comparison.isRestartNeeded.value).toBe(false);
    // It is told to all runs, as they are.
    const scorers = ['mlp', 'dot', 'general'].map((scorer, index) => [
      'change',
      { run: `compare-${index + 1}`, experiment: { ...base, scorer, stopSteps: 5 } },
    ]);
    expect(asked).toEqual(scorers);
    experiment.value = { ...base, seed: 2 };
    expect(comparison.isRestartNeeded.value).toBe(true);
    expect(asked).toHaveLength(3);
    asked.length = 0;
    await comparison.play();
    const one = ['remove', 'configure'];
    expect(asked.map(([name]) => name)).toEqual([...one, ...one, ...one, 'play']);
    expect(asked[3]![1]).toMatchObject({ experiment: { seed: 2, scorer: 'dot' } });
    expect(comparison.isRestartNeeded.value).toBe(false);
  });

  it('shows nothing of a run that was before, which tells until it is removed', async () => {
    const { comparison, answers, others } = setting();
    await comparison.add(base);
    const { run } = comparison.columns.value[0]!;
    answers.set('remove compare-1', async () =>
      others().frame({
        ...{ run: run.id, step: 9, epoch: 1, seconds: 2, stepsPerSecond: 3 },
        ...{ losses: Float32Array.of(1, 2), measures: [] },
      }),
    );
    await comparison.reset();
    expect([run.step.value, run.losses.value.length, run.phase.value]).toEqual([0, 0, 'ready']);
  });

  it('shows what the user chooses in the main run, before a column is made and after', async () => {
    const { comparison, asked, main, answers } = setting();
    const pinned = (text: string) => ({
      ...{ source: [...text], target: [], sourceText: text, targetText: '', isChosen: true },
    });
    const summary = (...texts: readonly string[]) => ({
      ...{ run: 'main', weights: 1, sourceVocabulary: 1, targetVocabulary: 1, trainExamples: 1, sample: [], step: 0 },
      pinned: texts.map(pinned),
    });
    main.summary.value = summary('ab');
    answers.set('configure compare-1', async () => summary('ab'));
    // This one is of data that have none of them.
    answers.set('configure compare-2', async () => summary());
    answers.set('pin compare-1', async () => [pinned('ab'), pinned('cd')]);
    answers.set('pin compare-2', () => Promise.reject(new Error('no such example')));
    await comparison.add(base);
    expect(asked).toEqual([['configure', { run: 'compare-1', experiment: base, chosen: [['a', 'b']] }]]);
    await comparison.add({ ...base, scorer: 'dot' });
    asked.length = 0;
    main.summary.value = summary('ab', 'cd');
    await new Promise((resolve) => setTimeout(resolve));
    expect(asked.filter(([, request]) => 'run' in request && request.run === 'compare-1')).toEqual([
      ['pin', { run: 'compare-1', source: ['c', 'd'] }],
    ]);
    expect(comparison.columns.value.map(({ run }) => run.summary.value?.pinned.length)).toEqual([2, 0]);
  });

  it('rests when the main run takes the trainer, and knows which runs a trainer took with it', async () => {
    const { comparison, others, phases } = setting();
    await comparison.add({ ...base, scorer: 'own', ownScorer: 'mine' });
    await comparison.add({ ...base, scorer: 'dot' });
    await comparison.play();
    others().halted();
    expect(phases()).toEqual(['paused', 'paused']);
    others().lost('sandbox', 'out of memory');
    expect(phases()).toEqual(['failed', 'paused']);
    expect(comparison.isRestartNeeded.value).toBe(true);
    await comparison.play();
    expect(phases()).toEqual(['playing', 'playing']);
  });

  it('lets those go on that were held, and no others, as they are', async () => {
    const { comparison, others, phases, asked, experiment } = setting();
    await addThree(comparison);
    await comparison.play();
    others().stopped({ run: 'compare-1', reason: 'steps' });
    const goOn = await others().hold();
    expect([asked.at(-1), phases()]).toEqual([
      ['pause', {}],
      ['stopped', 'paused', 'paused'],
    ]);
    // One that was ready is not what was held, and a form that has changed meanwhile begins nothing anew.
    await comparison.add({ ...base, scorer: 'scaled-dot' });
    experiment.value = { ...base, seed: 2 };
    await goOn();
    expect([asked.at(-1), phases()]).toEqual([
      ['play', { runs: ['compare-2', 'compare-3'] }],
      ['stopped', 'playing', 'playing', 'ready'],
    ]);
  });

  it('stays paused after it was held, where it was paused before, or the main run plays, or a column is gone', async () => {
    const { comparison, others, phases, asked, main } = setting();
    await addThree(comparison);
    await (
      await others().hold()
    )();
    expect(phases()).toEqual(['ready', 'ready', 'ready']);
    await comparison.play();
    const goOn = await others().hold();
    main.phase.value = 'playing';
    await goOn();
    expect(phases()).toEqual(['paused', 'paused', 'paused']);
    main.phase.value = 'paused';
    await comparison.remove(comparison.columns.value[0]!);
    await goOn();
    expect(asked.at(-1)).toEqual(['play', { runs: ['compare-2', 'compare-3'] }]);
  });

  it('gives a run back that was removed while it was made', async () => {
    const { comparison, answers, asked } = setting();
    let finish = (): void => undefined;
    answers.set('configure compare-1', () => new Promise<undefined>((resolve) => (finish = () => resolve(undefined))));
    const added = comparison.add(base);
    await comparison.remove(comparison.columns.value[0]!);
    expect(asked.map(([name]) => name)).toEqual(['configure']);
    finish();
    await added;
    expect(asked.at(-1)).toEqual(['remove', { run: 'compare-1' }]);
  });

  it('gives a run back once that was removed while it was made anew', async () => {
    const { comparison, answers, asked } = setting();
    await comparison.add(base);
    let finish = (): void => undefined;
    answers.set('configure compare-1', () => new Promise<undefined>((resolve) => (finish = () => resolve(undefined))));
    const column = comparison.columns.value[0]!;
    const reset = comparison.reset();
    await new Promise((resolve) => setTimeout(resolve));
    asked.length = 0;
    await comparison.remove(column);
    expect(asked).toEqual([]);
    finish();
    await reset;
    expect(asked).toEqual([['remove', { run: 'compare-1' }]]);
  });

  it('runs no code that a link brought', async () => {
    const { comparison, isCodeFromLink, asked, phases } = setting();
    isCodeFromLink.value = true;
    await comparison.add({ ...base, scorer: 'own', ownScorer: 'theirs' }).catch(words);
    expect([asked, phases()]).toEqual([[], ['failed']]);
  });
});
