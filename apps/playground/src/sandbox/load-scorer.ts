// From the user's text to a kind of scorer. What the text may import is given to it; anything else is not there.
import * as attention from '@seq2seq/attention';
import type { ScorerKind } from '@seq2seq/attention';
import * as core from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { atPlace, placeIn } from './code-place.ts';
import { compileScorer } from './compile-scorer.ts';
import type { Watch } from './watch.ts';
import { watchScorer } from './watch-scorer.ts';

/** What a scorer may import. */
const modules: ReadonlyMap<string, object> = new Map<string, object>([
  ['@tensorflow/tfjs-core', tf],
  ['@seq2seq/attention', attention],
  ['@seq2seq/core', core],
]);

export type LoadScorerOptions = {
  /** Runs a module that is given as a text: an import of a blob in a browser, of a data address in Node. */
  readonly importModule: (source: string) => Promise<unknown>;
  readonly watch: Watch;
};

/**
 * Loads a scorer: the default export of the text, or the one kind that it exports.
 *
 * @throws Error that begins with the place in the text, where there is one
 */
export const loadScorer = async (
  code: string,
  { importModule, watch }: LoadScorerOptions,
): Promise<ScorerKind<never>> => {
  const source = compileScorer(code);
  const exported: Record<string, unknown> = {};
  watch.enter('your file');
  try {
    const { run } = (await importModule(source)) as { run(require: typeof moduleFor, exports: object): void };
    run((name) => moduleFor(name, code), exported);
  } catch (error) {
    throw new Error(located(error), { cause: error });
  } finally {
    watch.leave();
  }
  return watchScorer(kindIn(exported), code, watch);
};

const moduleFor = (name: string, code = ''): object => {
  const found = modules.get(name);
  if (found) return found;
  const known = [...modules.keys()].join(', ');
  const problem = `there is no module "${name}" here; import from ${known}.`;
  const line = code.split('\n').findIndex((text) => text.includes(name));
  throw new Error(line < 0 ? problem : atPlace({ line: line + 1, column: 1 }, problem));
};

const located = (error: unknown): string => {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const place = placeIn(message) ? undefined : placeIn(stack);
  return place ? atPlace(place, message) : message;
};

const isKind = (value: unknown): value is ScorerKind =>
  typeof value === 'object' && value !== null && 'create' in value && typeof value.create === 'function';

const kindIn = (exported: Readonly<Record<string, unknown>>): ScorerKind => {
  const { default: usual, ...others } = exported;
  const kinds = isKind(usual) ? [usual] : Object.values(others).filter((value) => isKind(value));
  const [kind] = kinds;
  if (kind && kinds.length === 1) return kind;
  const got = kinds.length > 1 ? `${kinds.length} scorers` : 'none';
  throw new Error(`own scorer: expected one scorer, got ${got}; write export default defineScorer(…).`);
};
