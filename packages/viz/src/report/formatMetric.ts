import { checkOption } from '../checks.js';

/**
 * A metric as people read it: whole numbers with thousands, others to three or four digits, levels side by side.
 *
 * @example
 * formatMetric([0.8421, 0.9]) // '0.842 / 0.900'
 * formatMetric(13.7342)       // '13.73'
 */
export function formatMetric(value: number | string | readonly number[]): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number')
    checkOption.array('value', value, (path, one) =>
      checkOption.choice(`typeof ${path}`, typeof one, ['number']),
    );
  if (typeof value !== 'number') return value.length === 0 ? '–' : value.map(formatNumber).join(' / ');
  return formatNumber(value);
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
