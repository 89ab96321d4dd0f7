import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { rows } from '../src/reproduction/rows.js';
import { withTable } from '../src/reproduction/table.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const page = '# Title\n\n<!-- table: npm run reproduction -->\nold\n<!-- end of table -->\n\nrest\n';

describe('docs/reproduction.md', () => {
  test('says what the committed results say', () => {
    const main = `${repository}/tools/experiment/src/reproduction/main.js`;
    const { status, stderr } = spawnSync(process.execPath, [main, '--check'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('names examples that there are, and pictures that their results have', () => {
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

  test('a table of levels, seeds and minutes; the rest of the page stays', () => {
    const metrics: Record<string, object> = {
      mnist: { ssePerImage: 8.7654, purity: [0.9, 0.85], seconds: 1810 },
      'overlap-penalty': {
        'plain.purity': [
          [0.5, 0.4],
          [0.6, 0.3],
        ],
      },
    };
    const made = withTable(page, (example: string) => metrics[example] ?? null);
    expect(made).toMatch(
      /\| SSE 8\.77; purity 0\.9 \/ 0\.85; 30 min +\| \[parts\]\(\.\.\/examples\/mnist\/results\/parts\.png\)/,
    );
    expect(made).toContain('purity: plain 0.5/0.4, 0.6/0.3');
    expect(made).toMatch(/fashion-mnist` +\| pictures, no numbers +\| not run yet/);
    expect(made).not.toContain('old');
    expect(made.startsWith('# Title\n')).toBe(true);
    expect(made.endsWith('rest\n')).toBe(true);
    expect(withTable(made, (example: string) => metrics[example] ?? null)).toBe(made);
  });

  test('a page without the marks is refused', () => {
    expect(() => withTable('# Title\n', () => null)).toThrow(/lacks the marks/);
  });
});
