import type { TranslatedText, Translation } from 'seq2seq';
import { describe, expect, it } from 'vitest';
import { attentionOf, drawAttention } from './attention-picture.ts';

const source: TranslatedText = { sourceTokens: ['a', 'b'], unknown: [], translations: [] };
const translation: Translation = {
  text: 'X',
  tokens: ['X'],
  ...{ logProb: -1, tokenLogProbs: [-0.5, -0.5] },
  score: -1,
  finished: true,
  alignment: [Float32Array.of(1, 0, 0), Float32Array.of(0, 0, 1)],
};

describe('attentionOf', () => {
  it('has the end of sentence on both sides', () => {
    expect(attentionOf(source, translation, 'title')).toEqual({
      weights: translation.alignment,
      rowLabels: ['X', '</s>'],
      columnLabels: ['a', 'b', '</s>'],
      title: 'title',
    });
  });

  it('has no last row where the output was cut off', () => {
    const map = attentionOf(source, { ...translation, tokens: ['X', 'Y'], finished: false });
    expect(map?.rowLabels).toEqual(['X', 'Y']);
    expect(map).not.toHaveProperty('title');
  });

  it('is nothing without attention or without output', () => {
    const { alignment: _, ...plain } = translation;
    expect(attentionOf(source, plain)).toBeUndefined();
    expect(attentionOf(source, { ...translation, tokens: [], finished: false })).toBeUndefined();
  });
});

describe('drawAttention', () => {
  const map = { weights: [[0, 0.5, 1]], rowLabels: ['X'], columnLabels: ['a', 'b', '</s>'] };
  const write = (): void => {};

  it('is plain in a pipe and on a terminal without colours', () => {
    const plain = '    a    b  </s>  \nX |     +++++@@@@@|\n\n0 | .:-=+*#%@| 1';
    const trimmed = (text: string): string => text.replaceAll(/^ +| +$/gm, '').trim();
    expect(trimmed(drawAttention(map, { write }))).toBe(trimmed(plain));
    expect(drawAttention(map, { write, isTTY: true, hasColors: () => false })).toBe(drawAttention(map, { write }));
  });

  it('is in colour where there are colours', () => {
    expect(drawAttention(map, { write, isTTY: true, hasColors: () => true })).toContain('\u{1B}[48;2;');
    expect(drawAttention(map, { write, isTTY: false, hasColors: () => true })).not.toContain('\u{1B}');
  });

  it('fits the terminal', () => {
    const labels = Array.from({ length: 40 }, (_, i) => String.fromCharCode(97 + (i % 26)));
    const wide = { weights: [labels.map(() => 0.5)], rowLabels: ['X'], columnLabels: labels };
    const lines = drawAttention(wide, { write, columns: 50 }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(50);
  });
});
