import type { Random } from './random.ts';

/** Training needs randomness (dropout); the type makes it impossible to train without a seed. */
export type Mode = { readonly training: false } | { readonly training: true; readonly random: Random };
