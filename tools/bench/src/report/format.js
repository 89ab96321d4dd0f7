/** Three figures, and a dash for nothing. */
export function formatNumber(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}

/** A number with its unit. */
export function quantity(value, unit) {
  return value === null || value === undefined ? '–' : `${formatNumber(value)} ${unit}`;
}
