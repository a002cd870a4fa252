// What the parts of the sandbox say to each other, beside the trainer's own protocol: page and frame, frame and worker.

/** What the page hands to the frame, with two ports: one to the frame, one to the trainer. */
export type FrameTask = { readonly trainer: string };

/** What the frame tells the page. */
export type FrameReport =
  /** An answer to being asked. */
  | { readonly kind: 'alive' }
  /** A call of the user's did not come back, and the worker was ended. */
  | { readonly kind: 'stuck'; readonly call: string }
  | { readonly kind: 'crashed'; readonly message: string };

/** What the page asks the frame: whether it lives, or to hand the pronunciations to the worker. */
export type FrameRequest = { readonly kind: 'ask' } | { readonly kind: 'pronunciations'; readonly text: string };

/** Asked of the worker, and its answer. */
export const ping = '?';
export const pong = '!';

/** A call has ended. That one has begun is told by its name. */
export const left = '';

/** Seconds after which a call of the user's counts as stuck. */
export const patienceSeconds = 2;
