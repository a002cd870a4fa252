// Runs side by side: each is the experiment of the form with a change, from the same seed, on the same batches, in turns. The store of
// the Compare view; it outlives the view.
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type Changes, changesOf } from '../experiment/changes.ts';
import { type Experiment, isSame, needsRestart } from '../experiment/experiment.ts';
import type { Cell } from '../parts/heat-map/cell.ts';
import { chosenOf, placeAmong } from './chosen-examples.ts';
import { letGo } from './let-go.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Playground } from './playground.ts';
import { applyFrame, createRunState, type RunState } from './run-state.ts';
import { placeOf } from './trainers.ts';

/** More columns than can be told apart, and than two cores can train at once, are not taken. */
export const mostColumns = 4;

export type Column = {
  readonly run: RunState;
  /** What is other than in the form. */
  readonly changes: Changes;
  /** Which of the looks it has, from 0: it keeps it when others go. */
  readonly look: number;
  /** Makes its run anew, of the experiment as it is now. */
  make(): Promise<void>;
};

export type Comparison = {
  readonly columns: ReadonlySignal<readonly Column[]>;
  readonly isPlaying: ReadonlySignal<boolean>;
  /** The form has changed since the runs were made. */
  readonly isRestartNeeded: ReadonlySignal<boolean>;
  /** Which of the moments that were measured all maps show; undefined is each run's last. */
  readonly moment: Signal<number | undefined>;
  /** The cell that all maps point at. */
  readonly cell: Signal<Cell | undefined>;
  /** A column more for an experiment: what it shares with the form stays shared. Resolves when its run is made, or has failed. */
  add(experiment: Experiment): Promise<void>;
  /** Ends a run, and gives its memory back. */
  remove(column: Column): Promise<void>;
  play(): Promise<void>;
  pause(): Promise<void>;
  /** All begin anew, from the form. */
  reset(): Promise<void>;
};

const comparisons = new WeakMap<Playground, Comparison>();

/** The page's comparison. */
export const comparisonOf = (playground: Playground): Comparison => {
  const known = comparisons.get(playground);
  if (known) return known;
  const comparison = createComparison(playground);
  comparisons.set(playground, comparison);
  return comparison;
};

/** What a comparison needs of the page. */
export type ComparedPage = Pick<
  Playground,
  'experiment' | 'main' | 'isCodeFromLink' | 'announcement' | 'ask' | 'pause' | 'onOthers'
>;

