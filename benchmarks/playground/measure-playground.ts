// What a visitor of the playground waits for, and how smooth it is meanwhile: the published build in Chromium, a new profile each time.
import { builtApp, kibibytes, type Part, partsOf, serveApp, startChromium } from '@seq2seq/playground/driver';
import { describeMachine, type Machine } from '../compare/machine.ts';
import { measureRound, type Round, type Timed, type TimedPreset, type Viewport } from './measure-round.ts';
import type { Scrolling } from './measure-scrolling.ts';

/** All that one run of `bench playground` has found out; times are in seconds, one for each round. */
export type PlaygroundReport = {
  readonly command: string;
  /** When it began, in the form of ISO 8601. */
  readonly date: string;
  readonly machine: Machine;
  readonly chromium: string;
  readonly rounds: number;
  /** From the address to a map that can be looked at. */
  readonly opening: Timed<readonly number[]>;
  /** From the button to 95 % of held-out examples exactly right. */
  readonly learning: Timed<readonly number[]>;
  /** Four scorers side by side, until the last has ended. */
  readonly comparing: readonly number[];
  /** Milliseconds of the page's longest task while it trains. */
  readonly longestTasks: readonly number[];
  readonly scrolling: Readonly<Record<Viewport, readonly Scrolling[]>>;
  /** KiB, compressed. */
  readonly sizes: Readonly<Record<Part, number>>;
};

export type MeasurePlaygroundOptions = {
  readonly command: string;
  readonly rounds: number;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
};

export const measurePlayground = async ({
  command,
  rounds,
  signal,
  onProgress,
}: MeasurePlaygroundOptions): Promise<PlaygroundReport> => {
  const date = new Date().toISOString();
  const machine = await describeMachine();
  const files = await builtApp();
  const host = await serveApp(files, { isIsolated: true });
  const browser = await startChromium();
  const close = (): void => void browser.close();
  signal.addEventListener('abort', close);
  try {
    const all: Round[] = [];
    for (let round = 0; round < rounds; round++) {
      signal.throwIfAborted();
      all.push(await measureRound(browser, host.url));
      onProgress(`round ${round + 1} of ${rounds}`);
    }
    const parts = Object.entries(partsOf(files)).map(([part, names]) => [part, kibibytes(files, names)]);
    return {
      ...{ command, date, machine, rounds, chromium: browser.version() },
      opening: timedBy((preset) => all.map(({ opening }) => opening[preset])),
      learning: timedBy((preset) => all.map(({ learning }) => learning[preset])),
      comparing: all.map(({ comparing }) => comparing),
      longestTasks: all.map((round) => round.longestTask),
      scrolling: {
        desk: all.map(({ scrolling }) => scrolling.desk),
        phone: all.map(({ scrolling }) => scrolling.phone),
      },
      sizes: Object.fromEntries(parts) as PlaygroundReport['sizes'],
    };
  } finally {
    signal.removeEventListener('abort', close);
    await browser.close();
    await host.close();
  }
};

const timedBy = <Value>(of: (preset: TimedPreset) => Value): Timed<Value> => ({
  dates: of('dates'),
  reverse: of('reverse'),
});
