import { formatNumber, quantity } from '../report/format.js';
import { ratio } from '../statistics.js';

/**
 * A row of the table: what it needs to be measured, and what its figures say.
 * @typedef {{
 *   name: string,
 *   title: string,
 *   needs: (settings: object) => string[],
 *   summarise: (measured: import('../rounds.js').Measured, settings: object) => Summary,
 * }} Row
 *
 * @typedef {{
 *   ours: string, peer: string, ratio: number | null, reach: string, reached: boolean | null,
 *   count?: number | null, tables?: { title: string, rows: string[][] }[],
 * }} Summary `reached` is null where there is nothing to compare, or nothing to reach; `count` is what does not vary
 */

/**
 * The summary of a row that holds our figure against the peer's.
 *
 * @param {{ unit: string, maxRatio: number, limit?: number }} goal `maxRatio` times the peer's figure, and no more than
 *   `limit` in the unit, where there is one
 */
export function againstPeer(ours, peer, { unit, maxRatio, limit }) {
  const times = ratio(ours, peer);
  const within = limit === undefined || !Number.isFinite(ours) ? null : ours <= limit;
  const verdicts = [times === null ? null : times <= maxRatio, within].filter((verdict) => verdict !== null);
  return {
    ours: quantity(ours, unit),
    peer: quantity(peer, unit),
    ratio: times,
    reach: `≤ ${formatNumber(maxRatio)}×${limit === undefined ? '' : `, ≤ ${formatNumber(limit)} ${unit}`}`,
    reached: verdicts.length === 0 ? null : verdicts.every(Boolean),
  };
}
