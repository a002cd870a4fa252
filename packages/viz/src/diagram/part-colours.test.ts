import { describe, expect, it } from 'vitest';
import { boxInk, partColours } from './part-colours.ts';

type Triple = readonly [number, number, number];

/** Linear light of a colour, as sRGB defines it. */
const linear = (hex: string): Triple => {
  const channel = (start: number): number => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
};

const times = (matrix: readonly Triple[], [r, g, b]: Triple): Triple =>
  matrix.map((row) => row[0] * r + row[1] * g + row[2] * b) as unknown as Triple;

/** What is seen by eyes that lack one kind of cone: Machado, Oliveira, Fernandes 2009, severity 1. */
const eyes: Readonly<Record<string, readonly Triple[]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE Lab with the white of sRGB. */
function lab(light: Triple): Triple {
  const [x, y, z] = times(
    [
      [0.4124, 0.3576, 0.1805],
      [0.2126, 0.7152, 0.0722],
      [0.0193, 0.1192, 0.9505],
    ],
    light.map((value) => Math.min(1, Math.max(0, value))) as unknown as Triple,
  );
  const curve = (value: number): number => (value > 216 / 24389 ? Math.cbrt(value) : (841 / 108) * value + 4 / 29);
  const [fx, fy, fz] = [curve(x / 0.9505), curve(y), curve(z / 1.089)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

const difference = (one: Triple, other: Triple): number =>
  Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);

/** WCAG 2.2, relative luminance and contrast. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string): number =>
    times(
      [
        [0.2126, 0.7152, 0.0722],
        [0, 0, 0],
        [0, 0, 0],
      ],
      linear(hex),
    )[0];
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const parts = Object.keys(partColours) as (keyof typeof partColours)[];
const pairs = parts.flatMap((one, index) => parts.slice(index + 1).map((other) => [one, other] as const));

describe('partColours', () => {
  // About 2.3 is the smallest difference that can be seen side by side.
  it.each(Object.keys(eyes))('tells the lines of any two parts apart for %s eyes', (eye) => {
    for (const [one, other] of pairs) {
      const seen = [one, other].map((part) => lab(times(eyes[eye]!, linear(partColours[part].line)))) as [
        Triple,
        Triple,
      ];
      expect(difference(...seen), `${one} and ${other}`).toBeGreaterThan(10);
    }
  });

  it('has lines that stand out from a white page, from a dark one and from their filling', () => {
    for (const part of parts) {
      const { line, fill } = partColours[part];
      expect(contrast(line, '#ffffff'), part).toBeGreaterThan(3);
      expect(contrast(line, '#0d1117'), part).toBeGreaterThan(3);
      expect(contrast(line, fill), part).toBeGreaterThan(3);
    }
  });

  it('fills boxes so pale that text can be read in them', () => {
    for (const part of parts) expect(contrast(boxInk, partColours[part].fill), part).toBeGreaterThan(7);
  });
});
