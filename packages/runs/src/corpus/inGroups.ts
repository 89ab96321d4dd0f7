/** As `Promise.all(items.map(work))`, but of so many at once alone: what each takes of memory adds up. */
export async function inGroups<Item, Result>(
  items: readonly Item[],
  size: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += size) {
    const group = items.slice(at, at + size);
    results.push(...(await Promise.all(group.map((item, i) => work(item, at + i)))));
  }
  return results;
}
