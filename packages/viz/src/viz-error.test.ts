import { expect, it } from 'vitest';
import { VizError } from './viz-error.ts';

it('is recognised with its family mark, and only with it', () => {
  const foreign = Object.assign(new Error('x'), { name: 'VizError' });
  expect(VizError.isInstance(new VizError('x'))).toBe(true);
  expect(VizError.isInstance(foreign)).toBe(false);
  // A second copy of the package has another class but the same mark.
  expect(VizError.isInstance(Object.defineProperty(foreign, Symbol.for('seq2seq.error'), { value: true }))).toBe(true);
  expect(VizError.isInstance('VizError')).toBe(false);
});
