/** Where everything in a picture of a search stands: steps from left to right, and the results below. */
import type { Point } from '../diagram/diagram-layout.ts';
import { cutToLength } from '../diagram/fit-text.ts';
import { titleFontSize } from '../diagram/font-sizes.ts';
import { visibleLabel } from '../label/visible-label.ts';
import { textLength } from '../svg/text-length.ts';
import { type DrawnBranch, drawnTree } from './drawn-tree.ts';
import { layOutShelf } from './lay-out-shelf.ts';
import { candidateOf, readSearch, type SearchTree } from './read-search.ts';
import { headFontSize, labelFontSize, noteFontSize, valueFontSize } from './search-font-sizes.ts';
import type { SearchLayout, SearchLayoutHead, SearchLayoutLink, SearchLayoutNode } from './search-layout.ts';
import {
  countsOf,
  noteOf,
  type SearchPictureOptions,
  type SearchWords,
  searchWords,
  sentenceOf,
} from './search-words.ts';
import type { SearchTraceStep } from './search-trace.ts';
import { stackGroups } from './stack-groups.ts';

export const margin = 16;
/** Inside a box, left and right of its text. */
export const padding = 8;
/** The bar at the right border of what has ended. */
export const endBar = 5;
/** Between a token and its number. */
const valueGap = 8;
/** Between columns: room for the links. */
const columnGap = 36;
const siblingGap = 5;
const groupGap = 12;
const headHeight = 24;
const titleHeight = 30;
const shelfGap = 20;
export const lineHeights = { label: 22, note: 14 };
const longestLabel = 120;
/** What is in a box is at least this wide, so that short tokens look like their neighbours. */
const narrowest = 32;
/** A drawn branch with its texts and its size. */
type Sized = Pick<SearchLayoutNode, 'label' | 'value' | 'note' | 'height'> & {
  readonly drawn: DrawnBranch;
  readonly width: number;
};

/**
 * Lays out the tree of a search: one column for each step, siblings one below the other with the most probable on top, nothing crossing,
 * the way to the best result as level as it can be; below it the shelf with the results.
 *
 * @param trace - all candidates of each step
 * @returns nodes, links and shelf, in pixels from the top left
 * @throws VizError if the trace is inconsistent or an option impossible
 */
export function layOutSearch(trace: readonly SearchTraceStep[], options: SearchPictureOptions): SearchLayout {
  const words = searchWords(options, 'layOutSearch');
  const tree = readSearch(trace, options.source ?? 0, 'layOutSearch');
  const start = drawnTree(tree, options.prunedPerRow ?? 2, 'layOutSearch');
  const columns = columnsOf(start, tree, words);
  const tops = topsOf(columns);

  const top = margin + titleHeight + headHeight;
  const highest = Math.min(...tops.flatMap((column) => [...column.values()]));
  const heads: SearchLayoutHead[] = [];
  const nodes: SearchLayoutNode[] = [];
  const places = new Map<string, SearchLayoutNode>();
  let x = margin;
  let bottom = top;
  for (const [column, sized] of columns.entries()) {
    const text = column === 0 ? '' : `step ${column}`;
    const width = Math.max(textLength([text], headFontSize), ...sized.map((each) => each.width));
    if (column > 0) heads.push({ text, description: countsOf(tree, column - 1), x, y: top - headHeight / 2 });
    for (const { drawn, label, value, note, height } of sized) {
      const { key, kind, branch } = drawn;
      const node: SearchLayoutNode = {
        key,
        kind,
        column,
        x,
        y: tops[column]!.get(key)! - highest + top,
        width,
        height,
        label,
        value,
        note,
        description: sentenceOf(drawn, tree, words),
        isWinning: drawn.isWinning,
        candidate: branch && candidateOf(branch),
      };
      nodes.push(node);
      places.set(key, node);
      bottom = Math.max(bottom, node.y + height);
    }
    x += width + columnGap;
  }
  const right = x - columnGap;
  const treeSize = { x: margin, y: top, width: right - margin, height: bottom - top };
  const shelf = layOutShelf(tree, words, { x: margin, y: bottom + shelfGap, width: treeSize.width });
  const title = textLength([visibleLabel(words.title)], titleFontSize);
  return {
    nodes,
    links: columns.flat().flatMap(({ drawn }) => linksOf(drawn, places)),
    heads,
    shelf,
    tree: treeSize,
    width: Math.max(right, shelf.x + shelf.width, margin + title) + margin,
    height: shelf.y + shelf.height + margin,
  };
}

