import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { inLong } from '@rnp-tools/testing/long';
import { benchLine } from './benchLine.js';

const main = fileURLToPath(new URL('../src/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rnp-bench-test-'));
const env = { ...process.env, NODE_OPTIONS: '', RNP_DATA_DIR: '' };

function bench(...args: readonly string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', env });
  return { code: status, stdout, stderr };
}

describe('npm run bench', () => {
  inLong(test)('a reduced run measures every row that needs no peer, and writes JSON and a page', () => {
    const [json, page] = [join(folder, 'all.json'), join(folder, 'page.md')];
    const { code, stdout, stderr } = bench('--smoke', '--json', json, '--markdown', page);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stderr).toContain('give --python PATH, an interpreter with torch');
    const written = JSON.parse(readFileSync(json, 'utf8'));
    // No peer: no ratios, but every one has its place.
    expect(written.ratios).toEqual({
      timeToSse15: null,
      timeToSse9: null,
      quickStep: null,
      mixtureStep: null,
      gainStep: null,
      paperStep: null,
      tensorflowPaperStep: null,
      place: null,
      parse: null,
      // These two have their other side with them; a machine with one core has no second worker.
      infer: expect.any(Number),
      workers: availableParallelism() > 1 ? expect.any(Number) : null,
      peakRss: null,
      portableCallsQuick: expect.any(Number),
      portableCallsPaper: expect.any(Number),
      // These are held against another checkout.
      webgpuQuickStep: null,
      webglQuickStep: null,
    });
    expect(written.machine).toMatchObject({ node: process.versions.node, backend: 'wasm' });
    const measured = (name: string): Record<string, number> => written.measured[name][0];
    for (const name of [
      'quickStep',
      'mixtureStep',
      'gainStep',
      'paperStep',
      'oneWorker',
      'growth1',
      'growth2',
    ]) {
      expect(measured(name)).toEqual({
        msPerStep: expect.any(Number),
        fastestMsPerStep: expect.any(Number),
        imagesPerSecond: expect.any(Number),
        peakRssMb: expect.any(Number),
        rssBeforeMb: expect.any(Number),
      });
      expect(measured(name).peakRssMb).toBeGreaterThan(measured(name).rssBeforeMb!);
    }
    expect(measured('place').forwardBackwardMs).toBeGreaterThan(0);
    expect(measured('parsePaper').msPerCall).toBeGreaterThan(0);
    for (const name of ['inferBatch', 'inferBatchTape', 'inferBatchPlain', 'inferOne', 'inferOneTape']) {
      expect(measured(name).cpuMs).toBeGreaterThan(0);
    }
    for (const name of ['stationsQuick', 'stationsPaper']) {
      for (const station of ['encoder', 'hypernetworks', 'decoding', 'patches', 'placing', 'optimiser']) {
        expect(measured(name)[`${station}Ms`]).toBeGreaterThan(0);
      }
    }
    const first = measured('firstParse');
    const phases = ['processMs', 'packagesMs', 'backendMs', 'modelMs', 'callMs'];
    expect(phases.reduce((sum, phase) => sum + first[phase]!, 0)).toBeCloseTo(first.doneMs!, 6);
    const speeds = Object.values(measured('kernels'));
    expect(speeds.length).toBeGreaterThan(10);
    expect(Math.min(...speeds)).toBeGreaterThan(0);
    expect(measured('timeToSse15')).toMatchObject({ seconds: null, step: 4 });
    expect(stdout).toContain('training step, quick recipe');
    expect(readFileSync(page, 'utf8')).toContain('### Stations of a training step');
  });

  test('a backend that cannot be had, a peer without scripts: told, no failure', () => {
    const absent = bench('--smoke', '--only', 'place', '--python', 'no-python', '--peers', folder);
    expect(absent.code).toBe(0);
    expect(absent.stderr).toContain(`there is no bench.py in ${folder}`);
  });

  test('--set changes the recipe that is trained; what the row itself decides is refused', () => {
    const json = join(folder, 'set.json');
    const only = ['--smoke', '--only', 'timeToSse15', '--json', json];
    const trained = (...set: readonly string[]) => {
      const { code, stderr } = bench(...only, ...set.flatMap((one) => ['--set', one]));
      return { code, stderr, figures: JSON.parse(readFileSync(json, 'utf8')).measured.timeToSse15?.[0] };
    };
    const usual = trained();
    const mixed = trained('generator=mixture', 'bases=16');
    expect([usual.code, mixed.code]).toEqual([0, 0]);
    expect(mixed.figures.ssePerImage).toBeGreaterThan(0);
    expect(mixed.figures.ssePerImage).not.toBe(usual.figures.ssePerImage);
    const refused = trained('workers=1');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('only the model and its training can change');
  });

  // Node as the interpreter: it runs whatever bench.py holds.
  const withPeer = (name: string, source: string) => {
    const peers = mkdtempSync(join(folder, 'peers-'));
    writeFileSync(join(peers, 'bench.py'), source);
    const json = join(peers, 'out.json');
    const only = ['--smoke', '--only', name, '--json', json];
    const ended = bench(...only, '--python', process.execPath, '--peers', peers);
    return { ...ended, written: JSON.parse(readFileSync(json, 'utf8')) };
  };

  test('with a peer, its figures stand beside ours and the ratio in the JSON', () => {
    const { code, stdout, written } = withPeer('place', `console.log('${JSON.stringify(benchLine)}')`);
    expect(code).toBe(0);
    const ours = written.measured.place[0].forwardBackwardMs;
    expect(written.ratios.place).toBeCloseTo(ours / 9.9, 10);
    expect(stdout).toMatch(/place 768 .* 9\.9 ms/);
  });

  test('a peer that fails is told with what it said, and the rest goes on: exit code 1', () => {
    const failing = "throw new Error('ModuleNotFoundError: no torch')";
    const { code, stderr, written } = withPeer('place', failing);
    expect(code).toBe(1);
    expect(stderr).toContain('no torch');
    expect(stderr).toContain('To have it, give --python PATH');
    expect(written.ratios.place).toBeNull();
    expect(written.measured.place).toHaveLength(1);
  });

  test('a wrong command line: exit code 2 and the usage', () => {
    const { code, stderr } = bench('--only', 'speed');
    expect(code).toBe(2);
    expect(stderr).toContain('there is no row speed');
    expect(stderr).toContain('usage: npm run bench');
    expect(bench('--help')).toMatchObject({ code: 0, stderr: '' });
  });

  test('an interrupt prints and writes what was measured until then', async () => {
    const json = join(folder, 'interrupted.json');
    const peers = mkdtempSync(join(folder, 'peers-'));
    const rounds = join(peers, 'rounds');
    const source = `require('node:fs').appendFileSync(${JSON.stringify(rounds)}, '.'); console.log('${JSON.stringify(benchLine)}')`;
    writeFileSync(join(peers, 'bench.py'), source);
    const args = [main, '--smoke', '--only', 'place', '--repeats', '500', '--json', json];
    args.push('--python', process.execPath, '--peers', peers);
    const child = spawn(process.execPath, args, { env });
    const printed = { stdout: '', stderr: '' };
    child.stdout.on('data', (text) => {
      printed.stdout += text;
    });
    child.stderr.on('data', (text) => {
      printed.stderr += text;
    });
    // The peer of the second round comes after all of the first.
    while (!existsSync(rounds) || readFileSync(rounds).length < 2) await sleep(50);
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    expect(code).toBe(130);
    expect(printed.stderr).toContain('stopping');
    expect(printed.stdout).toContain('Interrupted: rounds are missing.');
    expect(existsSync(json)).toBe(true);
    const { place } = JSON.parse(readFileSync(json, 'utf8')).measured;
    expect(place.length).toBeGreaterThanOrEqual(1);
    expect(place.length).toBeLessThan(500);
  });
});
