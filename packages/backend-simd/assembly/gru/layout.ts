// What a GRU over a sequence keeps beside what every recurrence does (../recurrence/sequence.ts, words 0 to 4), time first.
//
// The reset gate acts either before or after the candidate's product with U, and that decides what else is kept of the state: `recalled`
// [S, B, H] is what the candidate recalls of it, either r ⊙ h, which the product takes, or h · U + b', which the product gave.

/** [S, B, 3·H] after their activations, in the order z, r, h. */
export const gatesWord: usize = 5;
/** [S + 1, B, H]. */
export const hiddensWord: usize = 6;
/** U's columns of z and r, packed; backward: turned and packed. */
export const packedGatesWord: usize = 7;
/** The same of U's columns of the candidate. */
export const packedCandidateWord: usize = 8;
export const scratchWord: usize = 9;
export const scratchBytesWord: usize = 10;
/** Forward: [B, S, H] the outputs. Backward: their gradient. */
export const outputsWord: usize = 11;
/** [H] b' of the candidate if the reset gate acts after the product; 0 if before. */
export const recalledBiasWord: usize = 12;
/** [S, B, H]. */
export const recalledWord: usize = 13;
/** Backward: [S, B, 3·H] the gradient before the activations. */
export const gateGradientsWord: usize = 14;
/** Backward: [B, H] the gradient of the state, which each step replaces by that of the state before it. */
export const hiddenGradientWord: usize = 15;
/** Backward, if the reset gate acts after: [S, B, H] the gradient of what was recalled. */
export const recalledGradientWord: usize = 16;
