import type { DecoderConfig } from './decoderConfig.js';
import { type DecoderRows, decoderSettings, type StructuredSetting } from './decoderSettings.js';

/** docs/model.md's defaults with the quick start's latent size, patch and children. */
export const defaultDecoderConfig: DecoderConfig = /* @__PURE__ */ Object.freeze({
  imageShape: Object.freeze([28, 28, 1] as const),
  childrenPerLevel: Object.freeze([4, 4]),
  scaleOffset: Object.freeze([1.6, 1.6]),
  leaf: Object.freeze({ kind: 'dense', patch: Object.freeze([8, 8] as const) } as const),
  .../* @__PURE__ */ defaultsOf(decoderSettings),
});

type Described = Omit<DecoderConfig, StructuredSetting>;

/** What is left out unless it is given, the size of the canvas, is none. */
function defaultsOf(rows: DecoderRows): Described {
  const entries = Object.entries(rows).map(([name, row]) => [name, row.default] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as unknown as Described;
}
