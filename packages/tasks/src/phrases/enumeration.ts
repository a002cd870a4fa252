import type { RandomSource } from '@seq2seq/text';
import { drawBelow, drawFrom } from '../draw.ts';

/**
 * A finite set in a fixed order, of which only the items asked for are made. So a grammar of billions of phrases can be
 * counted, drawn from and gone through.
 *
 * @see Duregård, Jansson, Wang 2012, "Feat: Functional Enumeration of Algebraic Types"
 */
export type Enumeration<Item> = {
  readonly count: number;
  /** @param index - from 0 to `count` − 1 */
  at(index: number): Item;
  /** A random index, by equal choices on the way to it: small alternatives are as frequent as large ones. Not of an empty set. */
  draw(random: RandomSource): number;
};

/** These items. */
export function listOf<Item>(items: readonly Item[]): Enumeration<Item> {
  return {
    count: items.length,
    at: (index) => drawFrom(items, { next: () => (index + 0.5) / items.length }),
    draw: (random) => drawBelow(items.length, random),
  };
}

/** What is in any of these sets, which have nothing in common. */
export function anyOf<Item>(sets: readonly Enumeration<Item>[]): Enumeration<Item> {
  let count = 0;
  const parts = sets
    .filter((set) => set.count > 0)
    .map((set) => {
      const start = count;
      count += set.count;
      return { set, start };
    });
  return {
    count,
    at(index) {
      const inside = parts.find(({ set, start }) => index < start + set.count) ?? drawFrom(parts, { next: () => 0 });
      return inside.set.at(index - inside.start);
    },
    draw(random) {
      const { set, start } = drawFrom(parts, random);
      return start + set.draw(random);
    },
  };
}

/** One of each set, put together in every way. */
export function bothOf<First, Second, Item>(
  first: Enumeration<First>,
  second: Enumeration<Second>,
  join: (first: First, second: Second) => Item,
): Enumeration<Item> {
  return {
    count: first.count * second.count,
    at: (index) => join(first.at(Math.floor(index / second.count)), second.at(index % second.count)),
    draw: (random) => first.draw(random) * second.count + second.draw(random),
  };
}
