/** Pages of 64 kB, one less than 32-bit addresses reach: a loop up to address 2^32, which is 0 to a kernel, would not begin. */
const mostPages = 65_535;
/** 512 MB: a machine that does not set aside even that is of no use. */
const fewestPages = 8192;

type CreatedMemory = {
  readonly memory: WebAssembly.Memory;
  /** What it may grow to. */
  readonly maximumPages: number;
};

/**
 * A memory that may grow as far as the machine lets it: some set aside addresses for all of it at once and refuse 4 GB.
 *
 * @throws RangeError if the machine refuses even 512 MB, or memory of that kind
 */
export const createMemory = (shared: boolean): CreatedMemory => {
  for (let maximum = mostPages; ; maximum = Math.ceil(maximum / 2)) {
    try {
      return { memory: new WebAssembly.Memory({ initial: 256, maximum, shared }), maximumPages: maximum };
    } catch (error) {
      if (maximum <= fewestPages) throw error;
    }
  }
};
