import { expect, test } from 'vitest';
import { placeIn } from '../../sandbox/code-place.ts';
import { findSyntaxProblem } from './find-syntax-problem.ts';
import { templateNames, templates } from './templates.ts';

test.each(templateNames)('finds nothing in %s', async (name) => {
  expect(await findSyntaxProblem(templates[name].code)).toBeUndefined();
});

test.each([
  ['inside two arrow functions', 'export default f((sizes) => ({\n  a: (x) => x,\n  b: (q, k) => dot(q, k;\n}));', 3],
  ['at the top', 'const a = 1;\nconst b = ;', 2],
  ['a text that never ends', "const a = 1;\n\nconst s = 'abc\n", 3],
])('names the line of the mistake: %s', async (_, code, line) => {
  expect(placeIn((await findSyntaxProblem(code)) ?? '')).toMatchObject({ line });
});
