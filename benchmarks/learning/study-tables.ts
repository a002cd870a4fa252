// One study in Markdown: its question, what was the same for all, a row an arm, and what follows from it.
import { digitsOf, markdownTable } from '../compare/markdown-table.ts';
import { type LearningRun, planOf, runOf } from './learning-run.ts';
import { type PairedDifference, pairedDifference } from './paired-difference.ts';
import type { Arm, Claim, Column, Study } from './study.ts';

/** A study's runs, an arm's together, in the order of the seeds. */
export const runsOfArm = (study: Study, arm: Arm, runs: readonly LearningRun[]): LearningRun[] =>
  study.seeds.flatMap((seed) => runOf(runs, planOf(study, arm, seed)) ?? []);

/** A row for each arm that has runs: the mean, then each seed. */
export const studyTable = (study: Study, runs: readonly LearningRun[]): string => {
  const rows = study.arms.flatMap((arm) => {
    const own = runsOfArm(study, arm, runs);
    return own.length === 0 ? [] : [[arm.name, ...study.columns.map((column) => cell(column, own))]];
  });
  if (rows.length === 0) return '*Not run yet.*';
  return markdownTable(['', ...study.columns.map(({ title }) => title)], rows);
};

const cell = (column: Column, runs: readonly LearningRun[]): string => {
  const values = runs.flatMap((run) => column.valueOf(run) ?? []);
  if (values.length === 0) return '–';
  const texts = values.map((value) => written(value, column.unit));
  const mean = written(values.reduce((sum, value) => sum + value, 0) / values.length, column.unit);
  // The same three times needs no brackets.
  if (new Set(texts).size === 1) return `**${mean}**${unitOf(column)}`;
  return `**${mean}**${unitOf(column)} (${texts.join(', ')})`;
};

const unitOf = ({ unit }: Column): string => ({ percent: ' %', count: '', seconds: ' s' })[unit];

const written = (value: number, unit: Column['unit']): string =>
  unit === 'percent' ? digitsOf(100 * value, 1) : digitsOf(value, 0);

/** How a claim came out, over the seeds that both arms have. */
export const differenceOf = (study: Study, claim: Claim, runs: readonly LearningRun[]): PairedDifference => {
  const armOf = (name: string): Arm => {
    const arm = study.arms.find((one) => one.name === name);
    if (arm) return arm;
    throw new Error(
      `${study.name}: the claim "${claim.says}" is about ${name}, which is no arm; name one of the arms.`,
    );
  };
  const [better, worse] = [armOf(claim.better), armOf(claim.worse)];
  const pairs = study.seeds.flatMap((seed) => {
    const [left, right] = [better, worse].map((arm) => {
      const run = runOf(runs, planOf(study, arm, seed));
      return run && claim.column.valueOf(run);
    });
    return left === undefined || right === undefined ? [] : [[left, right] as const];
  });
  return pairedDifference(pairs, claim.wants);
};

/** A claim, what was found, and what follows. */
export const claimLine = (study: Study, claim: Claim, runs: readonly LearningRun[]): string => {
  const found = differenceOf(study, claim, runs);
  return `- ${claim.says}: **${found.verdict}**${foundText(claim, found)}.`;
};

const foundText = ({ column }: Claim, { differences, mean, margin }: PairedDifference): string => {
  if (differences.length === 0) return '';
  const sign = (value: number): string => `${value < 0 ? '−' : '+'}${written(Math.abs(value), column.unit)}`;
  const unit = { percent: ' points', count: '', seconds: ' s' }[column.unit];
  const seeds = differences.length === 1 ? 'one seed' : `seeds ${differences.map(sign).join(', ')}`;
  const interval = Number.isFinite(margin)
    ? `; 95 % interval ${sign(mean - margin)} to ${sign(mean + margin)}`
    : ', which is no comparison';
  const direction = mean < 0 ? 'worse' : 'better';
  return `, ${column.title} ${direction} by ${written(Math.abs(mean), column.unit)}${unit} (${seeds}${interval})`;
};
