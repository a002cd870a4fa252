// Reverse-mode differentiation of rows of float64 numbers: each operation is written as its formula, and beside it how a change of
// its result comes back to what it was computed from.

/** A row of numbers, and how much the result grows with each of them, once {@link differentiate} has run. */
export type Vector = {
  readonly values: Float64Array;
  readonly gradient: Float64Array;
  readonly inputs: readonly Vector[];
  /** How many operations lie below. */
  readonly depth: number;
  /** Hands the gradient on to the inputs. */
  readonly pull: () => void;
};

/** Numbers that depend on nothing: weights and constants. */
export const vector = (values: ArrayLike<number>): Vector => made(Float64Array.from(values), [], () => {});

export const zeros = (size: number): Vector => vector(new Float64Array(size));

/** Fills the gradients of all that a single number was computed from. */
export const differentiate = (result: Vector): void => {
  const reached = new Set([result]);
  // A set also visits what is added on the way.
  for (const { inputs } of reached) for (const input of inputs) reached.add(input);
  result.gradient[0] = 1;
  for (const { pull } of [...reached].toSorted((a, b) => b.depth - a.depth)) pull();
};

/** x W: a row times a matrix that stands in memory row by row; by a matrix of one column, that is x · v. */
export const times = (x: Vector, matrix: Vector): Vector => {
  const [rows, columns] = [x.values.length, matrix.values.length / x.values.length];
  if (!Number.isInteger(columns)) throw new Error(`A row of ${rows} times a matrix of ${matrix.values.length} numbers.`);
  const sums = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) sums[j] = at(sums, j) + at(x.values, i) * at(matrix.values, i * columns + j);
  }
  return made(sums, [x, matrix], (gradient) => {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        grow(x, i, at(gradient, j) * at(matrix.values, i * columns + j));
        grow(matrix, i * columns + j, at(gradient, j) * at(x.values, i));
      }
    }
  });
};

/** a + b + … */
export const add = (...terms: readonly Vector[]): Vector => {
  checkEqual(terms);
  const sums = (terms[0] as Vector).values.map((_, i) => terms.reduce((sum, { values }) => sum + at(values, i), 0));
  return made(sums, terms, (gradient) => {
    for (const term of terms) gradient.forEach((g, i) => grow(term, i, g));
  });
};

/** a ⊙ b */
export const multiply = (a: Vector, b: Vector): Vector => {
  checkEqual([a, b]);
  return made(
    a.values.map((value, i) => value * at(b.values, i)),
    [a, b],
    (gradient) =>
      gradient.forEach((g, i) => {
        grow(a, i, g * at(b.values, i));
        grow(b, i, g * at(a.values, i));
      }),
  );
};

/** A function of each number, given with its slope, which may be told from the number or from the function's value. */
const each =
  (compute: (x: number) => number, slope: (y: number, x: number) => number) =>
  (x: Vector): Vector => {
    const values = x.values.map(compute);
    return made(values, [x], (gradient) =>
      gradient.forEach((g, i) => grow(x, i, g * slope(at(values, i), at(x.values, i)))),
    );
  };

type Operation = (x: Vector) => Vector;
export const tanh: Operation = each(Math.tanh, (y) => 1 - y * y);
export const sigmoid: Operation = each(
  (x) => 1 / (1 + Math.exp(-x)),
  (y) => y * (1 - y),
);
export const exponential: Operation = each(Math.exp, (y) => y);
export const square: Operation = each(
  (x) => x * x,
  (_, x) => 2 * x,
);
/** x · factor + offset */
export const scaled = (x: Vector, factor: number, offset = 0): Vector =>
  each(
    (value) => value * factor + offset,
    () => factor,
  )(x);

/** [a; b; …] */
export const join = (...parts: readonly Vector[]): Vector =>
  made(
    Float64Array.from(parts.flatMap(({ values }) => [...values])),
    parts,
    (gradient) => {
      let start = 0;
      for (const part of parts) {
        for (let i = 0; i < part.values.length; i++) grow(part, i, at(gradient, start + i));
        start += part.values.length;
      }
    },
  );

/** The numbers from `start` on, `size` of them. */
export const cut = (x: Vector, start: number, size: number): Vector =>
  made(x.values.slice(start, start + size), [x], (gradient) => gradient.forEach((g, i) => grow(x, start + i, g)));

/** exp(x) over the sum of exp over all that may be seen; 0 elsewhere. */
export const softmax = (x: Vector, isSeen: (index: number) => boolean): Vector => {
  const largest = Math.max(...x.values.filter((_, i) => isSeen(i)));
  const powers = x.values.map((value, i) => (isSeen(i) ? Math.exp(value - largest) : 0));
  const sum = powers.reduce((total, power) => total + power, 0);
  const values = sum === 0 ? powers : powers.map((power) => power / sum);
  return made(values, [x], (gradient) => {
    const mean = gradient.reduce((total, g, i) => total + g * at(values, i), 0);
    values.forEach((value, i) => grow(x, i, value * (at(gradient, i) - mean)));
  });
};

/** The larger of each pair (2j, 2j + 1). */
export const maxOfPairs = (x: Vector): Vector => {
  const places = Array.from({ length: x.values.length / 2 }, (_, j) =>
    at(x.values, 2 * j) >= at(x.values, 2 * j + 1) ? 2 * j : 2 * j + 1,
  );
  return made(
    Float64Array.from(places, (place) => at(x.values, place)),
    [x],
    (gradient) => places.forEach((place, j) => grow(x, place, at(gradient, j))),
  );
};

/** −log of what the softmax of x gives to one place, a single number. */
export const surprise = (x: Vector, place: number): Vector => {
  const largest = Math.max(...x.values);
  const sum = x.values.reduce((total, value) => total + Math.exp(value - largest), 0);
  return made(Float64Array.of(largest + Math.log(sum) - at(x.values, place)), [x], (gradient) =>
    x.values.forEach((value, i) =>
      grow(x, i, at(gradient, 0) * (Math.exp(value - largest) / sum - (i === place ? 1 : 0))),
    ),
  );
};

const made = (values: Float64Array, inputs: readonly Vector[], pull: (gradient: Float64Array) => void): Vector => {
  const gradient = new Float64Array(values.length);
  const depth = inputs.reduce((most, input) => Math.max(most, input.depth), -1) + 1;
  return { values, gradient, inputs, depth, pull: () => pull(gradient) };
};

const at = (numbers: Float64Array, index: number): number => numbers[index] as number;

const grow = ({ gradient }: Vector, index: number, by: number): void => {
  gradient[index] = at(gradient, index) + by;
};

const checkEqual = (vectors: readonly Vector[]): void => {
  const sizes = new Set(vectors.map(({ values }) => values.length));
  if (sizes.size > 1) throw new Error(`Rows of ${[...sizes].join(' and ')} numbers do not fit.`);
};
