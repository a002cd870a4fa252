import { describe, expect, it } from 'vitest';
import { createTourState, type TourStorage } from './tour-state.ts';

const storage = (): TourStorage => {
  const items = new Map<string, string>();
  return { getItem: (name) => items.get(name) ?? null, setItem: (name, value) => void items.set(name, value) };
};
const refused = (): never => {
  throw new Error('denied');
};

describe('the tour', () => {
  it('goes from the first stop to the last, and is over then', () => {
    const store = storage();
    const tour = createTourState(3, () => store);
    const seen: (number | undefined)[] = [];
    tour.start();
    for (let count = 0; count < 4; count++) {
      seen.push(tour.stop.value);
      if (tour.stop.value !== undefined) tour.next();
    }
    expect(seen).toEqual([0, 1, 2, undefined]);
    expect(createTourState(3, () => store).resumesAt.value).toBe(0);
  });

  it('goes back, but not before its beginning', () => {
    const tour = createTourState(3, storage);
    tour.start();
    tour.next();
    tour.back();
    tour.back();
    expect(tour.stop.value).toBe(0);
  });

  it('goes on where it was left, on the next visit too', () => {
    const store = storage();
    const tour = createTourState(3, () => store);
    tour.start();
    tour.next();
    tour.leave();
    expect(tour.stop.value).toBeUndefined();
    for (const visit of [tour, createTourState(3, () => store)]) {
      visit.start();
      expect(visit.stop.value).toBe(1);
    }
  });

  it('works where nothing may be stored', () => {
    const tour = createTourState(3, refused);
    tour.start();
    tour.next();
    tour.leave();
    tour.start();
    expect(tour.stop.value).toBe(1);
  });

  it.each(['7', '-1', 'x', '1.5', ''])('begins at the beginning where the storage says %j', (value) => {
    const store = storage();
    store.setItem('seq2seq.tour', value);
    expect(createTourState(3, () => store).resumesAt.value).toBe(0);
  });
});
