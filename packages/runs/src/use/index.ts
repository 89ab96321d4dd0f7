export { type Embedding, type MapMethod, mapMethods } from './embedding.js';
export {
  type EmbedEnd,
  type EmbedOptions,
  embeddingEndings,
  embedPrograms,
  mappedPrograms,
} from './embedPrograms.js';
export type { ChoiceEvent, UseEvent, WorkEvent, WrittenEvent } from './useEvents.js';
export type { UsedData, UseOptions, UseOutputs } from './useLooks.js';
