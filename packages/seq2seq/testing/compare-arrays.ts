/** How far two arrays are apart. */
export type Difference = {
  /** The largest |a − b| in units of max(1, |b|), or of the scale given. */
  readonly relative: number;
  /** The largest |a − b| in units of what was tolerated: up to 1 agrees. */
  readonly excess: number;
  readonly agrees: boolean;
};

export type CompareOptions = {
  /** The largest |a − b| allowed, given b. */
  readonly tolerance: (wanted: number) => number;
  /** Which places count; all by default. */
  readonly isCompared?: (index: number) => boolean;
  /** What relative differences are measured by instead of max(1, |b|). */
  readonly scale?: number;
};

/** Compares place by place; another length or anything that is not a number is an infinite difference. */
export const compareArrays = (actual: Float32Array, wanted: Float32Array, options: CompareOptions): Difference => {
  if (actual.length !== wanted.length) return { relative: Infinity, excess: Infinity, agrees: false };
  let relative = 0;
  let excess = 0;
  for (let i = 0; i < wanted.length; i++) {
    if (options.isCompared && !options.isCompared(i)) continue;
    const b = wanted[i] as number;
    const apart = Math.abs((actual[i] as number) - b);
    const difference = Number.isNaN(apart) ? Infinity : apart;
    const scale = options.scale ?? Math.max(1, Math.abs(b));
    relative = Math.max(relative, difference === 0 ? 0 : difference / scale);
    excess = Math.max(excess, difference / options.tolerance(b));
  }
  return { relative, excess, agrees: excess <= 1 };
};

/** Whether the first is further from agreement than the second. */
export const worse = (first: Difference, second: Difference): boolean => first.excess > second.excess;
