/** The unrolled model as an SVG drawing, the figure by which papers and textbooks explain sequence-to-sequence models. */
import { type Background, element, inkOn, type Markup, svgDocument } from '../svg/element.ts';
import { VizError } from '../viz-error.ts';
import { arrowsMarkup } from './arrow-path.ts';
import { checkModelDiagram } from './check-model-diagram.ts';
import { sentenceOf } from './describe-model.ts';
import type {
  ArrowKind,
  DiagramBox,
  DiagramLayout,
  DiagramPanel,
  DiagramSample,
  DiagramText,
} from './diagram-layout.ts';
import { boxFontSize, tokenFontSize } from './font-sizes.ts';
import { layOutModel } from './lay-out-model.ts';
import { sampleWidth } from './legend.ts';
import type { ModelDiagram } from './model-diagram.ts';
import { arrowLooks, boxInk, partColours } from './part-colours.ts';

/** How a model is drawn. */
export type SvgModelDiagramOptions = {
  /** in pixels; as wide as the steps need if absent, else everything is scaled */
  readonly width?: number;
  /** `white` if absent; `transparent` takes the text colour of the page around it */
  readonly background?: Background;
};

const lineHeight = 13;
/** Later ones lie on top. */
const arrowKinds = Object.keys(arrowLooks) as ArrowKind[];
const baseline = '0.35em';

/**
 * Draws a model unrolled over time: encoder at the left, decoder at the right, tokens at the bottom, outputs at the top, a legend
 * and the formulas below.
 *
 * @param diagram - the model in words
 * @returns one `<svg>` element, ready for a file or a page
 * @throws VizError if no such model can exist, or if `width` is not a positive number
 * @see Sutskever, Vinyals, Le 2014, figure 1; Bahdanau, Cho, Bengio 2015, figure 1; Luong, Pham, Manning 2015, figures 2 and 4
 */
export function svgModelDiagram(diagram: ModelDiagram, options: SvgModelDiagramOptions = {}): string {
  checkModelDiagram(diagram, 'svgModelDiagram');
  const layout = layOutModel(diagram);
  const { width = Math.ceil(layout.width), background = 'white' } = options;
  if (!(width > 0 && Number.isFinite(width))) {
    throw new VizError(
      `svgModelDiagram: width must be a positive number of pixels, but is ${width}; leave it out for the natural one`,
    );
  }
  const scale = width / Math.ceil(layout.width);
  const ink = inkOn(background);
  const drawing = [
    ...layout.panels.map(panelMarkup),
    ...arrowKinds.map((kind) => arrowsOf(layout, kind, ink)).filter((markup) => markup !== undefined),
    ...layout.boxes.map((box) => boxMarkup(box, ink)),
    ...layout.samples.map((sample) => sampleMarkup(sample, ink)),
    ...layout.texts.map(textMarkup),
  ];
  return svgDocument(
    { width, height: layout.height * scale, background, label: sentenceOf(diagram) },
    scale === 1 ? drawing : [element('g', { transform: `scale(${Number(scale.toFixed(5))})` }, drawing)],
  );
}

function arrowsOf({ arrows }: DiagramLayout, kind: ArrowKind, ink: string): Markup | undefined {
  const lines = arrows.filter((arrow) => arrow.kind === kind).map(({ points }) => points);
  return lines.length === 0 ? undefined : arrowsMarkup(lines, kind, ink);
}

function panelMarkup({ part, x, y, width, height }: DiagramPanel): Markup {
  const { line } = partColours[part];
  return element('rect', { x, y, width, height, rx: 10, fill: line, 'fill-opacity': 0.06 });
}

function boxMarkup(box: DiagramBox, ink: string): Markup {
  const { kind, part, x, y, width, height } = box;
  const { line, fill } = partColours[part];
  const middle = x + width / 2;
  if (kind === 'token') return boxText(box, tokenFontSize, ink);
  if (kind === 'source') return element('rect', { x, y, width, height, rx: 2, fill: line });
  if (kind === 'sum') {
    const arm = width / 2 - 4;
    const centre = y + height / 2;
    const cross = `M${middle - arm} ${centre}h${2 * arm}M${middle} ${centre - arm}v${2 * arm}`;
    return element('g', { stroke: line, 'stroke-width': 1.5 }, [
      element('circle', { cx: middle, cy: centre, r: width / 2, fill: '#ffffff' }),
      element('path', { d: cross }),
    ]);
  }
  const round = kind === 'attention' ? height / 2 : kind === 'embedding' ? 2 : 6;
  return element('g', {}, [
    element('rect', { x, y, width, height, rx: round, fill, stroke: line, 'stroke-width': 1.5 }),
    ...(kind === 'embedding' ? [embeddingMarks(box)] : []),
    ...(box.lines.length > 0 ? [boxText(box, kind === 'output' ? boxFontSize - 1 : boxFontSize, boxInk)] : []),
  ]);
}

/** An embedding is a vector: a row of numbers. */
function embeddingMarks({ part, x, y, width, height }: DiagramBox): Markup {
  const count = 4;
  const marks = Array.from({ length: count }, (_, index) =>
    element('circle', { cx: x + ((index + 0.5) * width) / count, cy: y + height / 2, r: 3.5 }),
  );
  return element('g', { fill: partColours[part].line, 'fill-opacity': 0.55 }, marks);
}

function boxText({ lines, subscript, x, y, width, height }: DiagramBox, fontSize: number, fill: string): Markup {
  const texts = lines.map((line, index) =>
    element(
      'text',
      { x: x + width / 2, y: y + height / 2 + (index - (lines.length - 1) / 2) * lineHeight, dy: baseline },
      withSubscript(line, subscript, fontSize),
    ),
  );
  return element('g', { 'font-size': fontSize, 'text-anchor': 'middle', fill }, texts);
}

function textMarkup({ role, text, subscript, x, y, anchor, fontSize }: DiagramText): Markup {
  const attributes = {
    x,
    y,
    dy: baseline,
    'font-size': fontSize,
    ...(anchor === 'start' ? {} : { 'text-anchor': anchor }),
    ...(role === 'title' || role === 'heading' ? { 'font-weight': 600 } : {}),
  };
  return element('text', attributes, withSubscript(text, subscript, fontSize));
}

function withSubscript(text: string, subscript: string | undefined, fontSize: number): (Markup | string)[] {
  if (subscript === undefined) return [text];
  return [text, element('tspan', { dy: fontSize * 0.25, 'font-size': fontSize * 0.75 }, [subscript])];
}

function sampleMarkup({ x, y, shows }: DiagramSample, ink: string): Markup {
  if (shows in partColours) {
    const { line, fill } = partColours[shows as keyof typeof partColours];
    return element('rect', {
      x,
      y: y - 7,
      width: sampleWidth,
      height: 14,
      rx: 4,
      fill,
      stroke: line,
      'stroke-width': 1.5,
    });
  }
  return arrowsMarkup(
    [
      [
        [x, y],
        [x + sampleWidth, y],
      ],
    ],
    shows as ArrowKind,
    ink,
  );
}
