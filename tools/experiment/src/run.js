#!/usr/bin/env node
// npm run example -- NAME [options]; npm run verify -- [NAME …]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { didYouMean } from '@rnp/runs/words';
import { exitCodes } from './errors.js';
import { usage } from './flags.js';

const examples = fileURLToPath(new URL('../../../examples', import.meta.url));
/** Examples that stand in the frame of an experiment. */
const names = readdirSync(examples)
  .filter((name) => existsSync(join(examples, name, 'main.js')))
  .filter((name) => readFileSync(join(examples, name, 'main.js'), 'utf8').includes('@rnp-tools/experiment'));

const verifyUsage = `usage: npm run verify -- [NAME …]
  measures the saved models of these examples again, of all that have results unless given, and compares with results/metrics.json
  NAME             ${names.join(', ')}`;

const [task, ...args] = process.argv.slice(2);
process.exitCode = await (task === 'verify' ? verifyAll(args) : runOne(args));

function runOne([name, ...flags]) {
  if (isHelp(name)) return tell(`npm run example -- NAME [options], one of ${names.join(', ')}\n${usage}`);
  if (name === undefined) return complain(`give one of ${names.join(', ')}\n${usage}`);
  if (!names.includes(name)) return complain(noExperiment(name));
  return start(name, flags);
}

/** Each in a process of its own; the first exit code that is not 0 is the whole one's. */
async function verifyAll(asked) {
  if (asked.some(isHelp)) return tell(verifyUsage);
  const stranger = asked.find((name) => !names.includes(name));
  if (stranger !== undefined) return complain(noExperiment(stranger));
  const chosen = asked.length > 0 ? asked : names.filter(hasResults);
  for (const name of asked.length > 0 ? [] : names.filter((each) => !hasResults(each))) {
    console.log(`${name}: no results yet`);
  }
  const codes = [];
  for (const name of chosen) codes.push(await start(name, ['--verify']));
  return codes.find((code) => code !== exitCodes.ok) ?? exitCodes.ok;
}

function hasResults(name) {
  return existsSync(join(examples, name, 'results', 'metrics.json'));
}

/** Signals are the example's to answer: it saves and ends. */
async function start(name, flags) {
  const child = spawn(process.execPath, [join(examples, name, 'main.js'), ...flags], { stdio: 'inherit' });
  const pass = (signal) => void child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  const [code] = await once(child, 'close');
  for (const signal of signals) process.off(signal, pass);
  return code ?? exitCodes.interrupted;
}

function isHelp(word) {
  return word === '--help' || word === '-h';
}

function noExperiment(name) {
  const meant = didYouMean(name, names) || `; there are ${names.join(', ')}`;
  return `there is no experiment ${name}${meant}`;
}

function tell(text) {
  console.log(text);
  return exitCodes.ok;
}

function complain(message) {
  console.error(message);
  return exitCodes.usage;
}