/** The columns from left to right, in each the children of the first parent before those of the second: so no links cross. */
function columnsOf(start: DrawnBranch, tree: SearchTree, words: SearchWords): Sized[][] {
  const columns: Sized[][] = [];
  for (let column: readonly DrawnBranch[] = [start]; column.length > 0;) {
    columns.push(column.map((drawn) => sizeOf(drawn, tree, words)));
    column = column.flatMap(({ children }) => children);
  }
  return columns;
}

function sizeOf(drawn: DrawnBranch, tree: SearchTree, words: SearchWords): Sized {
  const { kind, branch, count } = drawn;
  const text = branch ? words.label(branch.token) : kind === 'more' ? `+ ${count} more` : words.startLabel;
  const label = cutToLength(text, longestLabel, kind === 'more' ? noteFontSize : labelFontSize);
  const value = branch ? words.value(branch) : '';
  const note = noteOf(drawn, tree);
  const first = textLength([label], labelFontSize) + (value === '' ? 0 : valueGap + textLength([value], valueFontSize));
  const content = Math.max(narrowest, first, textLength([note], noteFontSize));
  const width = content + 2 * padding + (kind === 'ended' ? endBar : 0);
  return { drawn, label, value, note, width, height: lineHeights.label + (note === '' ? 0 : lineHeights.note) };
}

/** The tops of all boxes by key, with the beginning at 0. */
function topsOf(columns: readonly (readonly Sized[])[]): Map<string, number>[] {
  const sizes = new Map(columns.flat().map((sized) => [sized.drawn.key, sized]));
  const tops = [new Map(columns[0]!.map(({ drawn }) => [drawn.key, 0]))];
  for (const column of columns.slice(0, -1)) {
    const parents = column.filter(({ drawn }) => drawn.children.length > 0);
    const groups = parents.map(({ drawn, height }) => {
      const members = drawn.children.map(({ key }) => sizes.get(key)!);
      const middle = tops.at(-1)!.get(drawn.key)! + height / 2;
      return {
        members,
        height: members.reduce((sum, member) => sum + member.height + siblingGap, -siblingGap),
        wish: middle - anchorOf(members),
        weight: Math.max(...members.map(importanceOf)) ** 3,
      };
    });
    const places = new Map<string, number>();
    for (const [index, top] of stackGroups(groups, groupGap).entries()) {
      let at = top;
      for (const { drawn, height } of groups[index]!.members) {
        places.set(drawn.key, at);
        at += height + siblingGap;
      }
    }
    tops.push(places);
  }
  return tops;
}

/** The height of a group at which its parent should stand: amid the most important of its members. */
function anchorOf(members: readonly Sized[]): number {
  const most = Math.max(...members.map(importanceOf));
  const middles: number[] = [];
  let at = 0;
  for (const member of members) {
    if (importanceOf(member) === most) middles.push(at + member.height / 2);
    at += member.height + siblingGap;
  }
  return (middles[0]! + middles.at(-1)!) / 2;
}

/**
 * What is kept level at the expense of what: the way to the best result first, then whatever goes on longest. Were it the middle of
 * all that is kept, a long search would climb or sink with every step.
 */
function importanceOf({ drawn: { isWinning, depth, kind } }: Sized): number {
  if (isWinning) return 1e4;
  return 1 + 2 * depth + (kind === 'kept' || kind === 'ended' ? 1 : 0);
}

function linksOf(parent: DrawnBranch, places: ReadonlyMap<string, SearchLayoutNode>): SearchLayoutLink[] {
  const from = places.get(parent.key)!;
  const start: Point = [from.x + from.width, from.y + from.height / 2];
  return parent.children.map(({ key, kind, ...child }) => {
    const to = places.get(key)!;
    const end: Point = [to.x, to.y + to.height / 2];
    return { from: parent.key, to: key, kind, isWinning: child.isWinning, points: [start, end] };
  });
}
