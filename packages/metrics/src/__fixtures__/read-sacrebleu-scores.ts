/** Numbers of sacreBLEU, made by `sacrebleu-scores.py`. */
import { readFileSync } from 'node:fs';
import type { Bleu } from '../bleu.ts';

/** Outputs, two references each, and what sacreBLEU says of them, from 0 to 1. */
export type SacreBleuCase = {
  readonly outputs: readonly string[];
  readonly references: readonly (readonly string[])[];
  readonly bleu: Bleu;
  /** BLEU of all outputs, smoothed by adding one. */
  readonly addOne: number;
  /** Of each output with its first reference, smoothed by adding one. */
  readonly sentenceBleu: readonly number[];
  readonly chrF: Readonly<Record<string, number>>;
  /** Of each output with its first reference. */
  readonly sentenceChrF: Readonly<Record<string, readonly number[]>>;
};

const file = new URL('sacrebleu-scores.json', import.meta.url);

export const sacreBleuCases: readonly SacreBleuCase[] = (
  JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly SacreBleuCase[] }
).cases;
