// A map as a file: numbers for a sheet, a drawing, and a picture of the drawing.
import { svgHeatMap } from '@seq2seq/viz';
import type { HeatMapProps } from './heat-map.tsx';

export type MapFileKind = 'png' | 'csv' | 'svg';

/** What a file of a map needs. */
export type MapContent = Pick<HeatMapProps, 'weights' | 'rowTokens' | 'columnTokens' | 'label'>;

/** Pixels of a picture for one of the drawing: sharp on screens that have more. */
const pictureScale = 2;

/** As RFC 4180 has it: what holds a comma, a quote or a line end is quoted. */
export const csvOf = ({ weights: { values, columns }, rowTokens, columnTokens }: MapContent): string => {
  const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [
    ['', ...columnTokens.map(quoted)],
    ...rowTokens.map((token, row) => [
      quoted(token),
      ...Array.from(values.subarray(row * columns, (row + 1) * columns), String),
    ]),
  ];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
};

/** The drawing of @seq2seq/viz. */
export const svgOf = ({ weights: { values, columns, rows }, rowTokens, columnTokens, label }: MapContent): string =>
  svgHeatMap({
    weights: Array.from({ length: rows }, (_, row) => values.subarray(row * columns, (row + 1) * columns)),
    rowLabels: rowTokens,
    columnLabels: columnTokens,
    title: label,
  });

const pngOf = async (content: MapContent): Promise<Blob> => {
  const address = URL.createObjectURL(new Blob([svgOf(content)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = new OffscreenCanvas(image.naturalWidth * pictureScale, image.naturalHeight * pictureScale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: 'image/png' });
  } finally {
    URL.revokeObjectURL(address);
  }
};

const blobs: Readonly<Record<MapFileKind, (content: MapContent) => Blob | Promise<Blob>>> = {
  png: pngOf,
  // The mark at the front tells sheets that it is UTF-8.
  csv: (content) => new Blob([`\uFEFF${csvOf(content)}`], { type: 'text/csv' }),
  svg: (content) => new Blob([svgOf(content)], { type: 'image/svg+xml' }),
};

/** Hands a map to the user as a file. */
export const saveMap = async (kind: MapFileKind, content: MapContent): Promise<void> => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await blobs[kind](content));
  link.download = `attention.${kind}`;
  link.click();
  // The download has begun by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};
