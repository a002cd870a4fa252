/** What surrounds the figure: the title above; the legend of colours and lines and the caption below. */
import { visibleLabel } from '../label/visible-label.ts';
import { textLength } from '../svg/text-length.ts';
import type { DiagramPieces, DiagramSample, DiagramText } from './diagram-layout.ts';
import { captionOf } from './describe-model.ts';
import { wrapToLength } from './fit-text.ts';
import { captionFontSize, titleFontSize } from './font-sizes.ts';
import type { ModelDiagram } from './model-diagram.ts';

/** A block of the given height, from 0 downwards. */
export type Block = { readonly pieces: Pick<DiagramPieces, 'texts' | 'samples'>; readonly height: number };

const lineHeight = 18;
const titleLineHeight = 22;
export const sampleWidth = 26;
const sampleGap = 7;
const entryGap = 20;

/** The title in as many lines as it needs, at most three. */
export function titleBlock({ title }: ModelDiagram, left: number, width: number): Block {
  const lines = wrapToLength(title, width, titleFontSize, 3);
  const texts = lines.map((text, index): DiagramText => ({
    role: 'title',
    text,
    x: left,
    y: (index + 0.5) * titleLineHeight,
    anchor: 'start',
    fontSize: titleFontSize,
  }));
  return { pieces: { texts, samples: [] }, height: lines.length * titleLineHeight };
}

/** Samples of the colours and of the lines that need a word. */
export function legendBlock(diagram: ModelDiagram, left: number, width: number): Block {
  const samples: DiagramSample[] = [];
  const texts: DiagramText[] = [];
  let x = left;
  let row = 0;
  for (const [shows, words] of legendEntries(diagram)) {
    const length = sampleWidth + sampleGap + textLength([words], captionFontSize);
    if (x > left && x + length > left + width) {
      x = left;
      row++;
    }
    const y = (row + 0.5) * lineHeight;
    samples.push({ x, y, shows });
    const look = { role: 'legend', anchor: 'start', fontSize: captionFontSize } as const;
    texts.push({ ...look, text: words, x: x + sampleWidth + sampleGap, y });
    x += length + entryGap;
  }
  return { pieces: { texts, samples }, height: (row + 1) * lineHeight };
}

/** The caption, one sentence after another, each beginning a line. */
export function captionBlock(diagram: ModelDiagram, left: number, width: number): Block {
  const lines = captionOf(diagram).flatMap((sentence) =>
    wrapToLength(visibleLabel(sentence), width, captionFontSize, 4),
  );
  const texts = lines.map((text, index): DiagramText => ({
    role: 'caption',
    text,
    x: left,
    y: (index + 0.5) * lineHeight,
    anchor: 'start',
    fontSize: captionFontSize,
  }));
  return { pieces: { texts, samples: [] }, height: lines.length * lineHeight };
}

function legendEntries({ encoder, context, decoder, output }: ModelDiagram): [DiagramSample['shows'], string][] {
  const entries: [DiagramSample['shows'], string][] = [];
  if (encoder) entries.push(['encoder', 'encoder']);
  if (context.type === 'attention') entries.push(['attention', 'attention']);
  entries.push(['decoder', 'decoder'], ['output', 'output'], ['recurrence', 'state or input']);
  if (context.type === 'attention') entries.push(['memory', 'memory, query, context']);
  if (context.type === 'every-step') entries.push(['context', 'summary']);
  if (context.type === 'attention' && context.inputFeeding === true) entries.push(['feeding', 'input feeding']);
  if ([...(encoder?.layers ?? []), ...decoder.layers].some(({ residual }) => residual === true)) {
    entries.push(['residual', 'residual, added at +']);
  }
  if (output.copy === true) entries.push(['copy', 'copying']);
  return entries;
}
