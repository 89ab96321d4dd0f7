import { checkSetting } from './checks.js';

/** @throws RnpError RNP_CONFIG unless this is [h, w, c], whole numbers from 1 */
export function requireImageShape(path: string, shape: unknown): void {
  checkSetting.numbers(path, shape, 3);
  for (const [i, size] of (shape as readonly number[]).entries())
    checkSetting.wholeNumber(`${path}[${i}]`, size, 1);
}
