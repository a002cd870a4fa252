// Duels as tables: the ratio first, then both sides.
import { type Duel, duelMs, duelRatio } from './duel.ts';
import { digitsOf, markdownTable } from './markdown-table.ts';

export const trainingTable = (duels: readonly Duel[]): string =>
  duelTable(
    duels,
    ['case', 'ratio', 'least–greatest', 'ms a step', 'PyTorch, ms', 'target tokens/s', 'PyTorch'],
    (duel) => {
      const { batch, targetLength } = duel.task.shapes;
      const { ours, theirs } = duelMs(duel);
      const speeds = [ours, theirs].map((milliseconds) => digitsOf((1000 * batch * targetLength) / milliseconds, 0));
      return [duel.title, ...ratioCells(duel), ...speeds];
    },
  );

export const decodingTable = (duels: readonly Duel[]): string =>
  duelTable(
    duels,
    ['case', 'batch', 'beam', 'ratio', 'least–greatest', 'ms a batch', 'PyTorch, ms', 'sequences/s', 'PyTorch'],
    (duel) => {
      const { batch, beam } = duel.task.what === 'decode' ? duel.task : { batch: 0, beam: 0 };
      const { ours, theirs } = duelMs(duel);
      const speeds = [ours, theirs].map((milliseconds) => digitsOf((1000 * batch) / milliseconds));
      return [duel.title, `${batch}`, `${beam}`, ...ratioCells(duel), ...speeds];
    },
  );

/** All cores against one. */
export const threadsTable = (threads: readonly Duel[], cores: number): string =>
  cores === 1
    ? 'Not run: this machine has one core.'
    : [
        `A training step on ${cores} threads against one. The results are the same, bit for bit.`,
        duelTable(threads, ['case', 'ratio', 'least–greatest', `ms, ${cores} threads`, 'ms, 1 thread'], (duel) => [
          duel.title,
          ...ratioCells(duel),
        ]),
      ].join('\n\n');

export const stockTable = (duels: readonly Duel[]): string =>
  duelTable(duels, ['peer, case', 'ratio', 'least–greatest', 'our ms a step', 'their ms'], (duel) => [
    `${duel.theirs}, ${duel.title}`,
    ...ratioCells(duel),
  ]);

/** The median of the ratios, the ends of the others, and both sides' milliseconds; or why there are none. */
const ratioCells = (duel: Duel): readonly string[] => {
  const { median, least, greatest } = duelRatio(duel);
  const { ours, theirs } = duelMs(duel);
  return [
    `**${digitsOf(median, 2)}**`,
    `${digitsOf(least, 2)}–${digitsOf(greatest, 2)}`,
    digitsOf(ours),
    digitsOf(theirs),
  ];
};

/** A table of those that ran, and a line for each reason why others did not. */
const duelTable = (
  duels: readonly Duel[],
  head: readonly string[],
  rowOf: (duel: Duel) => readonly string[],
): string => {
  const ran = duels.filter(({ notRun }) => notRun === undefined);
  const titles = new Map<string, Set<string>>();
  for (const { title, theirs, notRun, hasFailed } of duels) {
    if (notRun === undefined) continue;
    const reason = `${theirs} ${hasFailed ? 'failed' : 'not run'}: ${notRun}.`;
    titles.set(reason, (titles.get(reason) ?? new Set()).add(title));
  }
  const lines = Array.from(titles, ([reason, without]) => `${[...without].join(', ')}: ${reason}`);
  return [...(ran.length > 0 ? [markdownTable(head, ran.map(rowOf))] : []), ...lines].join('\n\n');
};
