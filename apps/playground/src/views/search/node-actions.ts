// What can be asked of a search at one of its nodes: to go this way, or not to say this.
import type { NodeAction } from '../../parts/search-tree/node-menu.tsx';
import type { ShownNode } from '../../parts/search-tree/shown-tree.ts';
import { visibleToken } from '../../parts/tokens.tsx';
import { endOfSentence } from '../train/film.tsx';
import type { SearchDesk } from './search-desk.ts';

/** Tokens that stand for no text, so that no output can be asked to have them. */
const special = new Set(['<pad>', '<unk>', '<s>', endOfSentence]);

/** Each searches again. */
export const nodeActions = (
  { candidate, path }: Pick<ShownNode, 'candidate' | 'path'>,
  textOf: (token: number) => string,
  desk: Pick<SearchDesk, 'choices' | 'choose' | 'separator'>,
): readonly NodeAction[] => {
  if (!candidate) return [];
  const token = textOf(candidate.token);
  const beginning = path.map(textOf).filter((text) => text !== endOfSentence);
  const { banned } = desk.choices.value;
  const canBegin = beginning.length > 0 && !beginning.some((text) => special.has(text));
  const canBan = (token === '<unk>' || !special.has(token)) && !banned.includes(token);
  return [
    ...(canBegin
      ? [
          {
            name: 'force',
            label: `Begin with “${beginning.map(visibleToken).join(desk.separator.value)}”`,
            act: () => desk.choose({ prefix: beginning }),
          },
        ]
      : []),
    ...(canBan
      ? [
          {
            name: 'ban',
            label: `Never say “${visibleToken(token)}”`,
            act: () => {
              const { prefix } = desk.choices.value;
              const at = prefix.indexOf(token);
              desk.choose({ banned: [...banned, token], prefix: at < 0 ? prefix : prefix.slice(0, at) });
            },
          },
        ]
      : []),
  ];
};
