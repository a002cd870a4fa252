// What follows from one stage's cells, in sentences: what grows with the width, what stops growing, and what is surely known.
import { digitsOf } from '../compare/markdown-table.ts';
import { alphas, type BeamCell, type Stage } from './beam-cell.ts';
import { type BeamSummary, foundAgain, summaryOf, surelyBest } from './beam-summary.ts';
import { stageCells } from './stage-cells.ts';

/** A list in Markdown; nothing while cells are missing. */
export const stageFindings = (stage: Stage, cells: readonly BeamCell[]): readonly string[] => {
  const byAlpha = alphas.map((alpha) => stageCells(stage, cells, { alpha, words: stage.few }));
  if (byAlpha.some((own) => own.length < 2)) return [];
  const line = (title: string, unit: string, digits: number, of: (summary: BeamSummary) => number): string =>
    `- **${title}**: ${byAlpha.map((own) => `α = ${own[0]!.alpha}: ${courseOf(own, of, digits)}`).join('; ')}${unit}.`;
  return [
    [
      line('Log-probability', ' nats', 3, ({ logProb }) => logProb),
      line('Score', '', 4, ({ score }) => score),
      line('Length', ' tokens', 2, ({ length }) => length),
      line('Phone error rate', ' %', 2, ({ phoneErrorRate }) => 100 * phoneErrorRate),
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
  if (settled === own[0]!.width) return `${last} at every width`;
  const [from, to] = [of(summaryOf(own[0]!)), of(summaryOf(own.at(-1)!))];
  const verb = first === last ? 'goes away and comes back' : to > from ? 'grows' : 'falls';
  const end =
    settled === own.at(-1)!.width ? 'still changing at the widest' : `the same from width ${count(settled)} on`;
  return `${verb} from ${first} to ${last}, ${end}`;
};

const timeLine = (own: readonly BeamCell[]): string => {
  const [narrowest, widest] = [own[0]!, own.at(-1)!];
  const [from, to] = [narrowest.milliseconds.median, widest.milliseconds.median];
  return `- **Time** (α = 0): ${digitsOf(from, 1)} ms a word with width ${narrowest.width}, ${digitsOf(to, 0)} ms with ${count(widest.width)}: ${count(Math.round(to / from))} times as much.`;
};

/** On as many words as there are: the widest beam that has searched them all knows the most probable output of most. */
const bestLine = (stage: Stage, cells: readonly BeamCell[]): string => {
  const sure = [stage.many, stage.few].map((words) => {
    const own = stageCells(stage, cells, { alpha: 0, words });
    const widest = own.at(-1);
    if (!widest) return undefined;
    const known = surelyBest(widest);
    const found = own
      .slice(0, -1)
      .map((cell) => `width ${count(cell.width)} of ${count(foundAgain(cell, widest, known))}`);
    const empty = known.filter((word) => widest.lengths[word] === 1).length;
    return (
      `width ${count(widest.width)} has surely found the most probable output of ${count(known.length)} of ${count(words)} words ` +
      `(width · P ≥ 1, so that nothing more probable can have left the beam), ${found.join(', ')} of these; it is empty for ${empty}. ` +
      `The likeliest empty output of all these words has P = ${widest.likeliestEmptyLogProb > -7 ? digitsOf(Math.exp(widest.likeliestEmptyLogProb), 3) : `e^−${digitsOf(-widest.likeliestEmptyLogProb, 1)}`}`
    );
  });
  return `- **The most probable output** (α = 0): ${sure.filter((text) => text !== undefined).join('. ')}.`;
};

const written = (value: number, digits: number): string =>
  `${value < 0 ? '−' : ''}${digitsOf(Math.abs(value), digits)}`;

const count = (value: number): string => value.toLocaleString('en-US');
