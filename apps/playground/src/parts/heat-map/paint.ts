// Weights as pixels: one small image, a pixel a cell, which the browser scales up without smoothing. Drawing a map costs the same
// whether its cells are seen large or small.
import { colourOfWeight } from '@seq2seq/viz';
import type { Weights } from '../../protocol/messages.ts';

const shades = 256;

/** The colours of 256 weights from 0 to 1: [shades · 3]. */
const colours: readonly (readonly [number, number, number])[] = Array.from({ length: shades }, (_, shade) =>
  colourOfWeight(shade / (shades - 1)),
);

/** The pixels of a map: [rows · columns · 4]. */
const pixelsOf = ({ rows, columns, values }: Weights): Uint8ClampedArray<ArrayBuffer> => {
  const pixels = new Uint8ClampedArray(4 * rows * columns);
  for (let cell = 0; cell < rows * columns; cell++) {
    const shade = Math.round(Math.min(Math.max(values[cell]!, 0), 1) * (shades - 1));
    const [red, green, blue] = colours[shade]!;
    pixels.set([red, green, blue, 255], 4 * cell);
  }
  return pixels;
};

/** Paints a map, a pixel a cell. */
export const paintWeights = (canvas: HTMLCanvasElement, weights: Weights): void => {
  canvas.width = weights.columns;
  canvas.height = weights.rows;
  canvas.getContext('2d')?.putImageData(new ImageData(pixelsOf(weights), weights.columns, weights.rows), 0, 0);
};
