/** Where to put the marks on an axis: at multiples of 1, 2 or 5 times a power of ten, which people read at a glance. */

/** Marks on an axis and the distance between them. */
export type Ticks = { readonly step: number; readonly values: readonly number[] };

/**
 * The marks that cover `low` to `high`: the first is at or below `low`, the last at or above `high`.
 *
 * @param low - smallest number on the axis
 * @param high - largest; if it equals `low`, the axis is widened around it
 * @param count - roughly how many intervals to make
 */
export function niceTicks(low: number, high: number, count: number): Ticks {
  if (low === high) {
    const room = low === 0 ? 1 : Math.abs(low) / 10;
    return niceTicks(low - room, high + room, count);
  }
  const step = niceStep((high - low) / count);
  // Twelve digits forgive 0.30000000000000004 / 0.1 without moving a mark that anybody could see.
  const first = Math.floor(clean(low / step));
  const last = Math.ceil(clean(high / step));
  return { step, values: Array.from({ length: last - first + 1 }, (_, index) => clean((first + index) * step)) };
}

/**
 * A mark as it is written beside the axis: `0.5` next to `1.0`, `12,000`, `2e-7`.
 *
 * @param step - the distance to the next mark, which says how many decimals all marks of the axis get
 */
export function tickLabel(value: number, step: number): string {
  if (value === 0) return '0';
  if (step < 1e-5 || Math.abs(value) >= 1e9) return clean(value).toExponential();
  const decimals = Math.max(0, -powerOf(step));
  return value.toFixed(decimals).replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',');
}

/** The nice step nearest to `raw` on a logarithmic scale. */
function niceStep(raw: number): number {
  const power = powerOf(raw);
  const scaled = raw / 10 ** power;
  const factor = scaled < Math.SQRT2 ? 1 : scaled < Math.sqrt(10) ? 2 : scaled < Math.sqrt(50) ? 5 : 10;
  return clean(factor * 10 ** power);
}

const clean = (value: number): number => Number(value.toPrecision(12));

/** The power of ten of the first digit; the slack is for steps such as 0.001, whose logarithm is not exactly -3. */
const powerOf = (value: number): number => Math.floor(Math.log10(value) + 1e-9);
