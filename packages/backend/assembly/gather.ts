import { copy } from './im2col';

/**
 * to[b, o, j, :] = from[b, o, ids[b, j], :] with `batch` x `outer` x `size` x `slice` values in `from` and `count`
 * ids for each b. Ids are not checked here.
 */
export function gather(
  from: usize, ids: usize, to: usize, batch: i32, outer: i32, size: i32, count: i32, slice: i32,
): void {
  const row = <usize>slice << 2;
  for (let b = 0; b < batch; b++) {
    for (let o = 0; o < outer; o++) {
      for (let j = 0; j < count; j++) {
        copy(from + <usize>load<i32>(ids + (<usize>j << 2)) * row, to, slice);
        to += row;
      }
      from += row * <usize>size;
    }
    ids += <usize>count << 2;
  }
}
