import type { AlignmentWindow } from './window.ts';

/**
 * Everything that is not padding.
 *
 * @see Luong, Pham, Manning 2015, section 3.1
 */
export const globalWindow = (): AlignmentWindow => ({ reveal: (_query, mask) => ({ allowed: mask }) });
