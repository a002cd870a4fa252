import { ConfigError } from '../errors/config-error.ts';

/** What one option of a kind may be. */
export type OptionSpec = {
  /**
   * `count`: a whole number above 0. `amount`: a number above 0. `share`: a number from 0 up to, not including, 1. `number`: any finite
   * number. `flag`: true or false. `name`: one of `names`.
   */
  readonly type: 'count' | 'amount' | 'share' | 'number' | 'flag' | 'name';
  /** What it means, in a few words, with its symbol and unit. */
  readonly about: string;
  readonly names?: readonly string[];
  /** What it is where nobody says; without one it must be given. */
  readonly default?: number | boolean | string;
};

const isFiniteNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const rules: Readonly<
  Record<OptionSpec['type'], { readonly wanted: string; readonly allows: (value: unknown) => boolean }>
> = {
  count: { wanted: 'a whole number above 0', allows: (value) => Number.isSafeInteger(value) && Number(value) > 0 },
  amount: { wanted: 'a number above 0', allows: (value) => isFiniteNumber(value) && value > 0 },
  share: {
    wanted: 'a number from 0 up to, not including, 1',
    allows: (value) => isFiniteNumber(value) && value >= 0 && value < 1,
  },
  number: { wanted: 'a number', allows: isFiniteNumber },
  flag: { wanted: 'true or false', allows: (value) => typeof value === 'boolean' },
  name: { wanted: 'a name', allows: (value) => typeof value === 'string' },
};

/** What an option wants, in words: "a whole number above 0", "previous or coverage". */
export const wantedOf = ({ type, names }: OptionSpec): string => names?.join(' or ') ?? rules[type].wanted;

/**
 * Refuses a value that is not what an option wants.
 *
 * @param what - "mlp scorer: units"
 * @throws ConfigError
 */
export const checkOption = (spec: OptionSpec, value: unknown, what: string, path: string): void => {
  const isNamed = spec.names === undefined || spec.names.includes(value as string);
  if (rules[spec.type].allows(value) && isNamed) return;
  const got = typeof value === 'string' ? JSON.stringify(value) : String(value);
  throw new ConfigError(`${what} is ${got}; give ${wantedOf(spec)}.`, path);
};
