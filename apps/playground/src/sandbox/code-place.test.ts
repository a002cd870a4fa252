import { expect, test } from 'vitest';
import { atPlace, placeIn, placeOfMethod, withoutPlace } from './code-place.ts';

test('a message carries its place and gives it back', () => {
  const message = atPlace({ line: 12, column: 5 }, 'score: no such thing');
  expect(placeIn(message)).toEqual({ line: 12, column: 5 });
  expect(withoutPlace(message)).toBe('score: no such thing');
  expect(placeIn('nothing is known')).toBeUndefined();
});

test.each([
  ['an arrow', 'x\n  score: (query) => query,', { line: 2, column: 3 }],
  ['a method', '{\n    score(query) {', { line: 2, column: 5 }],
  ['a shorthand', 'return { prepare, score };', { line: 1, column: 19 }],
  ['after a comment about it', '// score: see below\n score: 1', { line: 2, column: 2 }],
  ['one of another name', '  underscore: 1,\n  scores: 2', undefined],
])('finds where score begins: %s', (_, code, place) => {
  expect(placeOfMethod(code, 'score')).toEqual(place);
});
