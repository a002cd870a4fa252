import { describe, expect, test } from 'vitest';
import { drawBelow, drawFrom } from './draw.ts';
import { TaskError } from './task-error.ts';

describe('drawBelow', () => {
  test('cuts [0, 1) into equal parts', () => {
    const draws = [0, 0.24, 0.25, 0.5, 0.999].map((drawn) => drawBelow(4, { next: () => drawn }));
    expect(draws).toEqual([0, 0, 1, 2, 3]);
  });

  test('refuses a source outside [0, 1)', () => {
    for (const drawn of [1, -0.1, Number.NaN]) {
      expect(() => drawBelow(4, { next: () => drawn })).toThrow(TaskError);
      expect(() => drawBelow(4, { next: () => drawn })).toThrow(`got ${drawn}`);
    }
  });
});

describe('drawFrom', () => {
  test('gives the item at the drawn place', () => {
    const draws = [0, 0.4, 0.999].map((drawn) => drawFrom(['a', undefined, 'c'], { next: () => drawn }));
    expect(draws).toEqual(['a', undefined, 'c']);
  });

  test('cannot draw from nothing', () => {
    expect(() => drawFrom([], { next: () => 0 })).toThrow(TaskError);
  });
});

describe('TaskError', () => {
  test('is known by its marker', () => {
    const error = new TaskError('datesTask', ['first', 'second']);
    expect(error.message).toBe('datesTask: first\n  second');
    expect(Symbol.for('seq2seq.error') in error).toBe(true);
    expect(TaskError.isInstance(error)).toBe(true);
    expect(TaskError.isInstance(Object.assign(new Error('other'), { name: 'TaskError' }))).toBe(false);
    expect(TaskError.isInstance(null)).toBe(false);
  });
});
