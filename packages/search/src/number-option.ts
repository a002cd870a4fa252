import { SearchError } from './search-error.ts';

/** An option that measures something: a finite number in its range, or an error that names it. */
export function numberOption(
  [where, name]: readonly [where: string, name: string],
  value: number,
  isInRange: (value: number) => boolean,
  [range, advice]: readonly [range: string, advice: string],
): number {
  if (Number.isFinite(value) && isInRange(value)) return value;
  throw new SearchError(`${where}: ${name} must be a finite number ${range}, got ${String(value)}; ${advice}.`, {
    path: `${where}.${name}`,
    expected: `a finite number ${range}`,
    actual: value,
  });
}
