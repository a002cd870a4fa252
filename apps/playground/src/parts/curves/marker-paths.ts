// Marks of four shapes, so that lines are told apart without their colours.
import type UPlot from 'uplot';

const markers = ['circle', 'square', 'triangle', 'diamond'] as const;
export type Marker = (typeof markers)[number];

/** Corners of a shape around 0, within 1 to each side; a circle has none. */
export const corners: Readonly<Record<Marker, readonly (readonly [x: number, y: number])[]>> = {
  circle: [],
  square: [
    [-0.85, -0.85],
    [0.85, -0.85],
    [0.85, 0.85],
    [-0.85, 0.85],
  ],
  triangle: [
    [0, -1.1],
    [1.1, 0.9],
    [-1.1, 0.9],
  ],
  diamond: [
    [0, -1.25],
    [1.25, 0],
    [0, 1.25],
    [-1.25, 0],
  ],
};

/** Half the width of a mark, and the least space from one to the next, in pixels of the page. */
const radius = 3.5;
const spacing = 46;

/** Draws marks along a line, not nearer to each other than can be told apart. */
export const markerPaths =
  (marker: Marker): UPlot.Series.Points.PathBuilder =>
  (chart, series, first, last) => {
    const ratio = globalThis.devicePixelRatio || 1;
    const path = new Path2D();
    const [steps, values] = [chart.data[0], chart.data[series]!];
    const scale = chart.series[series]!.scale ?? 'y';
    let before = Number.NEGATIVE_INFINITY;
    for (let index = first; index <= last; index++) {
      const value = values[index];
      if (value === null || value === undefined) continue;
      const x = chart.valToPos(steps[index]!, 'x', true);
      if (x - before < spacing * ratio) continue;
      before = x;
      addShape(path, marker, x, chart.valToPos(value, scale, true), radius * ratio);
    }
    return { fill: path, stroke: path };
  };

const addShape = (path: Path2D, marker: Marker, x: number, y: number, size: number): void => {
  if (marker === 'circle') {
    path.moveTo(x + size, y);
    path.arc(x, y, size, 0, 2 * Math.PI);
    return;
  }
  for (const [index, [right, down]] of corners[marker].entries()) {
    if (index === 0) path.moveTo(x + right * size, y + down * size);
    else path.lineTo(x + right * size, y + down * size);
  }
  path.closePath();
};
