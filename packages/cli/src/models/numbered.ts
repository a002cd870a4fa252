/** A letter with the first numbers below it, as formulas have them: x₁, x₂, x₃. */
export const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${name}${subscript(i + 1)}`);

const subscript = (number: number): string =>
  [...String(number)].map((digit) => String.fromCodePoint(0x2080 + Number(digit))).join('');
