// What the Train view knows of the run's errors, and how one of them becomes the example that all views show.
import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { placeAmong, takeBack, withoutLetGo } from '../../page/chosen-examples.ts';
import type { Playground } from '../../page/playground.ts';
import type { ErrorsAnswer, JudgedExample } from '../../protocol/messages.ts';

export type ErrorOrder = 'loss' | 'edits';

export type ErrorsDesk = {
  /** The last answer about the run that is there now. */
  readonly answer: ReadonlySignal<ErrorsAnswer | undefined>;
  /** Its examples, the worst first. */
  readonly worst: ReadonlySignal<readonly JudgedExample[]>;
  readonly order: Signal<ErrorOrder>;
  readonly isAsking: Signal<boolean>;
  /** Why there is no answer. */
  readonly problem: Signal<string>;
  judge(): Promise<void>;
  /** Shows one in all views from now on. */
  choose(example: JudgedExample): Promise<void>;
};

/** What the desk needs of the page. */
export type JudgedPage = Pick<Playground, 'main' | 'selected' | 'moment' | 'input' | 'ask'>;

const desks = new WeakMap<JudgedPage, ErrorsDesk>();

/** The page's desk. */
export const errorsDeskOf = (page: JudgedPage): ErrorsDesk => {
  const desk = desks.get(page) ?? createErrorsDesk(page);
  desks.set(page, desk);
  return desk;
};

/** The worst first; where they are as bad by one measure, by the other. A loss that is no number is the worst there is. */
export const worstFirst = (examples: readonly JudgedExample[], order: ErrorOrder): readonly JudgedExample[] => {
  const lossOf = ({ loss }: JudgedExample): number => (Number.isNaN(loss) ? Number.MAX_VALUE : loss);
  const byLoss = (a: JudgedExample, b: JudgedExample): number => lossOf(b) - lossOf(a);
  const byEdits = (a: JudgedExample, b: JudgedExample): number => b.edits - a.edits;
  const [first, then] = order === 'loss' ? [byLoss, byEdits] : [byEdits, byLoss];
  return examples.toSorted((a, b) => first(a, b) || then(a, b));
};

const createErrorsDesk = ({ main, selected, moment, input, ask }: JudgedPage): ErrorsDesk => {
  /** With what its run was made from: another run has another sample, be it of the same texts. */
  const last = signal<{ readonly answer: ErrorsAnswer; readonly sample: unknown } | undefined>(undefined);
  const [order, isAsking, problem] = [signal<ErrorOrder>('loss'), signal(false), signal('')];
  const sampleNow = (): unknown => main.summary.value?.sample;
  const answer = computed(() => (last.value?.sample === sampleNow() ? last.value?.answer : undefined));
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    isAsking.value = true;
    problem.value = '';
    try {
      await work();
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    } finally {
      isAsking.value = false;
    }
  };
  return {
    ...{ answer, order, isAsking, problem },
    worst: computed(() => worstFirst(answer.value?.examples ?? [], order.value)),
    judge: () =>
      attempt(async () => {
        const sample = sampleNow();
        last.value = { answer: await ask('errors', { run: main.id }), sample };
      }),
    choose: (example) =>
      attempt(async () => {
        const told = await ask('pin', { run: main.id, source: example.source });
        const summary = main.summary.value;
        if (!summary) return;
        const pinned = takeBack(withoutLetGo(told, summary.pinned), example);
        batch(() => {
          main.summary.value = { ...summary, pinned };
          selected.value = placeAmong(pinned, example);
          input.value = example.sourceText;
          moment.value = undefined;
        });
      }),
  };
};
