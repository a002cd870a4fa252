/** A heat map as every renderer takes it: a table of weights with a label on each row and column. */
import { VizError } from '../viz-error.ts';

/** Attention weights of one output, with the tokens they belong to. Labels may repeat. */
export type HeatMap = {
  /** [T, S] each 0…1: row t says how strongly target token t looked at each source token */
  readonly weights: readonly (readonly number[] | Float32Array)[];
  /** [T] the target tokens */
  readonly rowLabels: readonly string[];
  /** [S] the source tokens */
  readonly columnLabels: readonly string[];
  readonly title?: string;
};

/** Sums of float32 weights may end a little above 1; this much is forgiven and drawn as 1. */
const roundingSlack = 1e-4;
const problemsShown = 5;

/**
 * Refuses a map that cannot be drawn truthfully: no cells, rows of different lengths, labels that do not match, weights
 * that are not numbers from 0 to 1. All that is wrong is reported at once.
 *
 * @param map - the map to check
 * @param where - the caller's name, which opens the message
 * @throws VizError with one line per problem
 */
export function checkHeatMap(map: HeatMap, where: string): void {
  const problems = [...sizeProblems(map), ...weightProblems(map)];
  if (problems.length === 0) return;
  const hidden = problems.length - problemsShown;
  const shown = problems.slice(0, problemsShown);
  if (hidden > 0) shown.push(`… and ${hidden} more`);
  throw new VizError(
    `${where}: expected weights [T, S] from 0 to 1 with T row labels and S column labels, but\n${shown.map((problem) => `  ${problem}`).join('\n')}`,
  );
}

function sizeProblems({ weights, rowLabels, columnLabels }: HeatMap): string[] {
  const problems: string[] = [];
  if (weights.length === 0 || columnLabels.length === 0) {
    problems.push(
      `there is nothing to draw: ${weights.length} rows, ${columnLabels.length} column labels; skip empty outputs`,
    );
  }
  if (weights.length !== rowLabels.length) {
    problems.push(`weights has ${weights.length} rows, rowLabels has ${rowLabels.length}; give each row one label`);
  }
  for (const [index, row] of weights.entries()) {
    if (row.length !== columnLabels.length) {
      problems.push(
        `weights[${index}] has ${row.length} columns, columnLabels has ${columnLabels.length}; cut padding off both or neither`,
      );
    }
  }
  return problems;
}

function weightProblems({ weights }: HeatMap): string[] {
  const problems: string[] = [];
  for (const [rowIndex, row] of weights.entries()) {
    // By index, because forEach and entries skip nothing in a Float32Array but skip holes in an array.
    for (let column = 0; column < row.length; column++) {
      const weight: unknown = row[column];
      if (typeof weight === 'number' && weight >= 0 && weight <= 1 + roundingSlack) continue;
      const advice = typeof weight === 'number' && !Number.isNaN(weight) ? 'pass weights, not scores' : 'not a number';
      problems.push(`weights[${rowIndex}][${column}] is ${String(weight)}; ${advice}`);
    }
  }
  return problems;
}
