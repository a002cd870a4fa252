import { describe, expect, it } from 'vitest';
import { type Colour, colourOfWeight, hexColour } from './colour-scale.ts';

/** CIE 1976 lightness L* of an sRGB colour: an independent measure of how bright it looks. */
function lightness(colour: Colour): number {
  const linear = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
  return luminance > 0.008856 ? 116 * Math.cbrt(luminance) - 16 : 903.3 * luminance;
}

describe('colourOfWeight', () => {
  it('runs from the dark violet to the yellow of viridis, through its teal', () => {
    expect(hexColour(colourOfWeight(0))).toBe('#440154');
    expect(hexColour(colourOfWeight(0.5))).toBe('#21908d');
    expect(hexColour(colourOfWeight(1))).toBe('#fde725');
  });

  it('gets lighter evenly: no twentieth of the scale is much more or less than its share', () => {
    const steps = 20;
    const values = Array.from({ length: steps + 1 }, (_, step) => lightness(colourOfWeight(step / steps)));
    const share = (values[steps]! - values[0]!) / steps;
    for (let step = 1; step <= steps; step++) {
      const gain = values[step]! - values[step - 1]!;
      expect(gain).toBeGreaterThan(0.7 * share);
      expect(gain).toBeLessThan(1.3 * share);
    }
  });

  it('takes the end colours outside 0 to 1', () => {
    expect(colourOfWeight(-3)).toEqual(colourOfWeight(0));
    expect(colourOfWeight(1.00005)).toEqual(colourOfWeight(1));
  });
});
