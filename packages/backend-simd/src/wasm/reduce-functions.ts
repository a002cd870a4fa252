/** What assembly/reduce exports, as JavaScript sees it: from [outer, reduced, inner] to [outer, inner]. */
export interface ReduceFunctions {
  /** `divisor` is what each sum is divided by before it is rounded. */
  sum(from: number, to: number, outer: number, reduced: number, inner: number, divisor: number): void;
  greatest(from: number, to: number, outer: number, reduced: number, inner: number): void;
  least(from: number, to: number, outer: number, reduced: number, inner: number): void;
}
