import { train } from './train.js';

globalThis.answer = train();
