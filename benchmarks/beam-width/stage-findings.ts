// What follows from one stage's cells, in sentences: what grows with the width, what stops growing, and what is surely known.
import { digitsOf } from '../compare/markdown-table.ts';
import { alphas, type BeamCell, type Stage } from './beam-cell.ts';
import { type BeamSummary, foundAgain, summaryOf, surelyBest } from './beam-summary.ts';
import { stageCells } from './stage-cells.ts';

/** A list in Markdown; nothing while cells are missing. */
export const stageFindings = (stage: Stage, cells: readonly BeamCell[]): readonly string[] => {
  const byAlpha = alphas.map((alpha) => stageCells(stage, cells, { alpha, words: stage.few }));
  if (byAlpha.some((own) => own.length < 2)) return [];
  const line = (title: string, digits: number, of: (summary: BeamSummary) => number): string =>
    `- **${title}**: ${byAlpha.map((own) => `α = ${own[0]!.alpha} ${courseOf(own, of, digits)}`).join('; ')}.`;
  return [
    [
      line('Log-probability in nats', 3, ({ logProb }) => logProb),
      line('Score', 4, ({ score }) => score),
      line('Length in tokens', 2, ({ length }) => length),
      line('Phone error rate in percent', 2, ({ phoneErrorRate }) => 100 * phoneErrorRate),
      normalizationLine(byAlpha),
      timeLine(byAlpha[0]!),
      bestLine(stage, cells),
    ].join('\n'),
  ];
};

/** From the narrowest to the widest beam, and from which width on nothing changes any more. */
const courseOf = (own: readonly BeamCell[], of: (summary: BeamSummary) => number, digits: number): string => {
  const texts = own.map((cell) => written(of(summaryOf(cell)), digits));
  const [first, last] = [texts[0]!, texts.at(-1)!];
  const settled = own[texts.findLastIndex((text) => text !== last) + 1]!.width;
  if (settled === own[0]!.width) return `is ${last} at every width`;
  const [from, to] = [of(summaryOf(own[0]!)), of(summaryOf(own.at(-1)!))];
  const verb = first === last ? 'goes away and comes back' : to > from ? 'grows' : 'falls';
  const end =
    settled === own.at(-1)!.width ? 'still changing at the widest' : `the same from width ${count(settled)} on`;
  return `${verb} from ${first} to ${last}, ${end}`;
};

/** What the length normalisation does to the length, with the narrowest and with the widest beam. */
const normalizationLine = (byAlpha: readonly (readonly BeamCell[])[]): string => {
  const [without, most] = [byAlpha[0]!, byAlpha.at(-1)!];
  const lengthOf = (cell: BeamCell): number => summaryOf(cell).length;
  const shares = [0, -1].map((place) => {
    const [one, other] = [without.at(place)!, most.at(place)!];
    return `${written(100 * (lengthOf(one) / lengthOf(other) - 1), 1)} % at width ${count(one.width)}`;
  });
  const right = most.at(-1)!;
  return (
    `- **Length without normalisation** (α = 0) against α = ${right.alpha}: ${shares.join(', ')}. ` +
    `The nearest pronunciations have ${digitsOf(right.referencePhones / right.words + 1, 2)} tokens, their ends counted.`
  );
};

const timeLine = (own: readonly BeamCell[]): string => {
  const [narrowest, widest] = [own[0]!, own.at(-1)!];
  const [from, to] = [narrowest.milliseconds.median, widest.milliseconds.median];
  return `- **Time** (α = 0): ${digitsOf(from, 1)} ms a word with width ${narrowest.width}, ${digitsOf(to, 0)} ms with ${count(widest.width)}: ${count(Math.round(to / from))} times as much.`;
};

/** What is surely the most probable output, by the widest beam on many and on few words, and who else finds it. */
const bestLine = (stage: Stage, cells: readonly BeamCell[]): string => {
  const texts = [stage.many, stage.few].flatMap((words) => {
    const own = stageCells(stage, cells, { alpha: 0, words });
    const widest = own.at(-1);
    if (!widest) return [];
    const known = surelyBest(widest);
    const found = own
      .slice(0, -1)
      .map((cell) => `width ${count(cell.width)} finds ${count(foundAgain(cell, widest, known))} of these`);
    const empty = known.filter((word) => widest.lengths[word] === 1).length;
    return [
      `of ${count(words)} words, that of ${count(known.length)} is surely known by width ${count(widest.width)}, and it is empty for ${empty}; ` +
        `${found.join(', ')}; the likeliest empty output has a probability of ${(100 * Math.exp(widest.likeliestEmptyLogProb)).toPrecision(2)} %`,
    ];
  });
  return `- **The most probable output** (α = 0): ${texts.join('. Likewise ')}.`;
};

const written = (value: number, digits: number): string =>
  `${value < 0 ? '−' : ''}${digitsOf(Math.abs(value), digits)}`;

const count = (value: number): string => value.toLocaleString('en-US');
