import { checkOption } from '../checks.js';

/** Code points that no XML 1.0 document may hold, not even escaped, and halves of surrogate pairs. */
const unspeakable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const entities: Readonly<Record<string, string>> = Object.freeze({
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
});

/** Any string as text or as a quoted attribute of SVG and HTML; what cannot be written becomes U+FFFD. @throws RnpError RNP_CONFIG if it is not a string */
export function escapeText(text: string): string {
  checkOption.text('text', text);
  return text.replace(unspeakable, '\ufffd').replace(/[&<>"']/g, (character) => entities[character]!);
}

/** A number for an attribute: at most two digits after the point, no exponent, never NaN. */
export function attribute(value: number): string {
  return Number.isFinite(value) ? String(Math.round(Math.max(-1e6, Math.min(1e6, value)) * 100) / 100) : '0';
}
