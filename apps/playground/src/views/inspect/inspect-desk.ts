// What the Inspect view works on: a text, what the run makes of it, and what it makes of it with one row of attention set by hand. It
// outlives the view, which is built anew each time it is looked at.
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Playground } from '../../page/playground.ts';
import type { Cell } from '../../parts/heat-map/cell.ts';
import { rankedRow } from '../../parts/heat-map/cell.ts';
import type { InspectAnswer } from '../../protocol/messages.ts';

/** Likely tokens that are shown of each step. */
const shownTokens = 5;

/** A row of weights that stands in for the attention's own. */
type SetRow = { readonly row: number; readonly weights: Float32Array };

export type InspectDesk = {
  /** As the run gives it. */
  readonly free: Signal<InspectAnswer | undefined>;
  /** With the row that is set. */
  readonly led: Signal<InspectAnswer | undefined>;
  readonly set: Signal<SetRow | undefined>;
  /** What is shown: what was led, if anything was. */
  readonly shown: ReadonlySignal<InspectAnswer | undefined>;
  readonly isAsking: Signal<boolean>;
  readonly problem: Signal<string>;
  readonly picture: Signal<'map' | 'links'>;
  /** The chosen output token. */
  readonly row: Signal<number | undefined>;
  readonly pinned: Signal<Cell | undefined>;
  /** The pinned cell if it is of the chosen row, else that row's greatest. */
  readonly examined: ReadonlySignal<Cell | undefined>;
  /** Asks whenever the text, the run or the row changes, until it is told to end. */
  follow(): () => void;
};

/** What the desk needs of the page. */
export type InspectedPage = Pick<Playground, 'main' | 'input' | 'selected' | 'ask'>;

const desks = new WeakMap<InspectedPage, InspectDesk>();

/** The page's desk. */
export const deskOf = (playground: InspectedPage): InspectDesk => {
  const desk = desks.get(playground) ?? createDesk(playground);
  desks.set(playground, desk);
  return desk;
};

const createDesk = (playground: InspectedPage): InspectDesk => {
  const { main, input, selected } = playground;
  const free = signal<InspectAnswer | undefined>(undefined);
  const led = signal<InspectAnswer | undefined>(undefined);
  const set = signal<SetRow | undefined>(undefined);
  const isAsking = signal(false);
  const problem = signal('');
  const row = signal<number | undefined>(0);
  const pinned = signal<Cell | undefined>(undefined);
  const shown = computed(() => (set.value && led.value) ?? free.value);
  let isStale = false;

  const examined = computed((): Cell | undefined => {
    const alignment = shown.value?.outputs[0]?.alignment;
    const chosen = row.value;
    if (!alignment || chosen === undefined || chosen >= alignment.rows) return undefined;
    const pin = pinned.value;
    if (pin?.row === chosen && pin.column < alignment.columns) return pin;
    return { row: chosen, column: rankedRow(alignment, chosen)[0]?.column ?? 0 };
  });

  const ask = async (text: string): Promise<void> => {
    const request = { run: main.id, text, top: shownTokens };
    const answer = await playground.ask('inspect', { ...request, forced: [] });
    const before = set.peek();
    // What was set for another source is not meant for this one.
    const isStillMeant =
      before !== undefined &&
      answer.inside?.memory.rows === before.weights.length &&
      free.peek()?.sourceTokens.join(' ') === answer.sourceTokens.join(' ');
    const withRow = isStillMeant
      ? await playground.ask('inspect', { ...request, forced: [{ ...before, weights: before.weights.slice() }] })
      : undefined;
    batch(() => {
      free.value = answer;
      led.value = withRow;
      if (before && !isStillMeant && set.peek() === before) set.value = undefined;
      problem.value = '';
    });
  };

  /** One question at a time: what changes meanwhile is asked about at its end. */
  const refresh = async (): Promise<void> => {
    isStale = true;
    if (isAsking.peek()) return;
    isAsking.value = true;
    while (isStale) {
      isStale = false;
      try {
        await ask(input.peek());
      } catch (error) {
        isStale = false;
        batch(() => {
          free.value = undefined;
          led.value = undefined;
          problem.value = error instanceof Error ? error.message : String(error);
        });
      }
    }
    isAsking.value = false;
  };

  return {
    ...{ free, led, set, shown, isAsking, problem, row, pinned, examined },
    picture: signal('map'),
    follow: () => {
      let example: string | undefined = main.summary.peek()?.pinned[selected.peek()]?.sourceText;
      const endLink = effect(() => {
        const chosen = main.summary.value?.pinned[selected.value]?.sourceText;
        if (chosen !== undefined && example !== undefined && chosen !== example) input.value = chosen;
        example = chosen;
      });
      const endAsking = effect(() => {
        const phase = main.phase.value;
        // A run that plays is asked at each measure, which is often enough to see it learn.
        const moment = phase === 'playing' ? main.measures.value.length : main.step.value;
        if (phase === 'loading' || !main.summary.value || !main.experiment.peek()) return;
        void [moment, input.value, set.value];
        void refresh();
      });
      return () => {
        endLink();
        endAsking();
      };
    },
  };
};
