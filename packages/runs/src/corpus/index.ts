export type { CorpusHead, CorpusManifest } from './corpusManifest.js';
export { corpusSettings } from './corpusSettings.js';
export type { CorpusWork } from './corpusWork.js';
export type { CorpusProgress, MakeShards } from './makeCorpus.js';
export {
  type CorpusEvent,
  type ParseCorpusOptions,
  parseCorpus,
  type ShardsRequest,
  type ShardsSource,
} from './parseCorpus.js';
export type { CorpusRecord } from './parseShard.js';
export type { PlannedShard } from './shardPlan.js';
