import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { type Signal, useSignal } from '@preact/signals';
import { type GrownTree, startKey } from './grown-tree.ts';
import { type NodeAction, NodeMenu } from './node-menu.tsx';
import type { Box } from './place-tree.ts';
import type { ShownNode, ShownTree } from './shown-tree.ts';
import { moveInTree } from './tree-keys.ts';

/** Of more nodes than this only those near what is seen are made, so that a large search scrolls as a small one does. */
const mostNodes = 200;
/** Pixels around what is seen in which nodes are made, too. */
const around = 150;

export type SearchTreeProps = {
  readonly tree: GrownTree;
  readonly shown: ShownTree;
  /** How many steps are shown. */
  readonly step: number;
  /** The node that keys move from. */
  readonly active: Signal<string>;
  readonly closed: Signal<ReadonlySet<string>>;
  readonly actionsOf: (node: ShownNode) => readonly NodeAction[];
  /** The step before, or the one after. */
  readonly onStep: (by: -1 | 1) => void;
  readonly onMore: () => void;
};

/**
 * The tree of a search: real elements over a drawing of the links. Keys are those of trees, and `[` and `]` go through the steps.
 */
export const SearchTree = (props: SearchTreeProps): JSX.Element => {
  const { tree, shown, step, active, closed, actionsOf, onStep, onMore } = props;
  const { boxes, links, steps, width, height } = tree.placed;
  const place = useRef<HTMLDivElement>(null);
  const menu = useSignal<string | undefined>(undefined);
  const seen = useSignal<Box>({ x: 0, y: 0, width: 1600, height: 900 });
  const at = shown.byKey.get(active.value) ?? shown.nodes[0];

  const look = (): void => {
    // The event of a scroll comes with the next picture, and the view may be gone by then.
    if (!place.current) return;
    const { scrollLeft: x, scrollTop: y, clientWidth, clientHeight } = place.current;
    seen.value = { x, y, width: clientWidth, height: clientHeight };
  };
  useLayoutEffect(() => {
    const box = place.current!;
    const start = boxes.get(startKey)!;
    const isAcross = steps[0]?.y === 0;
    box.scrollTop = isAcross ? start.y - box.clientHeight / 2 : 0;
    box.scrollLeft = isAcross ? 0 : start.x + start.width / 2 - box.clientWidth / 2;
    look();
  }, [tree.placed]);
  const seenStep = useRef({ tree, step });
  useEffect(() => {
    const begin = steps[step - 1];
    const box = place.current!;
    const isSameTree = seenStep.current.tree === tree;
    seenStep.current = { tree, step };
    // What is new is looked at from its beginning.
    if (!begin || !isSameTree) return;
    if (begin.y === 0) box.scrollLeft = kept(begin.x, box.scrollLeft, box.clientWidth);
    else box.scrollTop = kept(begin.y, box.scrollTop, box.clientHeight);
    look();
  }, [tree, step]);

  const isMade = ({ key }: ShownNode): boolean => {
    if (shown.nodes.length <= mostNodes || key === at?.key) return true;
    const { x, y, width: w, height: h } = boxes.get(key)!;
    const { value } = seen;
    return (
      x + w > value.x - around &&
      x < value.x + value.width + around &&
      y + h > value.y - around &&
      y < value.y + value.height + around
    );
  };
  const made = shown.nodes.filter(isMade);
  const madeKeys = new Set(made.map(({ key }) => key));
  const winning = new Set(made.filter(({ isWinning }) => isWinning).map(({ key }) => key));

  const focus = (key: string): void => {
    active.value = key;
    // The node may only now be made.
    requestAnimationFrame(() => place.current?.querySelector<HTMLElement>(`[data-node="${key}"]`)?.focus());
  };
  const toggle = (key: string): void => {
    const next = new Set(closed.value);
    if (!next.delete(key)) next.add(key);
    closed.value = next;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!at || menu.value !== undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '[') onStep(-1);
    else if (event.key === ']') onStep(1);
    else if (event.key === 'Enter' || event.key === ' ') {
      if (at.kind === 'more') onMore();
      else if (actionsOf(at).length > 0) menu.value = at.key;
    } else {
      const move = moveInTree(event.key, at.key, shown);
      if (!move) return;
      if ('to' in move) focus(move.to);
      else toggle(move.toggle);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const menuNode = menu.value === undefined ? undefined : shown.byKey.get(menu.value);

  return (
    <div class="search-tree" ref={place} onScroll={look} data-nodes={shown.nodes.length}>
      <div class="search-tree-sheet" style={{ width: `${width}px`, height: `${height}px` }}>
        <div aria-hidden="true">
          {steps.map(({ x, y }, index) => (
            <span
              // oxlint-disable-next-line react/no-array-index-key -- steps are told apart by their number alone
              key={index}
              class={`search-tree-step ${index >= step ? 'is-later' : ''}`}
              style={{ left: `${x}px`, top: `${y}px` }}
            >
              {y === 0 ? `step ${index + 1}` : index + 1}
            </span>
          ))}
        </div>
        <svg width={width} height={height} aria-hidden="true">
          {links
            .filter(({ from, to }) => shown.byKey.has(to) && (madeKeys.has(to) || madeKeys.has(from)))
            .map(({ from, to, path }) => {
              const { kind } = tree.nodes.get(to)!;
              const isWinning = winning.has(from) && winning.has(to);
              return <path key={to} d={path} class={`link link-${kind} ${isWinning ? 'is-winning' : ''}`} />;
            })}
        </svg>
        <div class="search-tree-nodes" role="tree" aria-label="Search tree" onKeyDown={onKeyDown}>
          {made.map((node) => (
            <Item
              key={node.key}
              node={node}
              box={boxes.get(node.key)!}
              isActive={node.key === at?.key}
              onClick={() => {
                active.value = node.key;
                if (node.kind === 'more') onMore();
              }}
            />
          ))}
        </div>
        {menuNode && (
          <NodeMenu
            label={menuNode.label}
            actions={actionsOf(menuNode)}
            box={boxes.get(menuNode.key)!}
            onClose={(hasActed) => {
              menu.value = undefined;
              if (!hasActed) focus(menuNode.key);
            }}
          />
        )}
      </div>
    </div>
  );
};

const Item = ({
  node,
  box,
  isActive,
  onClick,
}: {
  readonly node: ShownNode;
  readonly box: Box;
  readonly isActive: boolean;
  readonly onClick: () => void;
}): JSX.Element => (
  <div
    role="treeitem"
    data-node={node.key}
    data-kind={node.kind}
    class={`node node-${node.kind} ${node.isWinning ? 'is-winning' : ''} ${node.isOpen === false ? 'is-closed' : ''}`}
    style={{ left: `${box.x}px`, top: `${box.y}px`, width: `${box.width}px`, height: `${box.height}px` }}
    tabIndex={isActive ? 0 : -1}
    aria-label={node.name}
    aria-level={node.step + 1}
    aria-posinset={node.place}
    aria-setsize={node.siblings}
    aria-expanded={node.isOpen}
    aria-selected={isActive}
    title={node.name}
    onClick={onClick}
  >
    <span class="node-line" aria-hidden="true">
      <span class="node-label" dir="auto">
        {node.label}
      </span>{' '}
      {node.value !== '' && <span class="node-value">{node.value}</span>}
    </span>{' '}
    {node.note !== '' && (
      <span class="node-note" aria-hidden="true">
        {node.note}
      </span>
    )}
  </div>
);

/** Where to scroll so that a place can be seen, with room behind it; stays if it can. */
const kept = (place: number, scrolled: number, size: number): number =>
  place < scrolled || place + 0.4 * size > scrolled + size ? place - 0.6 * size : scrolled;
