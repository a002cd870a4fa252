import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Box } from './place-tree.ts';

/** Something that can be done at a node. */
export type NodeAction = {
  readonly name: string;
  readonly label: string;
  readonly act: () => void;
};

/** What can be done at a node, for keys: it opens with the focus on its first line, arrows move, Escape leaves. */
export const NodeMenu = ({
  label,
  actions,
  box,
  onClose,
}: {
  readonly label: string;
  readonly actions: readonly NodeAction[];
  readonly box: Box;
  readonly onClose: (hasActed: boolean) => void;
}): JSX.Element => {
  const list = useRef<HTMLDivElement>(null);
  const items = (): HTMLElement[] => [...list.current!.querySelectorAll<HTMLElement>('[role=menuitem]')];
  useLayoutEffect(() => items()[0]?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const all = items();
    const at = all.findIndex((item) => item === document.activeElement);
    const to = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (to !== undefined) all[to]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') onClose(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      class="node-menu"
      role="menu"
      aria-label={`What to do at “${label}”`}
      ref={list}
      style={{ left: `${box.x}px`, top: `${box.y + box.height + 4}px` }}
      onKeyDown={onKeyDown}
      onFocusOut={(event) => {
        if (!list.current?.contains(event.relatedTarget as Node | null)) onClose(true);
      }}
    >
      {actions.map(({ name, label: text, act }) => (
        <button
          key={name}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            onClose(true);
            act();
          }}
        >
          {text}
        </button>
      ))}
    </div>
  );
};