export const createComparison = (page: ComparedPage): Comparison => {
  const columns = signal<readonly Column[]>([]);
  const moment = signal<number | undefined>(undefined);
  let added = 0;

  const columnOf = (id: string): Column | undefined => columns.value.find(({ run }) => run.id === id);
  const experimentOf = ({ changes }: Column): Experiment => ({ ...page.experiment.value, ...changes });
  const isStale = (column: Column): boolean => {
    const { value } = column.run.experiment;
    return value === undefined || needsRestart(value, experimentOf(column));
  };
  const isPlaying = computed(() => columns.value.some(({ run }) => run.phase.value === 'playing'));
  const isRestartNeeded = computed(() => columns.value.some(isStale));

  const fail = (run: RunState, error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error);
    batch(() => {
      run.phase.value = 'failed';
      run.failure.value = { step: run.step.value, message, isNotFinite: false };
    });
  };
  const rest = (): void =>
    batch(() => {
      for (const { run } of columns.value) if (run.phase.value === 'playing') run.phase.value = 'paused';
    });

  /** A fresh run; one that fails says so in its column, and leaves the others alone. */
  const configure = async (column: Column): Promise<void> => {
    const { run } = column;
    const experiment = experimentOf(column);
    try {
      if (page.isCodeFromLink.value && placeOf(experiment) === 'sandbox') {
        throw new Error('This scorer came with a link: read it in the Scorer view and run it there first.');
      }
      await letGo(run, page.ask);
      const chosen = chosenOf(page.main.summary.value);
      const summary = await page.ask('configure', { run: run.id, experiment, chosen });
      // It may have been removed while it was made.
      if (!columns.value.includes(column)) return await page.ask('remove', { run: run.id });
      batch(() => {
        run.summary.value = summary;
        run.experiment.value = experiment;
        run.phase.value = 'ready';
      });
    } catch (error) {
      fail(run, error);
    }
  };

  const letPlay = async (going: readonly Column[]): Promise<void> => {
    if (going.length === 0) return;
    batch(() => {
      moment.value = undefined;
      for (const { run } of going) {
        run.phase.value = 'playing';
        run.stopped.value = undefined;
      }
    });
    page.announcement.value = `Training ${going.length} models side by side.`;
    try {
      await page.ask('play', { runs: going.map(({ run }) => run.id) });
    } catch (error) {
      for (const { run } of going) fail(run, error);
    }
  };

  /** What the user chooses in the main run is shown in all columns, where they have the example at all. */
  const choose = async ({ run }: Column, source: readonly string[]): Promise<void> => {
    const of = run.summary.peek();
    const pinned = await page.ask('pin', { run: run.id, source }).catch(() => undefined);
    if (pinned && of && run.summary.peek()?.sample === of.sample) run.summary.value = { ...of, pinned };
  };
  effect(() => {
    const chosen = chosenOf(page.main.summary.value);
    for (const column of columns.value) {
      const [summary, isMade] = [column.run.summary.value, column.run.experiment.value !== undefined];
      if (!summary || !isMade) continue;
      for (const source of chosen) if (placeAmong(summary.pinned, { source }) < 0) void choose(column, source);
    }
  });

  // What may change on the way does so in all columns.
  effect(() => {
    for (const column of columns.value) {
      const { run } = column;
      const [made, experiment] = [run.experiment.value, experimentOf(column)];
      if (!made || isStale(column) || isSame(made, experiment)) continue;
      run.experiment.value = experiment;
      page.ask('change', { run: run.id, experiment }).catch((error: unknown) => fail(run, error));
    }
  });

  page.onOthers({
    frame: (frame) => {
      const column = columnOf(frame.run);
      if (column) applyFrame(column.run, frame);
    },
    stopped: ({ run: id, reason }) => {
      const run = columnOf(id)?.run;
      if (!run) return;
      run.phase.value = 'stopped';
      run.stopped.value = reason;
      if (!isPlaying.value) page.announcement.value = 'The comparison has ended.';
    },
    failed: ({ run: id, ...failure }) => {
      const run = columnOf(id)?.run;
      if (!run) return;
      run.phase.value = 'failed';
      run.failure.value = failure;
    },
    hold: async () => {
      const held = columns.value.filter(({ run }) => run.phase.value === 'playing');
      if (held.length > 0) await comparison.pause();
      return async () => {
        if (page.main.phase.value === 'playing' || isPlaying.value) return;
        await letPlay(held.filter((column) => columns.value.includes(column) && column.run.phase.value === 'paused'));
      };
    },
    halted: rest,
    lost: (place, message) => {
      for (const { run } of columns.value) {
        if (!run.experiment.value || placeOf(run.experiment.value) !== place) continue;
        fail(run, `Its trainer has ended: ${message}.`);
        run.experiment.value = undefined;
      }
    },
  });

  const comparison: Comparison = {
    ...{ columns, isPlaying, isRestartNeeded, moment },
    cell: signal<Cell | undefined>(undefined),
    add: async (experiment) => {
      if (columns.value.length >= mostColumns) {
        throw new Error(`Compare: expected at most ${mostColumns} columns, got one more; remove one first.`);
      }
      const taken = new Set(columns.value.map(({ look }) => look));
      const look = Array.from({ length: mostColumns }, (_, index) => index).find((index) => !taken.has(index))!;
      const run = createRunState(`compare-${++added}`);
      const changes = changesOf(experiment, page.experiment.value);
      const make = oneAtATime(
        () => page.experiment.value,
        () => configure(column),
      );
      const column: Column = { run, look, changes, make };
      columns.value = [...columns.value, column];
      await make();
    },
    remove: async (column) => {
      columns.value = columns.value.filter((other) => other !== column);
      if (columns.value.length === 0) moment.value = undefined;
      // One that is being made goes when it is there.
      if (column.run.summary.value && column.run.phase.value !== 'loading') {
        await page.ask('remove', { run: column.run.id }).catch(() => undefined);
      }
    },
    play: async () => {
      if (page.main.phase.value === 'playing') await page.pause();
      for (const column of columns.value) if (isStale(column)) await column.make();
      const able = columns.value.filter(({ run }) => ['ready', 'paused', 'playing'].includes(run.phase.value));
      // Where all have ended, Train goes on with all of them.
      const going = able.length > 0 ? able : columns.value.filter(({ run }) => run.phase.value === 'stopped');
      await letPlay(going);
    },
    pause: async () => {
      if (!isPlaying.value) return;
      await page.ask('pause', {}).catch(() => undefined);
      rest();
      page.announcement.value = 'The comparison is paused.';
    },
    reset: async () => {
      await comparison.pause();
      moment.value = undefined;
      for (const column of columns.value) await column.make();
    },
  };
  return comparison;
};
