/** How each outcome looks: told apart by line and shape as well as by colour. */
import { type PartColour, partColours } from '../diagram/part-colours.ts';
import type { DrawnKind } from './drawn-tree.ts';

/** The colour of a box, how round it is and how its border and the link to it are dashed; no colour: that of text, unfilled. */
export type OutcomeLook = {
  readonly colour?: PartColour;
  readonly round: number;
  readonly dashes?: string;
};

export const outcomeLooks: Readonly<Record<DrawnKind, OutcomeLook>> = {
  start: { colour: partColours.bridge, round: 11 },
  kept: { colour: partColours.encoder, round: 6 },
  ended: { colour: partColours.decoder, round: 0 },
  pruned: { round: 6, dashes: '4 3' },
  more: { round: 6, dashes: '1.5 3' },
};

/** The way to the best result, whatever its boxes are. */
export const winningColour: PartColour = partColours.attention;
export const lineWidths = { ordinary: 1.5, winning: 3.5 };
/** What is pruned steps back, but stays readable on white and on black. */
export const prunedOpacity = 0.75;
