import { check, isCount } from '../checks.js';
import { isShown, type ShownScene } from './shownScene.js';

/**
 * The scenes that were explained worst: those that are counted wrong, by the most first, then those that are drawn worst.
 *
 * @param most so many at most
 */
export function worstScenes<Shown extends ShownScene>(scenes: readonly Shown[], most: number): Shown[] {
  check.list('scenes', scenes, isShown);
  isCount('most', most);
  const wrong = ({ found, truth }: ShownScene): number =>
    Math.abs(found.objects.length - truth.objects.length);
  return [...scenes]
    .sort((a, b) => wrong(b) - wrong(a) || b.found.squaredError - a.found.squaredError)
    .slice(0, most);
}
