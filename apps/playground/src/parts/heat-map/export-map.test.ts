import { describe, expect, it } from 'vitest';
import { csvOf, svgOf } from './export-map.ts';

const content = {
  weights: { rows: 2, columns: 3, values: Float32Array.of(0.5, 0.5, 0, 0.25, 0.25, 0.5) },
  rowTokens: ['say "a"', '</s>'],
  columnTokens: [',', '\n', '=b'],
  label: 'Attention',
};

describe('a map as a file', () => {
  it('is a sheet whose tokens may be anything', () => {
    expect(csvOf(content)).toBe(',",","\n",=b\r\n"say ""a""",0.5,0.5,0\r\n</s>,0.25,0.25,0.5\r\n');
  });

  it('is a drawing with all cells and the tokens as text', () => {
    const svg = svgOf(content);
    expect(svg.match(/<rect[^>]*><title>/g)).toHaveLength(6);
    expect(svg).toContain('&lt;/s&gt;');
  });
});
