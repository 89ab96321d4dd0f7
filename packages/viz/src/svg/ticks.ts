/**
 * Round places on an axis: 1, 2 or 5 times a power of ten apart.
 *
 * Domain: finite low ≤ high, the same or apart by more than a millionth. Range: about `count` numbers within [low, high], rising.
 */
export function linearTicks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999)! * power;
  const out: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9 && out.length < 1000; i++)
    // Counting steps and rounding keeps 0.3 from becoming 0.30000000000000004.
    out.push(Number((i * step).toPrecision(12)));
  return out;
}

/** The same for a logarithmic axis: decades, with 2 and 5 in between where there are few. Domain: 0 < low ≤ high. */
export function logTicks(low: number, high: number, count: number): number[] {
  const decades = Math.log10(high / low);
  const factors = decades < 1.2 ? [1, 2, 3, 5, 7] : decades < 3 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / Math.max(1, count)));
  const out: number[] = [];
  for (let exponent = Math.floor(Math.log10(low)); exponent <= Math.log10(high); exponent += every)
    for (const factor of factors) {
      const value = Number((factor * 10 ** exponent).toPrecision(12));
      if (value >= low * 0.9999 && value <= high * 1.0001) out.push(value);
    }
  return out.length > 1 ? out : linearTicks(low, high, count);
}

/** A number as people write it on an axis: 0.05, 12.5, 1,500, 20k, 3M; exponents only beyond. */
export function formatTick(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return value.toExponential(1).replace('e+', 'e');
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(4))}M`;
  if (size >= 1e4) return `${Number((value / 1e3).toPrecision(4))}k`;
  const short = String(Number(value.toPrecision(4)));
  return size >= 1000 ? short.replace(/(\d)(\d{3})$/, '$1,$2') : short;
}
