import { SearchError } from './search-error.ts';

/** What an option is: whose, and its name. */
export type OptionPlace = readonly [where: string, name: string];

/** An option that is not what it must be, as an error of three parts. */
export function optionError(
  [where, name]: OptionPlace,
  expected: string,
  actual: unknown,
  advice: string,
): SearchError {
  return new SearchError(`${where}: ${name} must be ${expected}, got ${String(actual)}; ${advice}.`, {
    path: `${where}.${name}`,
    expected,
    actual,
  });
}

/** An option that measures something: a finite number in its range, or an error that names it. */
export function numberOption(
  place: OptionPlace,
  value: number,
  isInRange: (value: number) => boolean,
  [range, advice]: readonly [range: string, advice: string],
): number {
  if (Number.isFinite(value) && isInRange(value)) return value;
  throw optionError(place, `a finite number ${range}`, value, advice);
}

/** What the noise of a strategy follows from. Default: 0. */
export function seedOption(where: string, seed = 0): number {
  return numberOption([where, 'seed'], seed, Number.isSafeInteger, [
    'that is an integer',
    'give another one for other outputs',
  ]);
}
