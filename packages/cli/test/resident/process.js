// Runs commands one after another in one process, each as bin/rnp.js runs one: in its folder, with its environment.
import { doForParent } from '@rnp-tools/testing/resident';
import { main } from '../../dist/main.mjs';

// This process lives long, but those that it starts do not.
const environment = { ...process.env, NODE_OPTIONS: process.env.RNP_TEST_SHORT_LIVED };
const home = process.cwd();

doForParent(async ({ args, cwd, env }) => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment, env);
  process.chdir(cwd);
  try {
    return { code: await main(args) };
  } finally {
    // The folder is removed after the tests.
    process.chdir(home);
  }
});
