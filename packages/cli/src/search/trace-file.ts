// A file of what searches considered: one JSON object a line of input, for a viewer.
import { type FileHandle, open } from 'node:fs/promises';
import type { SearchTrace } from 'seq2seq';
import { storageError } from 'seq2seq/node';
import type { NumberedLine } from '../text/lines.ts';
import { translationJson } from './translation-json.ts';

/** An open file; what stood in it before is gone. */
export type TraceFile = {
  write(line: NumberedLine, trace: SearchTrace): Promise<void>;
  close(): Promise<void>;
};

/** @throws StorageError if the file cannot be written */
export const openTraceFile = async (path: string): Promise<TraceFile> => {
  const refuse = (cause: unknown): never => {
    throw storageError('write', path, cause);
  };
  const file: FileHandle = await open(path, 'w').catch(refuse);
  return {
    write: (line, trace) =>
      file.appendFile(`${JSON.stringify({ ...translationJson(line, trace), steps: trace.steps })}\n`).catch(refuse),
    close: () => file.close().catch(refuse),
  };
};
