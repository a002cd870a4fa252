/** What lines and boxes mean, below the picture of a search. */
import { captionFontSize } from '../diagram/font-sizes.ts';
import { element, type Markup } from '../svg/element.ts';
import { textLength } from '../svg/text-length.ts';
import { endBar, margin } from './lay-out-search.ts';
import { lineWidths, outcomeLooks, prunedOpacity, winningColour } from './outcome-looks.ts';
import type { SearchLayout } from './search-layout.ts';

type Sample = 'winning' | 'kept' | 'ended' | 'pruned';

const sample = { width: 26, height: 14, gap: 7 };
const entryGap = 14;
const lineHeight = 22;

/** The entries that the picture needs, in as many lines as they fill, below everything else, and the room they take. */
export function searchLegend(
  layout: SearchLayout,
  valueMeaning: string,
  ink: string,
): { readonly markup: Markup; readonly width: number; readonly height: number } {
  const right = layout.width - margin;
  const pieces: Markup[] = [];
  let x = margin;
  let line = 0;
  let longest = 0;
  for (const [shows, words] of entriesOf(layout, valueMeaning)) {
    const lead = shows ? sample.width + sample.gap : 0;
    const length = lead + textLength([words], captionFontSize);
    if (x > margin && x + length > right) {
      x = margin;
      line++;
    }
    longest = Math.max(longest, length);
    const y = layout.height + (line + 0.5) * lineHeight - margin / 2;
    if (shows) pieces.push(sampleMarkup(shows, x, y, ink));
    pieces.push(element('text', { x: x + lead, y, dy: '0.35em' }, [words]));
    x += length + entryGap;
  }
  const markup = element('g', { 'font-size': captionFontSize }, pieces);
  return { markup, width: longest + 2 * margin, height: (line + 1) * lineHeight };
}

function entriesOf({ nodes }: SearchLayout, valueMeaning: string): [Sample | undefined, string][] {
  const kinds = new Set(nodes.map(({ kind }) => kind));
  const entries: [Sample | undefined, string][] = [];
  if (nodes.some(({ isWinning, kind }) => isWinning && kind !== 'start'))
    entries.push(['winning', 'way to the best result']);
  if (nodes.some(({ isWinning, kind }) => kind === 'kept' && !isWinning)) entries.push(['kept', 'kept']);
  if (kinds.has('ended')) entries.push(['ended', 'ended']);
  if (kinds.has('pruned')) entries.push(['pruned', 'pruned, with its rank among all candidates of the step']);
  if (nodes.length > 1) entries.push([undefined, `numbers: ${valueMeaning}`]);
  return entries;
}

function sampleMarkup(shows: Sample, x: number, middle: number, ink: string): Markup {
  const place = { x, y: middle - sample.height / 2, width: sample.width, height: sample.height };
  if (shows === 'winning') {
    const d = `M${x} ${middle}h${sample.width}`;
    return element('path', { d, stroke: winningColour.line, 'stroke-width': lineWidths.winning });
  }
  const { colour, round, dashes } = outcomeLooks[shows];
  const box = element('rect', {
    ...place,
    rx: Math.min(round, 4),
    fill: colour?.fill ?? 'none',
    stroke: colour?.line ?? ink,
    'stroke-width': lineWidths.ordinary,
    ...(colour ? {} : { 'stroke-opacity': prunedOpacity }),
    ...(dashes === undefined ? {} : { 'stroke-dasharray': dashes }),
  });
  if (shows !== 'ended') return box;
  const bar = { x: x + sample.width - endBar, y: place.y, width: endBar, height: sample.height };
  return element('g', {}, [box, element('rect', { ...bar, fill: colour!.line })]);
}
