import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

/** One of several names. */
export const Choice = <Name extends string>({
  label,
  value,
  options,
  onChange,
  hint,
}: {
  readonly label: string;
  readonly value: Name;
  readonly options: readonly (Name | { readonly value: Name; readonly label: string })[];
  readonly onChange: (value: Name) => void;
  readonly hint?: string;
}): JSX.Element => {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} title={hint} onChange={(event) => onChange(event.currentTarget.value as Name)}>
        {options.map((option) => {
          const { value: name, label: text } = typeof option === 'string' ? { value: option, label: option } : option;
          return (
            <option key={name} value={name}>
              {text}
            </option>
          );
        })}
      </select>
    </div>
  );
};
