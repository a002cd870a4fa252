import { type AlignmentWindow, defineWindow, type WindowKind } from './window.ts';

/** Sees all that is not padding: has neither options nor weights, so one serves all. */
export const everything: AlignmentWindow = { reveal: (_query, mask) => ({ allowed: mask }) };

/**
 * Everything that is not padding.
 *
 * @see Luong, Pham, Manning 2015, section 3.1
 */
export const globalWindow: WindowKind<Record<never, never>> = defineWindow(() => everything, {
  name: 'global',
  formula: 'all that is not padding',
  source: 'Luong, Pham, Manning 2015, section 3.1',
  options: {},
});
