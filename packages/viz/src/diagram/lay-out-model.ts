/** The whole figure as data: boxes first, then the arrows between them, then words, all moved into one sheet. */
import { textLength } from '../svg/text-length.ts';
import { connectDecoder } from './connect-decoder.ts';
import { connectEncoder } from './connect-encoder.ts';
import { connectSource, contextSymbols } from './connect-source.ts';
import { layOutGrid } from './diagram-grid.ts';
import { type DiagramLayout, type DiagramPieces, type DiagramText, joinPieces, noPieces } from './diagram-layout.ts';
import { captionBlock, legendBlock, titleBlock } from './legend.ts';
import type { ModelDiagram } from './model-diagram.ts';
import { placeBridge, placeDecoder, placeEncoder } from './place-boxes.ts';
import { placeHeadings, placePanels, placeRowLabels } from './row-labels.ts';

const margin = 18;
const blockGap = 14;
/** Captions need some width even under a figure of one step. */
const narrowest = 420;

/**
 * Lays out the unrolled model: no two boxes overlap, and every arrow runs from the border of one box to that of another.
 *
 * @param diagram - the model in words, already checked
 * @returns boxes, arrows and texts in pixels from the top left
 */
export function layOutModel(diagram: ModelDiagram): DiagramLayout {
  const figure = drawFigure(diagram);
  const extent = extentOf(figure);
  const width = Math.max(narrowest, extent.right - extent.left);
  const title = titleBlock(diagram, margin, width);
  const figureTop = margin + title.height + blockGap;
  const indent = margin + (width - (extent.right - extent.left)) / 2;
  const legendTop = figureTop + (extent.bottom - extent.top) + blockGap;
  const legend = legendBlock(diagram, margin, width);
  const captionTop = legendTop + legend.height + blockGap / 2;
  const caption = captionBlock(diagram, margin, width);
  const pieces = joinPieces([
    moved({ ...noPieces, ...title.pieces }, 0, margin),
    moved(figure, indent - extent.left, figureTop - extent.top),
    moved({ ...noPieces, ...legend.pieces }, 0, legendTop),
    moved({ ...noPieces, ...caption.pieces }, 0, captionTop),
  ]);
  return { ...pieces, width: width + 2 * margin, height: captionTop + caption.height + margin };
}

function drawFigure(diagram: ModelDiagram): DiagramPieces {
  const grid = layOutGrid(diagram);
  const boxes = [...placeEncoder(grid), placeBridge(grid), ...placeDecoder(grid)];
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const panels = placePanels(grid);
  return {
    boxes,
    arrows: [...connectEncoder(grid, byId), ...connectDecoder(grid, byId), ...connectSource(grid, byId)],
    texts: [...placeHeadings(panels, grid), ...placeRowLabels(grid), ...contextSymbols(grid, byId)],
    panels,
    samples: [],
  };
}

function extentOf({
  boxes,
  arrows,
  texts,
  panels,
}: DiagramPieces): Record<'left' | 'right' | 'top' | 'bottom', number> {
  const corners = [
    ...[...boxes, ...panels].flatMap(
      ({ x, y, width, height }) =>
        [
          [x, y],
          [x + width, y + height],
        ] as const,
    ),
    ...arrows.flatMap(({ points }) => points),
    ...texts.flatMap(
      (text) =>
        [
          [textStart(text), text.y],
          [textStart(text) + lengthOf(text), text.y],
        ] as const,
    ),
  ];
  const across = corners.map(([x]) => x);
  const down = corners.map(([, y]) => y);
  return {
    left: Math.min(...across),
    right: Math.max(...across),
    top: Math.min(...down),
    bottom: Math.max(...down),
  };
}

const lengthOf = ({ text, subscript = '', fontSize }: DiagramText): number => textLength([text + subscript], fontSize);

function textStart(text: DiagramText): number {
  const shares = { start: 0, middle: 0.5, end: 1 };
  return text.x - lengthOf(text) * shares[text.anchor];
}

function moved({ boxes, arrows, texts, panels, samples }: DiagramPieces, right: number, down: number): DiagramPieces {
  const shift = <Piece extends { readonly x: number; readonly y: number }>(piece: Piece): Piece => ({
    ...piece,
    x: piece.x + right,
    y: piece.y + down,
  });
  return {
    boxes: boxes.map(shift),
    arrows: arrows.map((arrow) => ({ ...arrow, points: arrow.points.map(([x, y]) => [x + right, y + down] as const) })),
    texts: texts.map(shift),
    panels: panels.map(shift),
    samples: samples.map(shift),
  };
}
