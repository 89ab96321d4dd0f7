import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { withPart } from '../src/reproduction/marked.js';
import { resultsBlock } from '../src/reproduction/resultsBlock.js';
import { rows } from '../src/reproduction/rows.js';
import { table } from '../src/reproduction/table.js';
import { missing, verdict } from '../src/reproduction/verdict.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const rowOf = (example: string) => rows.filter((row) => row.example === example);
const ran = { cpu: 'A CPU', cores: 2, node: '20.0.0', date: '2026-01-01', backend: 'wasm' };

describe('pages that say what results say', () => {
  test('are as the committed results make them', () => {
    const main = `${repository}/tools/experiment/src/reproduction/main.js`;
    const { status, stderr } = spawnSync(process.execPath, [main, '--check'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('name examples that there are, and pictures that their results have', () => {
    for (const { example, pictures } of rows) {
      const folder = `${repository}/examples/${example}`;
      expect(existsSync(`${folder}/main.js`)).toBe(true);
      if (!existsSync(`${folder}/results/metrics.json`)) continue;
      for (const picture of pictures) {
        expect({ picture, there: existsSync(`${folder}/results/${picture}`) }).toEqual({
          picture,
          there: true,
        });
      }
    }
  });

  test('of examples have the same headings', () => {
    for (const { example } of rows) {
      const page = readFileSync(`${repository}/examples/${example}/README.md`, 'utf8');
      expect({ example, headings: page.match(/^## .*/gm) }).toEqual({
        example,
        headings: ['## Problem', '## Running', '## Results', '## Deviations', '## Open questions'],
      });
    }
  });

  test('lose nothing around the part that is written, and are refused without its marks', () => {
    const page = '# Title\n\n<!-- written by npm run reproduction -->\nold\n<!-- end -->\n\nrest\n';
    const made = withPart(page, 'new', 'page.md');
    expect(made).toBe('# Title\n\n<!-- written by npm run reproduction -->\n\nnew\n\n<!-- end -->\n\nrest\n');
    expect(withPart(made, 'new', 'page.md')).toBe(made);
    expect(() => withPart('# Title\n', 'new', 'page.md')).toThrow(/page\.md lacks the marks/);
  });
});

describe('the table', () => {
  test('has the verdict and the minutes, and says what did not run yet', () => {
    const metrics: Record<string, object> = {
      mnist: { shareOfMeanImageSse: 0.1, purity: [0.9, 0.85], effectiveChildren: [3, 3], seconds: 1810 },
    };
    const made = table((example: string) => metrics[example] ?? null);
    expect(made).toMatch(/\| \[mnist\]\(\.\.\/examples\/mnist\/README\.md\) +\| reproduced +\| 30 +\|/);
    expect(made).toMatch(/\[fashion-mnist\]\S+ +\| not run yet/);
    for (const line of made.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });
});

describe('a verdict', () => {
  const [mnist] = rowOf('mnist');
  const good = { shareOfMeanImageSse: 0.2, purity: [0.8, 0.9], effectiveChildren: [2.5, 4] };

  test('needs every condition, of every level', () => {
    expect(verdict(mnist, good)).toBe('reproduced');
    expect(verdict(mnist, { ...good, purity: [0.9, 0.79] })).toBe('partly');
    expect(missing(mnist, { ...good, purity: [0.9, 0.79] })).toEqual(['`purity` ≥ 0.8']);
    expect(verdict(mnist, { ...good, shareOfMeanImageSse: 0.51 })).toBe('not');
  });

  test('is not given for a figure that is not there', () => {
    expect(verdict(mnist, {})).toBe('not');
    expect(verdict(mnist, { ...good, purity: [] })).toBe('partly');
  });

  test('compares a figure with another, seed by seed', () => {
    const [one] = rowOf('primitives');
    expect(verdict(one, { 'one.rnp': [8, 7], 'one.vae': [9, 8] })).toBe('reproduced');
    expect(verdict(one, { 'one.rnp': [10, 7], 'one.vae': [11, 8] })).toBe('partly');
    expect(verdict(one, { 'one.rnp': [8, 7], 'one.vae': [9, 6] })).toBe('not');
    expect(verdict(one, { 'one.rnp': [8, 7], 'one.vae': [9] })).toBe('not');
  });

  test('is none where the paper has no figure', () => {
    expect(verdict(rowOf('overlap-penalty')[0], good)).toBe('');
  });
});

describe('the results of an example', () => {
  test('show levels, seeds, the verdict with what is missing, pictures and the run', () => {
    const metrics = {
      ...ran,
      ssePerImage: 8.7654,
      shareOfMeanImageSse: 0.3,
      purity: [0.9, 0.85],
      seconds: 1810,
    };
    const made = resultsBlock(rowOf('mnist'), metrics);
    expect(made).toContain('| Fig. 2A, 3A ');
    expect(made).toMatch(/\| SSE per image +\| 8\.77 +\|/);
    expect(made).toMatch(/\| purity, by level +\| 0\.900 \/ 0\.850 \|/);
    expect(made).toContain(
      'Verdict: **partly**, for lack of `shareOfMeanImageSse` ≤ 0.2 and `effectiveChildren` ≥ 2.5',
    );
    expect(made).toContain('[parts](results/parts.png), [samples](results/samples.png)');
    expect(made).toContain(
      'Training took 30 min. Measured on wasm, A CPU, 2 cores, Node 20.0.0, 2026-01-01.',
    );
  });

  test('name the models that an earlier run trained, and where', () => {
    const earlier = { 'cpu.whole': 'An older CPU', 'cores.whole': 4, 'date.whole': '2025-12-31' };
    expect(resultsBlock(rowOf('mnist'), { ...ran, ...earlier, seconds: 60 })).toMatch(
      /2026-01-01\. `whole` was trained before, on An older CPU, 4 cores, 2025-12-31\.$/,
    );
  });

  test('keep levels of several seeds apart', () => {
    const purity = [
      [0.5, 0.4],
      [0.6, 0.3],
    ];
    const made = resultsBlock(rowOf('overlap-penalty'), { ...ran, 'plain.purity': purity });
    expect(made).toContain('0.500/0.400, 0.600/0.300');
    expect(made).toContain('Nothing is trained.');
    expect(made).not.toContain('Verdict');
  });
});
