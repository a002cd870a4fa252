import type { JSX } from 'preact';

const paths = {
  play: 'M3 1.5v13l11-6.5z',
  pause: 'M3 2h4v12H3zM9 2h4v12H9z',
  step: 'M2 2v12l8-6zM11 2h3v12h-3z',
  back: 'M14 2v12L6 8zM2 2h3v12H2z',
  first: 'M15 2v12L9 8zM8 2v12L2 8zM0 2h2v12H0z',
  last: 'M1 2v12l6-6zM8 2v12l6-6zM14 2h2v12h-2z',
  close: 'M3 4.4 4.4 3 8 6.6 11.6 3 13 4.4 9.4 8 13 11.6 11.6 13 8 9.4 4.4 13 3 11.6 6.6 8z',
  reset: 'M8 2a6 6 0 1 1-5.7 4.2l1.9.6A4 4 0 1 0 8 4v3L3.5 3 8-1z',
} as const;

/** A sign on a button. It says nothing by itself: the button has a name. */
export const Icon = ({ name }: { readonly name: keyof typeof paths }): JSX.Element => (
  <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d={paths[name]} />
  </svg>
);
