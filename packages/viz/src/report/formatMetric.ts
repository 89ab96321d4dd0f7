import { RnpError, shown } from '@rnp/errors';
import { checkOption } from '../checks.js';

/**
 * A metric as people read it: whole numbers with thousands, others to three or four digits, levels side by side.
 *
 * @example
 * formatMetric([0.8421, 0.9]) // '0.842 / 0.900'
 * formatMetric(13.7342)       // '13.73'
 */
export function formatMetric(value: number | string | readonly number[]): string {
  checkMetricValue('value', value);
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return value.length === 0 ? '–' : value.map(formatNumber).join(' / ');
  return formatNumber(value);
}

/** @throws RnpError RNP_CONFIG for what `formatMetric` does not take */
export function checkMetricValue(path: string, value: unknown): void {
  if (typeof value === 'string' || typeof value === 'number') return;
  if (Array.isArray(value) || isNumbers(value)) checkOption.array(path, value, checkOption.anyNumber);
  else {
    const problem = `must be a number, a string or a list of numbers, not ${shown(value)}`;
    throw new RnpError('RNP_CONFIG', problem, { path });
  }
}

/** A typed array. */
function isNumbers(value: unknown): boolean {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size >= 1e15) return `${sign}${size.toExponential(2).replace('e+', 'e')}`;
  if (Number.isInteger(value) || size >= 1000)
    return sign + String(Math.round(size)).replace(/\B(?=(\d{3})+$)/g, ',');
  if (size >= 100) return sign + size.toFixed(1);
  if (size >= 1) return sign + size.toFixed(2);
  if (size >= 0.01) return sign + size.toFixed(3);
  return sign + size.toPrecision(2);
}
