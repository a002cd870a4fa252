import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

/** A number within limits. What is out of them is not taken over, and the field says so. */
export const NumberField = ({
  label,
  value,
  least,
  most,
  step = 1,
  onChange,
  hint,
}: {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  /** Between allowed values; `any` number if it is not whole. */
  readonly step?: number | 'any';
  readonly onChange: (value: number) => void;
  readonly hint?: string;
}): JSX.Element => {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="number"
        inputMode="decimal"
        value={value}
        min={least}
        max={most}
        step={step}
        title={hint}
        required
        onChange={(event) => {
          if (event.currentTarget.reportValidity()) onChange(event.currentTarget.valueAsNumber);
        }}
      />
    </div>
  );
};
