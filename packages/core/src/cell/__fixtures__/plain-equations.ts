// The equations of cells as loops over plain arrays of one row, in float64: from the sums on, so that it is left to each test how these
// come about.
import { type Matrix, sigmoid, timesColumn } from './plain-arrays.ts';

export type Row = readonly number[];

/** A row times a matrix. */
export const times = (row: Row, matrix: Matrix | undefined): number[] =>
  (matrix?.[0] ?? []).map((_, column) => timesColumn(row, matrix, column));

export const plus = (one: Row, other: Row | undefined): number[] => one.map((x, i) => x + (other?.[i] as number));

/** (x − mean) / √(variance + 10⁻⁵) · gain. */
export const normalized = (row: Row, gain: Row | undefined): number[] => {
  const mean = row.reduce((sum, x) => sum + x, 0) / row.length;
  const variance = row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / row.length;
  return row.map((x, i) => ((x - mean) / Math.sqrt(variance + 1e-5)) * (gain?.[i] as number));
};

/** Of 3·H sums, the first 2·H as one vector and the last H as another. */
export const normalizedGates = (row: Row, gain: Row | undefined): number[] => {
  const border = (2 * row.length) / 3;
  return [
    ...normalized(row.slice(0, border), gain?.slice(0, border)),
    ...normalized(row.slice(border), gain?.slice(border)),
  ];
};

/** @param gates - 4·H sums in the order i, f, c, o */
export const lstmOf = (gates: Row, carry: Row, show = (whole: Row): Row => whole): { hidden: Row; carry: Row } => {
  const units = carry.length;
  const gate = (index: number, j: number): number => gates[index * units + j] as number;
  const next = carry.map((old, j) => sigmoid(gate(1, j)) * old + sigmoid(gate(0, j)) * Math.tanh(gate(2, j)));
  return { hidden: show(next).map((shown, j) => sigmoid(gate(3, j)) * Math.tanh(shown)), carry: next };
};

/** Of 3·H sums of the input and as many of the hidden, in the order z, r, h, with their biases. */
export const gruResetAfterOf = (fromInput: Row, fromHidden: Row, hidden: Row): number[] => {
  const units = hidden.length;
  return hidden.map((old, j) => {
    const gate = (index: number): number =>
      sigmoid((fromInput[index * units + j] as number) + (fromHidden[index * units + j] as number));
    const candidate = Math.tanh(
      (fromInput[2 * units + j] as number) + gate(1) * (fromHidden[2 * units + j] as number),
    );
    return gate(0) * old + (1 - gate(0)) * candidate;
  });
};

/**
 * @param fromInput - 3·H sums in the order z, r, h, with their bias
 * @param gatesFrom - 2·H sums of the hidden, z and r
 * @param candidateFrom - H sums of r ⊙ read, given the gates r
 */
export const gruResetBeforeOf = (
  fromInput: Row,
  gatesFrom: Row,
  candidateFrom: (reset: Row) => Row,
  hidden: Row,
): number[] => {
  const units = hidden.length;
  const gates = gatesFrom.map((sum, i) => sigmoid(sum + (fromInput[i] as number)));
  const fromReset = candidateFrom(gates.slice(units));
  return hidden.map((old, j) => {
    const z = gates[j] as number;
    return z * old + (1 - z) * Math.tanh((fromInput[2 * units + j] as number) + (fromReset[j] as number));
  });
};

/** Columns `from` to `to` of a matrix. */
export const columns = (matrix: Matrix | undefined, from: number, to: number): Matrix =>
  (matrix ?? []).map((row) => row.slice(from, to));
