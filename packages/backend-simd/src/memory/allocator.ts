/** A stretch of memory, free or taken, in a chain with its neighbours. */
type Block = {
  readonly start: number;
  size: number;
  isFree: boolean;
  previous: Block | undefined;
  next: Block | undefined;
  /** Neighbours among the free stretches of its class. */
  previousFree: Block | undefined;
  nextFree: Block | undefined;
};

/** Every address and size is a multiple of this: a cache line, so that no two threads write to one. */
export const alignment = 64;

/** Finds room in a memory that it never touches: addresses in, addresses out. */
export interface Allocator {
  /** The address of so many bytes; undefined if they do not fit into what there is. */
  allocate(bytes: number): number | undefined;
  /** @throws RangeError if nothing is taken there */
  free(address: number): void;
  /** The memory is larger now. */
  extendTo(end: number): void;
  /** Bytes that are taken, rounded up to whole cache lines. */
  readonly bytesHeld: number;
  /** Where the memory ends. */
  readonly end: number;
}

/**
 * Two-level segregated fit: free stretches are kept in classes by size, four to each power of two, so that finding room and giving it
 * back take the same time however many there are; neighbours that are free become one, so that memory does not crumble.
 *
 * @param start - the first address that may be given out
 * @see Masmano, Ripoll, Crespo, Real 2004
 */
export const createAllocator = (start: number, end: number): Allocator => {
  /** The stretch of each class that became free last: what was in use just now is likely to be in the cache still. */
  const classes: (Block | undefined)[] = Array.from({ length: 32 * 4 }, () => undefined);
  const taken = new Map<number, Block>();
  let memoryEnd = Math.ceil(start / alignment) * alignment;
  let last: Block | undefined;
  let bytesHeld = 0;

  const shelve = (block: Block): void => {
    const own = classOf(block.size);
    const first = classes[own];
    block.isFree = true;
    block.previousFree = undefined;
    block.nextFree = first;
    if (first) first.previousFree = block;
    classes[own] = block;
  };
  const unshelve = (block: Block): void => {
    block.isFree = false;
    if (block.previousFree) block.previousFree.nextFree = block.nextFree;
    else classes[classOf(block.size)] = block.nextFree;
    if (block.nextFree) block.nextFree.previousFree = block.previousFree;
  };

  const findInOwnClass = (size: number, looks: number): Block | undefined => {
    let block = classes[classOf(size)];
    for (let look = 0; block && look < looks; look++) {
      if (block.size >= size) return block;
      block = block.nextFree;
    }
    return undefined;
  };
  /** A few of its own class may happen to be large enough, any of a higher class is. All of its own class are looked at only in need. */
  const find = (size: number): Block | undefined => {
    const close = findInOwnClass(size, 4);
    if (close) return close;
    for (let higher = classOf(size) + 1; higher < classes.length; higher++) if (classes[higher]) return classes[higher];
    return findInOwnClass(size, Number.POSITIVE_INFINITY);
  };

  const splitBehind = (block: Block, size: number): void => {
    const rest = block.size - size;
    if (rest === 0) return;
    const behind = freeBlock(block.start + size, rest, block, block.next);
    if (block.next) block.next.previous = behind;
    else last = behind;
    block.next = behind;
    block.size = size;
    shelve(behind);
  };

  /** Takes the next block into this one. */
  const swallowNext = (block: Block): void => {
    const next = block.next as Block;
    block.size += next.size;
    block.next = next.next;
    if (next.next) next.next.previous = block;
    else last = block;
  };

  const allocator: Allocator = {
    allocate: (bytes) => {
      const size = roundUp(bytes);
      const block = find(size);
      if (!block) return undefined;
      unshelve(block);
      splitBehind(block, size);
      taken.set(block.start, block);
      bytesHeld += size;
      return block.start;
    },
    free: (address) => {
      let block = taken.get(address);
      if (!block) {
        throw new RangeError(
          `allocator: nothing is taken at address ${address}; it was freed before or never given out.`,
        );
      }
      taken.delete(address);
      bytesHeld -= block.size;
      if (block.next?.isFree) {
        unshelve(block.next);
        swallowNext(block);
      }
      if (block.previous?.isFree) {
        block = block.previous;
        unshelve(block);
        swallowNext(block);
      }
      shelve(block);
    },
    extendTo: (newEnd) => {
      const size = Math.floor((newEnd - memoryEnd) / alignment) * alignment;
      if (size <= 0) return;
      if (last?.isFree) {
        unshelve(last);
        last.size += size;
        shelve(last);
      } else {
        const block = freeBlock(memoryEnd, size, last, undefined);
        if (last) last.next = block;
        last = block;
        shelve(block);
      }
      memoryEnd += size;
    },
    get bytesHeld() {
      return bytesHeld;
    },
    get end() {
      return memoryEnd;
    },
  };
  allocator.extendTo(end);
  return allocator;
};

/** How much so many bytes take: whole cache lines, at least one. */
export const roundUp = (bytes: number): number => Math.ceil(Math.max(bytes, 1) / alignment) * alignment;

const freeBlock = (start: number, size: number, previous: Block | undefined, next: Block | undefined): Block => ({
  start,
  size,
  isFree: true,
  previous,
  next,
  previousFree: undefined,
  nextFree: undefined,
});

/** Four classes to each power of two: a stretch of a higher class than asked for is always large enough. */
const classOf = (size: number): number => {
  const power = 31 - Math.clz32(size);
  return power * 4 + (Math.floor(size / 2 ** (power - 2)) & 3);
};
