import { check } from '../checks.js';

/** A time in minutes or hours: 83 → '1:23', 3605 → '1:00:05'. */
export function formatSeconds(seconds: number): string {
  check.number('seconds', seconds);
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
