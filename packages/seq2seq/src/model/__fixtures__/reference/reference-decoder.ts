// Writing the target, one sentence at a time. Sutskever, Vinyals, Le 2014 (initial); Cho et al. 2014 (every-step); Bahdanau, Cho,
// Bengio 2015, A.1.2 and A.2.2 (previous, deep output); Luong, Pham, Manning 2015, equations 5 and 6 and section 3.3 (current, feeding).
import { attendTo } from './reference-attention.ts';
import { cellAt, type State, type Weights } from './reference-cells.ts';
import type { ReferenceConfig } from './reference-config.ts';
import { bridged, embed, type Encoded } from './reference-encoder.ts';
import { add, join, maxOfPairs, tanh, times, type Vector, zeros } from './vector.ts';

/** What one target step gives. */
type Written = { readonly logits: Vector; readonly alignment?: Vector };

export const decode = (
  config: ReferenceConfig,
  encoded: Encoded,
  targetInput: readonly number[],
  weightOf: Weights,
): Written[] => {
  const { target, decoder, attention } = config;
  const { context, layers, units } = decoder;
  const cells = Array.from({ length: layers }, (_, l) => cellAt(`decoder.layers.${l}`, decoder, weightOf));
  const table = weightOf('target.embedding.table');
  const fixed = (encoded.finalStates.at(-1) as State).h;
  const attend = attention && attendTo(encoded.memory, attention, weightOf);
  const write = outputOf(config, weightOf);

  let states = bridged(config, encoded, weightOf);
  let feed = zeros(units);
  /** All layers once; the output of the top one. */
  const stepWith = (input: Vector): Vector => {
    let output = input;
    states = cells.map((cell, l) => {
      const state = cell(output, states[l] as State);
      output = decoder.residual && l > 0 ? add(state.h, output) : state.h;
      return state;
    });
    return output;
  };

  return targetInput.map((id, t): Written => {
    const y = embed(table, target.embedding, id);
    if (!attend) {
      const seen = context === 'every-step' ? fixed : undefined;
      return { logits: write(stepWith(seen ? join(y, seen) : y), y, seen) };
    }
    if (attention.query === 'previous') {
      const seen = attend((states.at(-1) as State).h, t);
      return { logits: write(stepWith(join(y, seen.context)), y, seen.context), alignment: seen.weights };
    }
    const output = stepWith(decoder.inputFeeding ? join(y, feed) : y);
    const seen = attend(output, t);
    feed = tanh(times(join(seen.context, output), weightOf('attention.output.kernel')));
    return { logits: write(feed, y, seen.context), alignment: seen.weights };
  });
};

/** From a step's output, its token and its context to scores of the vocabulary. */
const outputOf =
  ({ output }: ReferenceConfig, weightOf: Weights) =>
  (state: Vector, token: Vector, context: Vector | undefined): Vector => {
    const generate = (row: Vector): Vector =>
      add(times(row, weightOf('generator.kernel')), weightOf('generator.bias'));
    if (output.type === 'linear') return generate(state);
    const hidden = [
      times(state, weightOf('output.stateKernel')),
      times(token, weightOf('output.embeddingKernel')),
      ...(context ? [times(context, weightOf('output.contextKernel'))] : []),
      weightOf('output.bias'),
    ];
    return generate(maxOfPairs(add(...hidden)));
  };
