// Every way that a reader can walk along a source who never goes back, one by one, in float64.
import { sigmoid, type Matrix, type Vector } from './float64-loops.ts';

/**
 * Weights [T, S] of one row: for each step the chance of each position, summed over all ways there. At a step the reader starts where it
 * stopped last, stops at a position with the chance σ(energy) if it is allowed, and has left for good once past the end.
 */
export const weightsByPaths = (energies: Matrix, allowed: readonly boolean[]): number[][] => {
  const weights = energies.map((row) => row.map(() => 0));
  const walk = (step: number, start: number, chance: number): void => {
    if (step === energies.length) return;
    let here = chance;
    for (let s = start; s < allowed.length; s++) {
      const stops = allowed[s] ? sigmoid(energies[step]?.[s] as number) : 0;
      (weights[step] as number[])[s] = (weights[step]?.[s] as number) + here * stops;
      if (stops > 0) walk(step + 1, s, here * stops);
      here *= 1 - stops;
    }
  };
  walk(0, 0, 1);
  return weights;
};

/** The same by the recurrence q_j = (1 − p_{j−1}) q_{j−1} + α_{t−1,j}, α_t,j = p_j q_j: for sources too long to walk every way. */
export const weightsByRecurrence = (energies: Matrix, allowed: readonly boolean[]): number[][] => {
  let previous: Vector = allowed.map((_, s) => (s === 0 ? 1 : 0));
  return energies.map((row) => {
    let arriving = 0;
    const weights = row.map((energy, s) => {
      arriving += previous[s] as number;
      const here = arriving;
      if (!allowed[s]) return 0;
      // 1 − σ(x) is σ(−x), whose digits survive where p is near one.
      arriving = here * sigmoid(-energy);
      return here * sigmoid(energy);
    });
    previous = weights;
    return weights;
  });
};

/** One for the position where the reader stops if it stops wherever σ(energy) is above a half. */
export const weightsByStopping = (energies: Matrix, allowed: readonly boolean[]): number[][] => {
  let start = 0;
  return energies.map((row) => {
    while (start < row.length && !(allowed[start] && (row[start] as number) > 0)) start++;
    return row.map((_, s) => (s === start ? 1 : 0));
  });
};
