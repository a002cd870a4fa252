/**
 * The first place, from one on, whose number is not at most this: what is greater and what is no number; `end` if there is none.
 * Rows are read by it, so that of thousands of improbable tokens each costs less than a comparison of its own.
 */
export function firstAbove(numbers: Float32Array, from: number, end: number, most: number): number {
  let at = from;
  while (
    at + 8 <= end &&
    numbers[at]! <= most &&
    numbers[at + 1]! <= most &&
    numbers[at + 2]! <= most &&
    numbers[at + 3]! <= most &&
    numbers[at + 4]! <= most &&
    numbers[at + 5]! <= most &&
    numbers[at + 6]! <= most &&
    numbers[at + 7]! <= most
  )
    at += 8;
  while (at < end && numbers[at]! <= most) at++;
  return at;
}
