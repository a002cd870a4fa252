import type { JSX } from 'preact';

/** Yes or no. */
export const CheckField = ({
  label,
  value,
  onChange,
  hint,
}: {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly hint?: string;
}): JSX.Element => (
  <label class="field check" title={hint}>
    <input type="checkbox" checked={value} onChange={(event) => onChange(event.currentTarget.checked)} />
    <span>{label}</span>
  </label>
);
