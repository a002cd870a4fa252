/** A laid-out figure as pure data, in pixels from the top left: what a renderer draws and what a test can measure. */

/** Which part of the model something belongs to, and so its colour. */
export type DiagramPart = 'encoder' | 'bridge' | 'attention' | 'decoder' | 'output';

export type DiagramBox = {
  /** unique in the figure; arrows name their ends by it */
  readonly id: string;
  readonly kind:
    | 'token'
    | 'source'
    | 'embedding'
    | 'cell'
    | 'sum'
    | 'memory'
    | 'summary'
    | 'bridge'
    | 'attention'
    | 'attentional-vector'
    | 'output';
  readonly part: DiagramPart;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** what is written inside, already cut to fit */
  readonly lines: readonly string[];
  /** the step, set lower behind the only line */
  readonly subscript?: string;
};

export type Point = readonly [x: number, y: number];

export type ArrowKind =
  | 'input'
  | 'recurrence'
  | 'residual'
  | 'bridge'
  | 'memory'
  | 'query'
  | 'context'
  | 'feeding'
  | 'copy';

/** A line along points from the border of one box to the border of another, where its head is. */
export type DiagramArrow = {
  readonly kind: ArrowKind;
  readonly from: string;
  readonly to: string;
  readonly points: readonly Point[];
};

/** One line of text; y is its middle. */
export type DiagramText = {
  readonly role: 'title' | 'heading' | 'row' | 'symbol' | 'legend' | 'caption';
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly subscript?: string;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly fontSize: number;
};

/** The tinted ground under a part. */
export type DiagramPanel = {
  readonly part: DiagramPart;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** A small sample in the legend; y is its middle. */
export type DiagramSample = { readonly x: number; readonly y: number; readonly shows: DiagramPart | ArrowKind };

/** What one part of the layout contributes. */
export type DiagramPieces = {
  readonly boxes: readonly DiagramBox[];
  readonly arrows: readonly DiagramArrow[];
  readonly texts: readonly DiagramText[];
  readonly panels: readonly DiagramPanel[];
  readonly samples: readonly DiagramSample[];
};

export type DiagramLayout = DiagramPieces & { readonly width: number; readonly height: number };

export const noPieces: DiagramPieces = { boxes: [], arrows: [], texts: [], panels: [], samples: [] };

/** All pieces of several parts, in their order. */
export function joinPieces(parts: readonly DiagramPieces[]): DiagramPieces {
  return {
    boxes: parts.flatMap(({ boxes }) => boxes),
    arrows: parts.flatMap(({ arrows }) => arrows),
    texts: parts.flatMap(({ texts }) => texts),
    panels: parts.flatMap(({ panels }) => panels),
    samples: parts.flatMap(({ samples }) => samples),
  };
}
