/**
 * The colour of a weight: viridis, the scale whose lightness grows evenly from 0 to 1, so that equal steps look equal,
 * on screen, in grey print and to colour-blind readers.
 *
 * @see Smith and van der Walt 2015, "A better default colormap for matplotlib" (released under CC0)
 */

/** Red, green and blue, each a whole number from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Viridis at 0, 1/8, … 1; between these it is so close to straight that interpolation cannot be told from it. */
const stops: readonly Colour[] = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
];

/**
 * The viridis colour of a weight.
 *
 * @param weight - 0…1; what lies outside takes the colour of the nearer end
 */
export function colourOfWeight(weight: number): Colour {
  const position = Math.min(Math.max(weight, 0), 1) * (stops.length - 1);
  const index = Math.min(Math.floor(position), stops.length - 2);
  const fraction = position - index;
  const from = stops[index]!;
  const to = stops[index + 1]!;
  const mix = (channel: 0 | 1 | 2): number => Math.round(from[channel] + (to[channel] - from[channel]) * fraction);
  return [mix(0), mix(1), mix(2)];
}

/** The colour as SVG and CSS write it: `#440154`. */
export function hexColour(colour: Colour): string {
  return `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
