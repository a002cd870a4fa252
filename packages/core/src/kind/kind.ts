import { checkOption, type OptionSpec } from './option.ts';
import { ConfigError } from '../errors/config-error.ts';

/**
 * What a kind of part says of itself: whoever lists kinds, reads configs or draws models reads it here, so that nothing about a kind
 * stands anywhere but in its own file.
 */
export type KindDescription<Options = unknown> = {
  /** What configs call it: mlp. */
  readonly name: string;
  /** What it computes, in one line: v · tanh(q Wq + m Wk). */
  readonly formula: string;
  /** Where it comes from: Bahdanau, Cho, Bengio 2015, appendix A.1.2. */
  readonly source?: string;
  /** Every option there is; one without a default must be given. */
  readonly options: { readonly [Name in keyof Required<Options> & string]: OptionSpec };
};

/**
 * Options as a caller gives them, checked against a description and with defaults filled in.
 *
 * @param part - who asks, for messages: "mlp scorer"
 * @param path - where in a config: "attention.scorer"
 * @throws ConfigError if one is unknown, missing or not what it must be
 */
export const resolveOptions = <Options>(
  about: KindDescription<Options>,
  given: unknown,
  part: string,
  path: string,
): Required<Options> => {
  const values = (given ?? {}) as Readonly<Record<string, unknown>>;
  const specs: Readonly<Record<string, OptionSpec>> = about.options;
  const names = Object.keys(specs);
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(specs, name));
  if (unknown !== undefined) {
    const known = names.length > 0 ? `known are ${names.join(', ')}` : 'it has no options';
    throw new ConfigError(`${part}: there is no option ${unknown}; ${known}.`, `${path}.${unknown}`);
  }
  return Object.fromEntries(
    names.map((name) => {
      const spec = specs[name] as OptionSpec;
      const value = values[name] ?? spec.default;
      checkOption(spec, value, `${part}: ${name}`, `${path}.${name}`);
      return [name, value];
    }),
  ) as Required<Options>;
};
