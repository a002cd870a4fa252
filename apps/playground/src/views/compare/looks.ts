// How columns are told apart: by colour, by dashes and by the shape of their marks, so that any one of the three is enough.
import type { Marker } from '../../parts/curves/marker-paths.ts';

export type Look = { readonly colour: string; readonly dash: readonly number[]; readonly marker: Marker };

/** As many as there can be columns. Each colour has enough contrast on light and on dark. */
const looks: readonly [Look, Look, Look, Look] = [
  { colour: '#21918c', dash: [], marker: 'circle' },
  { colour: '#9a4fb5', dash: [7, 3], marker: 'square' },
  { colour: '#c2571a', dash: [2, 3], marker: 'triangle' },
  { colour: '#3b6fd4', dash: [9, 3, 2, 3], marker: 'diamond' },
];

export const lookOf = (index: number): Look => looks[index] ?? looks[0];
