import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { readJob, writeJob } from './job-file.ts';

const folder = temporaryFolder();

describe('the job file', () => {
  it('is absent at first, then gives back what was written', async () => {
    expect(await readJob(folder)).toBeUndefined();
    await writeJob(folder, { minutes: 0.5 });
    expect(await readJob(folder)).toEqual({ minutes: 0.5 });
    await writeJob(folder, { minutes: 20, results: ['greedy', 'beam'] });
    expect(await readJob(folder)).toEqual({ minutes: 20, results: ['greedy', 'beam'] });
  });

  it.each(['', '{', 'null', '[]', '3', '{}', '{ "minutes": "3" }', '{ "minutes": 0 }', '{ "minutes": -1 }'])(
    'is damaged if it is %j',
    async (text) => {
      writeFileSync(join(folder, 'job.json'), text);
      await expect(readJob(folder)).rejects.toThrow(
        /job\.json: expected \{ "minutes": number \}, got .*; delete the file or start over with --fresh\.$/,
      );
    },
  );
});
