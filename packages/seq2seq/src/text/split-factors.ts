// Words that carry more than their form, as OpenNMT writes them: Häuser￨noun￨plural.
import { CorpusError, type CorpusProblem } from '@seq2seq/text';

/** What stands behind each word of a source. */
export type FactorForm = {
  /** How many factors there are; without any, tokens are taken as they are. */
  readonly count: number;
  readonly separator: string;
};

/** Tokens taken apart. */
export type FactoredTokens = {
  readonly words: readonly string[];
  /** For each factor one value for each word. */
  readonly factors: readonly (readonly string[])[];
};

/** Where tokens come from, for messages: a file or a list, and the line there, from 1; 0 where there are no lines. */
export type Place = { readonly where: string; readonly line: number };

/**
 * Words and their factors.
 *
 * @throws CorpusError that names the first token with too few or too many factors, or an empty one
 */
export const splitFactors = (tokens: readonly string[], form: FactorForm, place: Place): FactoredTokens => {
  if (form.count === 0) return { words: tokens, factors: [] };
  const problem = factorProblem(tokens, form);
  if (problem !== undefined) throw new CorpusError(place.where, [{ line: place.line, problem }]);
  const parts = tokens.map((token) => token.split(form.separator));
  const partsAt = (index: number): string[] => parts.map((ofToken) => ofToken[index] as string);
  return { words: partsAt(0), factors: Array.from({ length: form.count }, (_, f) => partsAt(f + 1)) };
};

/**
 * Makes sure that every token of every line has its factors.
 *
 * @param lines - each with its number
 * @throws CorpusError that names every line with a token that has not
 */
export const checkFactors = (
  lines: readonly { readonly tokens: readonly string[]; readonly line: number }[],
  form: FactorForm,
  where: string,
): void => {
  if (form.count === 0) return;
  const problems = lines.flatMap(({ tokens, line }): CorpusProblem[] => {
    const problem = factorProblem(tokens, form);
    return problem === undefined ? [] : [{ line, problem }];
  });
  if (problems.length > 0) throw new CorpusError(where, problems);
};

const factorProblem = (tokens: readonly string[], { count, separator }: FactorForm): string | undefined => {
  for (const [index, token] of tokens.entries()) {
    const [, ...values] = token.split(separator);
    const said = `token ${index + 1} of ${tokens.length}: expected a word and ${count} ${count === 1 ? 'factor' : 'factors'}`;
    const example = ['word', ...Array.from({ length: count }, (_, f) => `factor-${f}`)].join(separator);
    const remedy = `write it as ${example}, or change model.source.factors`;
    if (values.length !== count) return `${said}, got ${values.length} in ${JSON.stringify(token)}; ${remedy}`;
    if (token.split(separator).includes('')) return `${said}, got an empty part in ${JSON.stringify(token)}; ${remedy}`;
  }
  return undefined;
};
