/** Traces of searches that never were: every shape that a trace can have, small enough to draw quickly. */
import * as fc from 'fast-check';
import { labels } from '../../diagram/__fixtures__/random-models.ts';
import type { SearchCandidate, SearchResult, SearchTraceStep } from '../search-trace.ts';

export type TraceShape = {
  readonly seed: number;
  readonly steps: number;
  readonly width: number;
  readonly vocabulary: number;
  readonly sources: number;
  /** the chance that a row is kept twice, as where outputs are drawn with replacement */
  readonly twice: number;
};

type Row = { readonly id: number | undefined; readonly tokens: readonly number[]; readonly logProb: number };

/** Token 0 ends. Each source keeps the most probable beginnings, and any of what ends. */
export function randomTrace({ seed, steps, width, vocabulary, sources, twice }: TraceShape): SearchTraceStep[] {
  const random = numbersFrom(seed);
  let live: Row[][] = Array.from({ length: sources }, () => [{ id: undefined, tokens: [], logProb: 0 }]);
  const shelves: SearchResult[][] = live.map(() => []);
  let ids = 0;
  const trace: SearchTraceStep[] = [];
  for (let step = 0; step < steps; step++) {
    let rowCount = 0;
    const nodes: SearchCandidate[] = [];
    live = live.map((rows, source) => {
      const candidates = rows.flatMap((row) =>
        Array.from({ length: vocabulary }, (_, token) => token)
          .filter((token) => token === 0 || random() < 0.9)
          .map((token) => {
            // The same beginning and token must have the same number wherever they meet.
            const tokenLogProb = -8 * numbersFrom(seed + row.tokens.concat(token).reduce((sum, t) => sum * 31 + t + 7, step))();
            return { row, token, tokenLogProb, logProb: row.logProb + tokenLogProb, tokens: [...row.tokens, token] };
          }),
      );
      const ranked = candidates.filter(({ token }) => token !== 0).toSorted((a, b) => b.logProb - a.logProb);
      const kept = new Set(step === steps - 1 ? [] : ranked.slice(0, width));
      const next: Row[] = [];
      for (const candidate of candidates) {
        const { row, token, tokenLogProb, logProb, tokens } = candidate;
        const id = ids++;
        const rowsOf: number[] = [];
        if (kept.has(candidate)) {
          for (let copy = random() < twice ? 2 : 1; copy > 0; copy--) {
            rowsOf.push(rowCount++);
            next.push({ id, tokens, logProb });
          }
        }
        const score = logProb / tokens.length;
        const isEnd = token === 0 && random() < 0.5;
        if (isEnd) shelves[source]!.push({ tokens, logProb, score, finished: true });
        const outcome = rowsOf.length > 0 ? 'kept' : isEnd ? 'ended' : 'pruned';
        nodes.push({ id, parent: row.id, source, token, tokenLogProb, logProb, score, outcome, rows: rowsOf });
      }
      return next;
    });
    const best = shelves.map((shelf, source) => [
      ...shelf.toSorted((a, b) => b.score - a.score).filter(isFirst).slice(0, 3),
      ...live[source]!.map(({ tokens, logProb }) => ({ tokens, logProb, score: logProb / tokens.length, finished: false })).filter(isFirst),
    ]);
    trace.push({ nodes, best });
  }
  return trace;
}

export const traceShapes: fc.Arbitrary<TraceShape> = fc.record({
  seed: fc.nat(1e6),
  steps: fc.nat(6),
  width: fc.integer({ min: 1, max: 4 }),
  vocabulary: fc.integer({ min: 1, max: 7 }),
  sources: fc.integer({ min: 1, max: 2 }),
  twice: fc.constantFrom(0, 0, 0.5),
});

/** Ordinary tokens, wide, long, unprintable ones, and such as are written from right to left. */
export const tokenLabels: fc.Arbitrary<string[]> = fc.array(
  fc.oneof(labels, fc.constantFrom('שלום', 'مرحبا', '\u{202E}', '👩‍👩‍👧', '<&"', 'm'.repeat(200))),
  { minLength: 7, maxLength: 7 },
);

/** Samplers give what they drew, twice if they drew it twice; here once is enough. */
function isFirst({ tokens }: SearchResult, index: number, all: readonly SearchResult[]): boolean {
  return all.findIndex((other) => other.tokens.join() === tokens.join()) === index;
}

/** @see Tommy Ettinger, mulberry32 */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
