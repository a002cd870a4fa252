import type { JSX } from 'preact';
import { visibleToken } from '../../parts/tokens.tsx';
import type { SearchDesk } from './search-desk.ts';

/** What the user has made outputs obey; each can be taken back. */
export const RuleChips = ({ desk }: { readonly desk: SearchDesk }): JSX.Element | null => {
  const { prefix, banned } = desk.choices.value;
  if (prefix.length + banned.length === 0) return null;
  const beginning = prefix.map(visibleToken).join(desk.separator.value);
  return (
    <ul class="rule-chips" aria-label="Rules for the output">
      {prefix.length > 0 && (
        <Chip text={`begins with “${beginning}”`} name="prefix" onRemove={() => desk.choose({ prefix: [] })} />
      )}
      {banned.map((token) => (
        <Chip
          key={token}
          text={`never “${visibleToken(token)}”`}
          name="banned"
          onRemove={() => desk.choose({ banned: banned.filter((other) => other !== token) })}
        />
      ))}
    </ul>
  );
};

const Chip = ({
  text,
  name,
  onRemove,
}: {
  readonly text: string;
  readonly name: string;
  readonly onRemove: () => void;
}): JSX.Element => (
  <li class="rule-chip" data-rule={name}>
    <span>{text}</span>
    <button type="button" class="quiet" aria-label={`Take back: ${text}`} onClick={onRemove}>
      ✕
    </button>
  </li>
);
