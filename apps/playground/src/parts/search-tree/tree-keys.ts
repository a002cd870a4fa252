// What a key does in a tree: the pattern of the ARIA Authoring Practices.
import type { ShownTree } from './shown-tree.ts';

/** Where the focus goes, or which node opens or closes. */
export type TreeMove = { readonly to: string } | { readonly toggle: string };

/** Undefined where a key does nothing here. */
export const moveInTree = (key: string, at: string, { nodes, byKey }: ShownTree): TreeMove | undefined => {
  const index = nodes.findIndex((node) => node.key === at);
  const node = nodes[index];
  const to = (target: string | undefined): TreeMove | undefined => (target === undefined ? undefined : { to: target });
  if (!node) return to(nodes[0]?.key);
  const moves: Readonly<Record<string, () => TreeMove | undefined>> = {
    ArrowDown: () => to(nodes[index + 1]?.key),
    ArrowUp: () => to(nodes[index - 1]?.key),
    Home: () => to(nodes[0]?.key),
    End: () => to(nodes.at(-1)?.key),
    ArrowRight: () => {
      if (node.isOpen === undefined) return undefined;
      return node.isOpen ? to(node.children.find((child) => byKey.has(child))) : { toggle: at };
    },
    ArrowLeft: () => (node.isOpen ? { toggle: at } : to(node.parent)),
  };
  return moves[key]?.();
};
