/** The colours of a figure's parts, told apart in any common colour blindness, by lightness in print, and by words in any case. */
import type { ArrowKind, DiagramPart } from './diagram-layout.ts';

/** A dark line and a pale filling of one hue. */
export type PartColour = { readonly line: string; readonly fill: string };

/** After Okabe and Ito 2008; the lines are readable on white and on black, the fillings carry dark text. */
export const partColours: Readonly<Record<DiagramPart, PartColour>> = {
  encoder: { line: '#0072b2', fill: '#d3e8f5' },
  bridge: { line: '#808891', fill: '#e9ecef' },
  attention: { line: '#d55e00', fill: '#fde3c8' },
  decoder: { line: '#00875f', fill: '#cdeee2' },
  output: { line: '#a5468a', fill: '#f6dfec' },
};

/** Text inside a box, which is pale on any page. */
export const boxInk = '#1f2328';

/** How a line of each kind is drawn; without a part it has the colour of text. */
export const arrowLooks: Readonly<Record<ArrowKind, { readonly part?: DiagramPart; readonly dashes?: string }>> = {
  input: {},
  recurrence: {},
  bridge: {},
  residual: { dashes: '1.5 2.5' },
  memory: { part: 'attention' },
  query: { part: 'attention' },
  context: { part: 'attention' },
  feeding: { part: 'attention', dashes: '5 3' },
  copy: { part: 'output', dashes: '7 2.5 1.5 2.5' },
};
