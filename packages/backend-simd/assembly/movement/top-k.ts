// The largest values of each row, largest first, by insertion into a short sorted list: most values of a long row are smaller than all of
// the list and are passed over four at a time.

/**
 * @param x - float32 [rows, size]
 * @param values - float32 [rows, k], largest first; of equals the one with the lower index first; not-a-number after all others
 * @param indices - int32 [rows, k]
 * @param k - from 1 to size
 */
export function topK(x: usize, rows: usize, size: usize, k: usize, values: usize, indices: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    topOfRow(x, size, k, values, indices);
    x += size * 4;
    values += k * 4;
    indices += k * 4;
  }
}

/** The same for one row. */
export function topOfRow(x: usize, size: usize, k: usize, values: usize, indices: usize): void {
  for (let i: usize = 0; i < k; i++) insert(load<f32>(x + i * 4), i, i, values, indices);
  const last = values + (k - 1) * 4;
  let i = k;
  while (i < size) {
    const least = load<f32>(last);
    // Not-a-number is passed over as well, unless the list has one that any number beats.
    if (least == least && i + 4 <= size && !v128.any_true(f32x4.gt(v128.load(x + i * 4), f32x4.splat(least)))) {
      i += 4;
      continue;
    }
    const value = load<f32>(x + i * 4);
    if (beats(value, least)) insert(value, i, k - 1, values, indices);
    i++;
  }
}

/** Puts a value into the sorted list, of which `length` places count; what is at that place is lost. */
function insert(value: f32, index: usize, length: usize, values: usize, indices: usize): void {
  let place = length;
  while (place > 0 && beats(value, load<f32>(values + (place - 1) * 4))) {
    store<f32>(values + place * 4, load<f32>(values + (place - 1) * 4));
    store<u32>(indices + place * 4, load<u32>(indices + (place - 1) * 4));
    place--;
  }
  store<f32>(values + place * 4, value);
  store<u32>(indices + place * 4, <u32>index);
}

function beats(a: f32, b: f32): bool {
  return a > b || (b != b && a == a);
}
