import { expect, test } from 'vitest';
import { placeIn } from './code-place.ts';
import { compileScorer } from './compile-scorer.ts';

test('every line stays where it is', () => {
  const code = `import type { Scorer } from '@seq2seq/attention';
import { defineScorer, type ScorerKind } from '@seq2seq/attention';

type Options = {
  readonly sharpness: number;
};
/* MARK 7 */
export default defineScorer((_sizes, options: Options) => {
  const chosen = options satisfies Options; /* MARK 9 */
  return chosen as unknown as Scorer; /* MARK 10 */
}) as ScorerKind<never>;
/* MARK 12 */`;
  const compiled = compileScorer(code).split('\n');
  for (const line of [7, 9, 10, 12]) expect(compiled[line - 1]).toContain(`MARK ${line}`);
  expect(compiled.join('\n')).not.toMatch(/satisfies|Options/);
});

test.each([
  ['const a = ;', 1, 11],
  ['\n\nconst f = (a: number => a;', 3, 22],
  ["const s = 'never closed\n", 1, 11],
])('says where the syntax of %j is wrong', (code, line, column) => {
  let message = '';
  try {
    compileScorer(code);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toMatch(/^scorer\.ts:\d+:\d+: .+; correct the syntax there\.$/);
  expect(placeIn(message)).toEqual({ line, column });
});
