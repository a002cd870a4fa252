// What the Search view works on: what is searched and how, what was found, and where one is in looking at it. It outlives the view.
import { batch, computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import { tokensOf } from '../../experiment/config-of.ts';
import { presets } from '../../experiment/presets.ts';
import type { Playground } from '../../page/playground.ts';
import { type GrownTree, growTree, startKey } from '../../parts/search-tree/grown-tree.ts';
import { type ShownTree, showTree } from '../../parts/search-tree/shown-tree.ts';
import type { SearchChoices, TraceAnswer } from '../../protocol/messages.ts';

/** A table that needs no training, or the main run. */
type SearchSubject = 'model' | 'textbook';

/** α is apart: it ranks anew what is there. */
export type DeskChoices = Omit<SearchChoices, 'alpha'>;

/** How many pruned candidates of a beginning are shown, from few to many. */
export const prunedLevels = [2, 8, 16] as const;

export type SearchDesk = {
  readonly subject: Signal<SearchSubject>;
  readonly choices: Signal<DeskChoices>;
  readonly alpha: Signal<number>;
  readonly answer: Signal<TraceAnswer | undefined>;
  /** The choices that the answer is of: those of the form may be newer. */
  readonly foundBy: Signal<DeskChoices>;
  readonly isSearching: Signal<boolean>;
  readonly problem: Signal<string>;
  /** How many steps of the search are shown. */
  readonly step: Signal<number>;
  readonly active: Signal<string>;
  readonly closed: Signal<ReadonlySet<string>>;
  readonly prunedPerRow: Signal<number>;
  readonly isDownward: Signal<boolean>;
  /** Which of the outputs is looked at; undefined is the first of the ranking. */
  readonly chosen: Signal<number | undefined>;
  readonly tree: ReadonlySignal<GrownTree | undefined>;
  readonly shown: ReadonlySignal<ShownTree | undefined>;
  /** What stands between the tokens of an output. */
  readonly separator: ReadonlySignal<string>;
  choose(changes: Partial<DeskChoices>): void;
  take(subject: SearchSubject): void;
  goTo(step: number): void;
  /** Searches now; what an earlier search still finds is not looked at. */
  search(): Promise<void>;
  /** Searches whenever there is something else to find. Call what it returns to end that. */
  follow(): () => void;
};

const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

const desks = new WeakMap<Playground, SearchDesk>();

/** The page's desk. */
export const searchDeskOf = (playground: Playground): SearchDesk => {
  const desk = desks.get(playground) ?? createDesk(playground);
  desks.set(playground, desk);
  return desk;
};

const firstChoices: DeskChoices = {
  ...{ strategy: 'beam', width: 4, nBest: 4, maxLength: 40, temperature: 1, topK: 0, topP: 1, seed: 1 },
  ...{ prefix: [], banned: [] },
};
const textbookChoices: Partial<DeskChoices> = { strategy: 'beam', width: 3, nBest: 3, maxLength: 12 };

const createDesk = (playground: Playground): SearchDesk => {
  const { main, input, selected } = playground;
  const subject = signal<SearchSubject>('model');
  const choices = signal(firstChoices);
  const alpha = signal(0.7);
  const answer = signal<TraceAnswer | undefined>(undefined);
  const foundBy = signal(firstChoices);
  const isSearching = signal(false);
  const problem = signal('');
  const step = signal(0);
  const active = signal(startKey);
  const closed = signal<ReadonlySet<string>>(new Set());
  const chosen = signal<number | undefined>(undefined);
  const prunedPerRow = signal<number>(prunedLevels[0]);
  const isDownward = signal(false);
  let asked = 0;

  /** The last tree that was made, which may be before it is shown. */
  let made: { readonly question: readonly unknown[]; readonly tree: GrownTree } | undefined;
  const treeOf = (trace: TraceAnswer | undefined): GrownTree | undefined => {
    if (!trace || trace.steps.length === 0) return undefined;
    const options = { prunedPerRow: prunedPerRow.value, isDownward: isDownward.value };
    const question = [trace, ...Object.values(options)];
    if (!made?.question.every((part, index) => part === question[index])) {
      made = { question, tree: growTree(trace, options) };
    }
    return made.tree;
  };
  const tree = computed(() => treeOf(answer.value));
  const shown = computed(
    () => tree.value && showTree(tree.value, { step: step.value, alpha: alpha.value, closed: closed.value }),
  );
  const isReady = (): boolean => main.summary.value !== undefined && main.experiment.value !== undefined;

  const find = async (): Promise<TraceAnswer> => {
    const search = { ...choices.peek(), alpha: alpha.peek() };
    if (subject.peek() === 'textbook') return (await import('./textbook.ts')).searchTextbook(search);
    return playground.ask('trace', { run: main.id, text: input.peek(), search });
  };
  const search = async (): Promise<void> => {
    const question = ++asked;
    const by = choices.peek();
    isSearching.value = true;
    try {
      const found = await find();
      // To unpack what came, to lay it out and to draw it are three tasks, so that none is long.
      await nextTask();
      untracked(() => treeOf(found));
      await nextTask();
      if (question !== asked) return;
      batch(() => {
        answer.value = found;
        foundBy.value = by;
        problem.value = '';
        step.value = found.steps.length;
        active.value = startKey;
        closed.value = new Set();
        chosen.value = undefined;
      });
    } catch (error) {
      if (question === asked) problem.value = error instanceof Error ? error.message : String(error);
    } finally {
      if (question === asked) isSearching.value = false;
    }
  };

  /** The chosen example is what all views show, and another problem has other texts. */
  const followExamples = (): (() => void) => {
    let task = presets[playground.preset.peek()].experiment.task;
    let index = selected.peek();
    return effect(() => {
      const pinned = main.summary.value?.pinned ?? [];
      const now = main.experiment.value?.task ?? task;
      const example = pinned[selected.value];
      const isOther = now !== task && now !== presets[playground.preset.peek()].experiment.task;
      if (example && (isOther || selected.value !== index)) input.value = example.sourceText;
      if (now !== task) choices.value = { ...choices.peek(), prefix: [], banned: [] };
      [task, index] = [now, selected.value];
    });
  };
  const followQuestions = (): (() => void) => {
    let last = '';
    let lastPhase = '';
    return effect(() => {
      const phase = main.phase.value;
      const question = JSON.stringify([subject.value, choices.value, subject.value === 'model' && input.value]);
      const isRunNew = subject.value === 'model' && phase !== lastPhase && phase !== 'playing';
      const isAskable = subject.value === 'textbook' || (isReady() && phase !== 'loading' && phase !== 'failed');
      const isNew = question !== last || isRunNew || answer.peek() === undefined;
      if (!isAskable || !isNew) return;
      [last, lastPhase] = [question, phase];
      void search();
    });
  };

  return {
    ...{
      subject,
      choices,
      alpha,
      answer,
      isSearching,
      problem,
      step,
      active,
      closed,
      chosen,
      prunedPerRow,
      isDownward,
    },
    ...{ foundBy, tree, shown, search },
    separator: computed(() => {
      const experiment = main.experiment.value ?? playground.experiment.value;
      return subject.value === 'model' && tokensOf(experiment)[1] === 'characters' ? '' : ' ';
    }),
    choose: (changes) => {
      choices.value = { ...choices.value, ...changes };
    },
    take: (next) => {
      // What is still looked for is of the other subject.
      asked++;
      batch(() => {
        subject.value = next;
        isSearching.value = false;
        answer.value = undefined;
        problem.value = '';
        choices.value = { ...firstChoices, ...(next === 'textbook' && textbookChoices) };
      });
    },
    goTo: (to) => {
      step.value = Math.min(Math.max(to, 0), answer.value?.steps.length ?? 0);
      if (shown.value && !shown.value.byKey.has(active.value)) active.value = startKey;
    },
    follow: () => {
      const [examples, questions] = [followExamples(), followQuestions()];
      return () => {
        examples();
        questions();
      };
    },
  };
};
