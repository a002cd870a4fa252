// What an LSTM over a sequence keeps beside what every recurrence does (words 0 to 4), time first: gates [S, B, 4·H] after their
// activations, in the order i, f, c, o; hiddens and carries [S + 1, B, H].
export {
  batchWord,
  isReal,
  maskWord,
  reverseWord,
  slotAfter,
  slotBefore,
  slotBytes,
  stepsWord,
  unitsWord,
} from '../recurrence/sequence';

export const gatesWord: usize = 5;
export const hiddensWord: usize = 6;
export const carriesWord: usize = 7;
/** U packed for hidden · U, or Uᵀ packed for dz · Uᵀ. */
export const packedWord: usize = 8;
export const scratchWord: usize = 9;
export const scratchBytesWord: usize = 10;
/** Forward: [B, S, H] the outputs. Backward: their gradient. */
export const outputsWord: usize = 11;
/** Backward: [S, B, 4·H] the gradient before the activations. */
export const gateGradientsWord: usize = 12;
/** Backward: [B, H] the gradient of the state, which each step replaces by that of the state before it. */
export const hiddenGradientWord: usize = 13;
export const carryGradientWord: usize = 14;
