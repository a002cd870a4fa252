import { describe, expect, it } from 'vitest';
import { presets } from '../experiment/presets.ts';
import { decodeRecording, encodeRecording, type Recording } from './recording.ts';

const pinned = [{ source: ['a', 'b'], target: ['b', 'a'], sourceText: 'ab', targetText: 'ba' }];
const recording: Recording = {
  experiment: presets.reverse.experiment,
  summary: {
    ...{ run: 'main', weights: 9, sourceVocabulary: 6, targetVocabulary: 6, trainExamples: 4, pinned, step: 3 },
    sample: [{ source: 'ab', target: 'ba' }],
  },
  ...{ epoch: 1, seconds: 2.5 },
  losses: Float32Array.of(3.25, 0.1, Number.NaN, 1e-30),
  measures: [
    {
      ...{ step: 1, exact: 0.5, tokenAccuracy: 0.75, loss: 3.125 },
      examples: [
        { output: ['b'], isRight: false, forced: { rows: 1, columns: 3, values: Float32Array.of(0, 1 / 3, 2 / 3) } },
        { output: [], isRight: true },
      ],
    },
    { step: 3, exact: 0, tokenAccuracy: 0, loss: Number.NaN, examples: [] },
  ],
};

describe('a recording', () => {
  it('keeps all but the last digits of alignments', () => {
    const kept = decodeRecording(encodeRecording(recording), 'a file');
    const [first, second] = kept.measures;
    const { forced } = first!.examples[0]!;
    expect(forced).toMatchObject({ rows: 1, columns: 3 });
    // Half of a step of 1/255 is the most that rounding takes.
    forced!.values.forEach((value, index) => {
      expect(Math.abs(value - index / 3)).toBeLessThanOrEqual(0.5 / 255 + 1e-7);
    });
    expect({ ...kept, measures: [] }).toEqual({ ...recording, measures: [] });
    expect(second).toEqual(recording.measures[1]);
    expect({ ...first, examples: [first!.examples[1]] }).toEqual({
      ...recording.measures[0],
      examples: [recording.measures[0]!.examples[1]],
    });
  });

  it('of many steps is written whole', () => {
    const losses = Float32Array.from({ length: 50_000 }, (_, step) => 1 / (step + 1));
    expect(decodeRecording(encodeRecording({ ...recording, losses }), 'a file').losses).toEqual(losses);
  });

  const text = encodeRecording(recording);
  const but = (changes: object): string => JSON.stringify({ ...JSON.parse(text), ...changes });
  it.each([
    ['cut off', text.slice(0, -9), /^a file: expected a recording of a run, got .*; the file is damaged/],
    ['of something else', '{"format":"other"}', /^a file: expected a recording of a run, got the format other; /],
    ['of a later version', but({ version: 2 }), /^a file: expected version 1 of a recording, got 2; load the page/],
    ['of a wrong experiment', but({ experiment: { units: 3 } }), /^a file: .*units.*; correct it/],
    ['of losses that are none', but({ losses: '*' }), /^a file: expected a recording .*; the file is damaged/],
    ['without measures', but({ measures: undefined }), /^a file: expected a recording .*; the file is damaged/],
    ['without a summary', but({ summary: undefined }), /^a file: expected a recording .*; the file is damaged/],
  ])('that is %s is refused by name', (_, damaged, message) => {
    expect(() => decodeRecording(damaged, 'a file')).toThrow(message);
  });
});
