// A box of four axes, copied between any two layouts. A stride of 0 repeats what is there, a negative one reads backwards (addresses
// wrap around, so that it may pass as unsigned).
import { copyRun } from './copy-run';
import { fillWords } from './fill';

/** @param size0 - how many steps along the outermost axis, of from0 bytes in the source and to0 bytes in the target; so for the others */
export function copyBox(
  from: usize,
  to: usize,
  size0: usize,
  from0: usize,
  to0: usize,
  size1: usize,
  from1: usize,
  to1: usize,
  size2: usize,
  from2: usize,
  to2: usize,
  size3: usize,
  from3: usize,
  to3: usize,
  elementBytes: usize,
): void {
  for (let i: usize = 0; i < size0; i++) {
    for (let j: usize = 0; j < size1; j++) {
      let source = from + i * from0 + j * from1;
      let target = to + i * to0 + j * to1;
      for (let k: usize = 0; k < size2; k++) {
        copyLine(source, from3, target, to3, size3, elementBytes);
        source += from2;
        target += to2;
      }
    }
  }
}

function copyLine(from: usize, fromStride: usize, to: usize, toStride: usize, count: usize, elementBytes: usize): void {
  if (fromStride == elementBytes && toStride == elementBytes) {
    copyRun(from, to, count * elementBytes);
  } else if (elementBytes == 4 && fromStride == 0 && toStride == 4) {
    fillWords(to, count, load<u32>(from));
  } else if (elementBytes == 4) {
    for (let i: usize = 0; i < count; i++) {
      store<u32>(to, load<u32>(from));
      from += fromStride;
      to += toStride;
    }
  } else {
    for (let i: usize = 0; i < count; i++) {
      store<u8>(to, load<u8>(from));
      from += fromStride;
      to += toStride;
    }
  }
}
