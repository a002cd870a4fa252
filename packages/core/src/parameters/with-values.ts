// First values that are known beforehand, such as word vectors that somebody else has trained.
import { ConfigError } from '../errors/config-error.ts';
import { type Shape, sizeOfShape } from './initializers.ts';
import type { ParameterSource } from './parameter-store.ts';

/** Some rows of a table: row i of `values` [rows.length, E] belongs in row `rows[i]` of the weight. */
export type KnownRows = { readonly rows: ArrayLike<number>; readonly values: Float32Array };

/**
 * Another source's first values, with those that are known put in their place: whole weights, or some of their rows; the other rows stay
 * what they were.
 *
 * @param known - by path: `{ 'source.embedding.table': { rows, values } }`; a path that no weight has is never asked for
 * @throws ConfigError, as the weight is made, if what is known does not fit it
 */
export const withValues =
  (source: ParameterSource, known: Readonly<Record<string, Float32Array | KnownRows>>): ParameterSource =>
  (path, shape, initializer) => {
    const given = Object.hasOwn(known, path) ? known[path] : undefined;
    if (given === undefined) return source(path, shape, initializer);
    if (given instanceof Float32Array) return wholeWeight(path, shape, given);
    const values = source(path, shape, initializer).slice();
    putRows(path, shape, given, values);
    return values;
  };

const wholeWeight = (path: string, shape: Shape, given: Float32Array): Float32Array => {
  if (given.length !== sizeOfShape(shape)) {
    throw new ConfigError(
      `${path}: there are ${given.length} known values, but the weight is [${shape.join(', ')}]; give ${sizeOfShape(shape)}.`,
      path,
    );
  }
  // A backend may keep the array that it is given.
  return given.slice();
};

const putRows = (path: string, shape: Shape, { rows, values }: KnownRows, into: Float32Array): void => {
  if (rows.length === 0) return;
  const [count = 0, ...rest] = shape;
  const width = sizeOfShape(rest);
  if (shape.length === 0 || values.length !== rows.length * width) {
    throw new ConfigError(
      `${path}: the ${rows.length} known rows are ${values.length / rows.length} wide, but the weight is [${shape.join(', ')}]; ` +
        'make the model as wide as what is known.',
      path,
    );
  }
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    if (!Number.isInteger(row) || row < 0 || row >= count) {
      throw new ConfigError(
        `${path}: a value is known for row ${row}, but the weight is [${shape.join(', ')}]; was it made for another vocabulary?`,
        path,
      );
    }
    into.set(values.subarray(i * width, (i + 1) * width), row * width);
  }
};
