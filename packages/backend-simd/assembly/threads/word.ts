/** The n-th argument of a job: addresses, counts and flags, 4 bytes each. */
export function word(at: usize, index: usize): usize {
  return load<u32>(at + index * 4) as usize;
}
