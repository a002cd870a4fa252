const encoder = new TextEncoder();

/**
 * The 32-bit FNV-1a hash of a text's UTF-8 bytes: spreads similar words widely, and is the same in every language that
 * someone may reproduce an experiment in.
 *
 * @returns an integer from 0 to 2³² − 1
 * @see Fowler, Noll, Vo, RFC 9923, The FNV Non-Cryptographic Hash Algorithm
 */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5; // the offset basis
  for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193); // the prime
  return hash >>> 0;
}
