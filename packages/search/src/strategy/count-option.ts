import { SearchError } from '../search-error.ts';

/** An option that counts something: a positive integer, or an error that names it. */
export function countOption(path: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new SearchError(`${path}: must be a positive integer, got ${String(value)}; 1 is the smallest.`, {
    path,
    expected: 'a positive integer',
    actual: value,
  });
}
