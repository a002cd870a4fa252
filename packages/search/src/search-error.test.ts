import { expect, test } from 'vitest';
import { SearchError } from './index.ts';

test('an error carries the facts of its message', () => {
  const error = new SearchError('beam: too wide', { path: 'beam.width', step: 1, row: 2, expected: 3, actual: 4 });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: 'SearchError',
    message: 'beam: too wide',
    path: 'beam.width',
    step: 1,
    row: 2,
    expected: 3,
    actual: 4,
  });
});

test('it is known by its marker, also from another copy of the package, and no other error is', () => {
  const marker = Symbol.for('seq2seq.error');
  const copy = Object.assign(new Error('copy'), { name: 'SearchError', [marker]: true });
  expect(SearchError.isInstance(new SearchError('own'))).toBe(true);
  expect(Reflect.get(new SearchError('own'), marker)).toBe(true);
  expect(SearchError.isInstance(copy)).toBe(true);
  expect(SearchError.isInstance(Object.assign(new Error('other'), { name: 'ShapeError', [marker]: true }))).toBe(false);
  expect(SearchError.isInstance(Object.assign(new Error('unmarked'), { name: 'SearchError' }))).toBe(false);
  expect(SearchError.isInstance({ name: 'SearchError', [marker]: true })).toBe(false);
  expect(SearchError.isInstance(undefined)).toBe(false);
});
