/** So many levels, in words. */
export function countedLevels(levels: number): string {
  return levels === 1 ? '1 level' : `${levels} levels`;
}
