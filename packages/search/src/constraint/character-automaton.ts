// A regular expression as an automaton over characters. A state is a set of places in the pattern where the next character may
// be read (Glushkov 1961): no construction beforehand, and no more states than texts lead to. What one character may be is left
// to the language's own regular expressions, so classes and properties are theirs.

import { SearchError } from '../search-error.ts';

/** A set of places in the pattern. */
export type PatternState = {
  readonly name: string;
  /** Whether the text may end here. */
  readonly accepts: boolean;
  /** Undefined where no text of the pattern goes on so. */
  next(character: string): PatternState | undefined;
};

/** A part of the pattern: the places where it can begin and end, and whether it may be empty. */
type Part = { readonly first: readonly number[]; readonly last: readonly number[]; readonly isEmpty: boolean };

const nothing: Part = { first: [], last: [], isEmpty: false };
const empty: Part = { ...nothing, isEmpty: true };
const oneCharacter = /\[(?:\\.|[^\]\\])*\]|\\(?:u\{[^}]*\}|u....|x..|[pP]\{[^}]*\}|c.|[^bBk1-9])|[^()[\]{}|*+?^$\\]/suy;
const quantifier = /(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/uy;
const groupStart = /\((?!\?)|\(\?(?::|<[^=!>]+>)/uy;
const mostPlaces = 10_000;

/**
 * The state before anything was read, for texts that match as a whole.
 *
 * @throws SearchError if the pattern is no regular expression, or looks around, back or at edges of words
 */
export function characterAutomaton(path: string, pattern: RegExp | string): PatternState {
  const { source, flags } = typeof pattern === 'string' ? { source: pattern, flags: '' } : pattern;
  const isWrong = (problem: string) =>
    new SearchError(
      `${path}: the pattern must be a regular expression without ^, $ and what looks around or back, got ${problem} in ${source}; whole texts are matched anyway.`,
      { path, expected: 'a regular expression', actual: source },
    );
  let whole: RegExp;
  try {
    whole = new RegExp(source, `u${flags.replaceAll(/[^is]/gu, '')}`);
  } catch (error) {
    throw isWrong(String(error));
  }

  const tests: ((character: string) => boolean)[] = [];
  const follow: Set<number>[] = [];
  let at = 0;
  const take = (expression: RegExp) => {
    expression.lastIndex = at;
    const match = expression.exec(source);
    if (match) at = expression.lastIndex;
    return match;
  };
  const place = (test: (character: string) => boolean): Part => {
    if (tests.length === mostPlaces) throw isWrong(`more than ${mostPlaces} characters, repetitions written out,`);
    follow.push(new Set());
    const index = tests.push(test) - 1;
    return { first: [index], last: [index], isEmpty: false };
  };
  const connect = (from: readonly number[], to: readonly number[]) => {
    for (const one of from) for (const other of to) follow[one]!.add(other);
  };
  const join = (left: Part, right: Part): Part => {
    connect(left.last, right.first);
    return {
      first: left.isEmpty ? [...left.first, ...right.first] : left.first,
      last: right.isEmpty ? [...left.last, ...right.last] : right.last,
      isEmpty: left.isEmpty && right.isEmpty,
    };
  };
  const alternatives = (): Part => {
    let parts = nothing;
    do {
      let sequence = empty;
      while (at < source.length && source[at] !== '|' && source[at] !== ')') sequence = join(sequence, repeated());
      parts = {
        first: [...parts.first, ...sequence.first],
        last: [...parts.last, ...sequence.last],
        isEmpty: parts.isEmpty || sequence.isEmpty,
      };
    } while (source[at] === '|' && ++at);
    return parts;
  };
  const repeated = (): Part => {
    const start = at;
    let part = single();
    const match = take(quantifier);
    if (!match) return part;
    const [, sign, least = sign === '+' ? '1' : '0', comma = ',', most = sign === '?' ? '1' : ''] = match;
    const end = at;
    const minimum = Number(least);
    const maximum = comma === '' ? minimum : most === '' ? Infinity : Number(most);
    let copies = empty;
    // A copy for each repetition; the last one of an unlimited number leads back to itself.
    for (let count = 1; count <= Math.max(1, maximum < Infinity ? maximum : minimum); count++) {
      if (count > 1) {
        at = start;
        part = single();
      }
      if (maximum === Infinity && count >= minimum) connect(part.last, part.first);
      copies = join(copies, count > minimum ? { ...part, isEmpty: true } : part);
    }
    at = end;
    return maximum === 0 ? empty : copies;
  };
  const single = (): Part => {
    if (take(groupStart)) {
      const inside = alternatives();
      at++; // the closing parenthesis, which the language has already insisted on
      return inside;
    }
    const character = take(oneCharacter)?.[0];
    if (character === undefined) throw isWrong(`“${source.slice(at, at + 3)}”`);
    const expression = new RegExp(`^${character}$`, whole.flags);
    return place((text) => expression.test(text));
  };

  const text = alternatives();
  const end = place(() => false);
  const states = new Map<string, PatternState>();
  const stateOf = (places: Iterable<number>): PatternState => {
    const list = [...new Set(places)].toSorted((one, other) => one - other);
    const name = list.join(' ');
    const known = states.get(name);
    if (known) return known;
    const seen = new Map<string, PatternState | undefined>();
    const state: PatternState = {
      name,
      accepts: list.includes(end.first[0]!),
      next(character) {
        if (!seen.has(character)) {
          const read = list.filter((each) => tests[each]!(character));
          seen.set(character, read.length === 0 ? undefined : stateOf(read.flatMap((each) => [...follow[each]!])));
        }
        return seen.get(character);
      },
    };
    states.set(name, state);
    return state;
  };
  return stateOf(join(text, end).first);
}
