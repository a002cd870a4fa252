/** What stands beside and under the boxes: the name of each row, the headings, and the tinted grounds of encoder and decoder. */
import { visibleLabel } from '../label/visible-label.ts';
import type { DiagramGrid } from './diagram-grid.ts';
import type { DiagramPanel, DiagramPart, DiagramText } from './diagram-layout.ts';
import { decoderCells, endOf, memoryHeight } from './diagram-rows.ts';
import { cutToLength } from './fit-text.ts';
import { headingFontSize, rowFontSize } from './font-sizes.ts';
import { copyTrack } from './connect-source.ts';

const longest = 150;
const lineHeight = 13;
const panelReach = 20;
const panelTop = 13;
const panelBottom = 36;
const headingDrop = 22;
const labelGap = 10;

/** The grounds on which encoder and decoder stand. */
export function placePanels({ diagram, rows, columns }: DiagramGrid): DiagramPanel[] {
  const bottom = rows.tokens.bottom + panelBottom;
  const { bridge, decoder } = columns;
  const left = bridge.x + bridge.width + 4;
  const attends = diagram.context.type === 'attention';
  const decoderTop = Math.min(
    endOf(rows.decoder),
    rows.attentionalVector?.top ?? 0,
    (attends ? rows.rail : undefined) ?? 0,
  );
  const panels = [panel('decoder', left, decoder.right + labelGap, decoderTop - panelTop, bottom)];
  if (!columns.encoder) return panels;
  const encoderTop = rows.rail === undefined ? endOf(rows.encoder) : rows.rail - memoryHeight / 2;
  const right = Math.min(columns.encoder.right + panelReach, bridge.x - 8);
  return [panel('encoder', -panelReach, right, encoderTop - panelTop, bottom), ...panels];
}

/** `Encoder` and `Decoder`, under their tokens. */
export function placeHeadings(panels: readonly DiagramPanel[], { rows }: DiagramGrid): DiagramText[] {
  return panels.map(({ part, x, width }) => ({
    role: 'heading',
    text: part === 'encoder' ? 'Encoder' : 'Decoder',
    x: x + width / 2,
    y: rows.tokens.bottom + headingDrop,
    anchor: 'middle',
    fontSize: headingFontSize,
  }));
}

/** The names of the encoder's rows at its left, of the decoder's at its right. */
export function placeRowLabels(grid: DiagramGrid): DiagramText[] {
  const { diagram, rows, columns } = grid;
  const left = diagram.output.copy === true ? -copyTrack - labelGap : -panelReach - labelGap;
  const right = columns.decoder.right + 2 * labelGap;
  const encoder = (diagram.encoder?.layers ?? []).flatMap(({ detail }, layer) =>
    label([`layer ${layer + 1}`, detail], left, rows.encoder[layer]!.cells.middle, 'end'),
  );
  return [
    ...encoder,
    ...(diagram.encoder ? label(['embedding'], left, rows.embedding.middle, 'end') : []),
    ...label(['embedding'], right, rows.embedding.middle, 'start'),
    ...decoderCells(diagram).flatMap(({ layer, name }, index) => {
      const isSecond = index > 0 && layer === 0;
      const names = isSecond ? [`layer 1, ${name}`] : [`layer ${layer + 1}`, diagram.decoder.layers[layer]!.detail];
      return label(names, right, rows.decoder[index]!.cells.middle, 'start');
    }),
    ...(rows.attention ? label(['attention'], right, rows.attention.middle, 'start') : []),
    ...(rows.attentionalVector ? label(['attentional', 'vector'], right, rows.attentionalVector.middle, 'start') : []),
    ...label(['output'], right, rows.output.middle, 'start'),
  ];
}

function panel(part: DiagramPart, left: number, right: number, top: number, bottom: number): DiagramPanel {
  return { part, x: left, y: top, width: right - left, height: bottom - top };
}

function label(
  lines: readonly (string | undefined)[],
  x: number,
  middle: number,
  anchor: 'start' | 'end',
): DiagramText[] {
  const shown = lines.filter((line) => line !== undefined && line !== '') as string[];
  return shown.map((line, index) => ({
    role: 'row',
    text: cutToLength(visibleLabel(line), longest, rowFontSize),
    x,
    y: middle + (index - (shown.length - 1) / 2) * lineHeight,
    anchor,
    fontSize: rowFontSize,
  }));
}
