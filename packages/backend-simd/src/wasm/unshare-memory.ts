/** Kinds of imports, by the byte that stands before them. */
const kinds = { function: 0, table: 1, memory: 2, global: 3 } as const;
const importSection = 2;
/** The bit of a memory's limits that says that threads share it. */
const sharedBit = 2;

/**
 * The same module, importing a memory that is not shared: for pages that may not share memory. The two differ in one bit.
 *
 * @throws Error if the module imports no memory
 * @see WebAssembly core specification, binary format of modules and of limits
 */
export const unshareMemory = (module: Uint8Array): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(module);
  const limits = limitsOfMemory(bytes);
  bytes[limits] = (bytes[limits] as number) & ~sharedBit;
  return bytes;
};

/** Where the flags of the imported memory's limits stand. */
const limitsOfMemory = (bytes: Uint8Array): number => {
  let position = 8;
  const byte = (): number => {
    const value = bytes[position++];
    if (value === undefined) throw new Error('backend-simd: the kernels import no memory; please report it.');
    return value;
  };
  /** An unsigned number in seven bits a byte, lowest first. */
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const bits = byte();
      value += (bits & 127) * 2 ** shift;
      if (bits < 128) return value;
    }
  };
  const skipName = (): void => {
    const length = number();
    position += length;
  };
  const skipLimits = (): void => {
    const hasMaximum = (byte() & 1) === 1;
    number();
    if (hasMaximum) number();
  };

  while (byte() !== importSection) {
    const size = number();
    position += size;
  }
  number();
  for (let left = number(); left > 0; left--) {
    skipName();
    skipName();
    const kind = byte();
    if (kind === kinds.memory) return position;
    if (kind === kinds.function) number();
    else if (kind === kinds.global) position += 2;
    else if (kind === kinds.table) {
      byte();
      skipLimits();
    }
  }
  throw new Error('backend-simd: the kernels import no memory; please report it.');
};
