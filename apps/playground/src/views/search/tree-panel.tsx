import type { JSX } from 'preact';
import { SearchTree } from '../../parts/search-tree/search-tree.tsx';
import type { ShownNode } from '../../parts/search-tree/shown-tree.ts';
import { StepTransport } from '../../parts/search-tree/step-transport.tsx';
import { nodeActions } from './node-actions.ts';
import { prunedLevels, type SearchDesk } from './search-desk.ts';

/** The tree, the buttons that go through its steps, and what is known of the node that is looked at. */
export const TreePanel = ({ desk }: { readonly desk: SearchDesk }): JSX.Element | null => {
  const tree = desk.tree.value;
  const shown = desk.shown.value;
  if (!tree || !shown) return null;
  const { step, prunedPerRow, active, closed, goTo } = desk;
  const onMore = (): void => {
    prunedPerRow.value = prunedLevels.find((level) => level > prunedPerRow.value) ?? prunedLevels[0];
  };
  const actionsOf = (node: ShownNode): ReturnType<typeof nodeActions> => nodeActions(node, tree.textOf, desk);
  const node = shown.byKey.get(active.value) ?? shown.nodes[0];
  return (
    <section class="tree-panel" aria-label="The search step by step" data-step={step.value}>
      <div class="tree-bar">
        <StepTransport step={step.value} steps={tree.trace.steps.length} onGo={goTo} />
        <p class="tree-caption" role="status" data-reading="search-step">
          {shown.caption}
        </p>
        <button
          type="button"
          class="quiet"
          data-action="more"
          onClick={onMore}
          title="How many pruned candidates of each beginning are drawn"
        >
          {prunedPerRow.value === prunedLevels.at(-1) ? 'Fewer candidates' : 'More candidates'}
        </button>
      </div>
      <SearchTree
        tree={tree}
        shown={shown}
        step={step.value}
        active={active}
        closed={closed}
        actionsOf={actionsOf}
        onStep={(by) => goTo(step.value + by)}
        onMore={onMore}
      />
      {node && (
        <div class="node-bar">
          <p data-reading="node">
            {node.kind === 'start'
              ? 'Choose a token of the tree: what it cost, and whether to go that way or never to say it.'
              : node.description}
          </p>
          <div class="node-actions">
            {actionsOf(node).map(({ name, label, act }) => (
              <button key={name} type="button" data-action={name} onClick={act}>
                {label}
              </button>
            ))}
          </div>
        </div>
      )}
    </section>
  );
};
