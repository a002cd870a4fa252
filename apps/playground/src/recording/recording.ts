// What a run looked like while it learned, small enough to be kept: its losses as they were, its measures, and where it looked in steps
// of 1/255, which is finer than a picture shows.
import type { Experiment } from '../experiment/experiment.ts';
import { parseExperiment } from '../experiment/experiment.ts';
import type { Measure, RunSummary, ShownExample, Weights } from '../protocol/messages.ts';
import { fromBase64, toBase64 } from './base64.ts';

export type Recording = {
  readonly experiment: Experiment;
  readonly summary: RunSummary;
  readonly epoch: number;
  readonly seconds: number;
  /** Of each step, in nats per token. */
  readonly losses: Float32Array;
  readonly measures: readonly Measure[];
};

const format = 'seq2seq.recording';
const version = 1;

type WrittenExample = Omit<ShownExample, 'forced'> & {
  readonly forced?: readonly [rows: number, columns: number, values: string];
};
type Written = Omit<Recording, 'losses' | 'measures'> & {
  readonly format: typeof format;
  readonly version: number;
  /** Little-endian floats. */
  readonly losses: string;
  readonly measures: readonly (Omit<Measure, 'examples'> & { readonly examples: readonly WrittenExample[] })[];
};

/** As JSON. */
export const encodeRecording = ({ losses, measures, ...rest }: Recording): string => {
  const floats = new DataView(new ArrayBuffer(4 * losses.length));
  losses.forEach((loss, index) => floats.setFloat32(4 * index, loss, true));
  return JSON.stringify({
    ...{ format, version },
    ...rest,
    losses: toBase64(new Uint8Array(floats.buffer)),
    measures: measures.map(({ examples, ...measure }) => ({
      ...measure,
      examples: examples.map(({ forced, ...example }) => ({
        ...example,
        ...(forced && { forced: [forced.rows, forced.columns, toBase64(bytesOf(forced))] as const }),
      })),
    })),
  } satisfies Written);
};

const bytesOf = ({ values }: Weights): Uint8Array => Uint8Array.from(values, (value) => Math.round(255 * value));

/**
 * @param where - what messages call it
 * @throws Error if it is of another format or version, or damaged
 */
export const decodeRecording = (text: string, where: string): Recording => {
  let written: Written;
  try {
    written = JSON.parse(text) as Written;
    if (written.format !== format) throw new Error(`the format ${String(written.format)}`);
  } catch (error) {
    throw damaged(where, error);
  }
  if (written.version !== version) {
    throw new Error(
      `${where}: expected version ${version} of a recording, got ${written.version}; load the page again to get a newer one.`,
    );
  }
  const experiment = parseExperiment(written.experiment, where);
  try {
    const { summary, epoch, seconds } = written;
    const bytes = fromBase64(written.losses);
    const floats = new DataView(bytes.buffer);
    const losses = Float32Array.from({ length: bytes.length / 4 }, (_, index) => floats.getFloat32(4 * index, true));
    const measures = written.measures.map((measure) => ({
      ...measure,
      // JSON has no number for a loss that has run away.
      loss: measure.loss ?? Number.NaN,
      examples: measure.examples.map(exampleOf),
    }));
    return { experiment, summary: { ...summary, pinned: [...summary.pinned] }, epoch, seconds, losses, measures };
  } catch (error) {
    throw damaged(where, error);
  }
};

const exampleOf = ({ forced, ...example }: WrittenExample): ShownExample => {
  if (!forced) return example;
  const [rows, columns, values] = forced;
  return { ...example, forced: { rows, columns, values: Float32Array.from(fromBase64(values), (byte) => byte / 255) } };
};

const damaged = (where: string, error: unknown): Error => {
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(`${where}: expected a recording of a run, got ${reason}; the file is damaged: copy it again.`);
};
