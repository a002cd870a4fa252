// A host for the playground on this machine alone: its files, and those of a model beside them.
import { createReadStream, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { ConfigError } from '@seq2seq/core';

/** Nobody else on the network is served. */
export const host = '127.0.0.1';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** Threads need shared memory, and shared memory a page that shares nothing with others. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** A folder by the beginning of the addresses that it serves. */
export type ServedFolders = Readonly<Record<string, string>>;

/**
 * Serves folders, the longest beginning first.
 *
 * @param port - 0 is any that is free
 * @throws ConfigError if the port cannot be had
 */
export const serveFolders = (folders: ServedFolders, port: number): Promise<Server> => {
  const beginnings = Object.keys(folders).toSorted((a, b) => b.length - a.length);
  const server = createServer(({ url = '/' }, response) => {
    const path = pathOf(url);
    const beginning = path === undefined ? undefined : beginnings.find((each) => path.startsWith(each));
    const file = beginning === undefined ? undefined : fileIn(folders[beginning]!, path!.slice(beginning.length));
    if (file === undefined) {
      response.writeHead(404, isolation).end();
      return;
    }
    const type = types[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { ...isolation, 'Content-Type': type, 'Cache-Control': 'no-cache' });
    // A reader that has gone is no failure.
    pipeline(createReadStream(file), response, () => {});
  });
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'another program has it' : error.message;
      fail(
        new ConfigError(`--port ${port}: expected a free port, but ${reason}; name another, or 0 for any.`, '--port'),
      );
    });
    server.listen(port, host, () => done(server));
  });
};

/** The path of an address; undefined if it is none. */
const pathOf = (url: string): string | undefined => {
  try {
    return decodeURIComponent(new URL(url, `http://${host}`).pathname);
  } catch {
    return undefined;
  }
};

/** A file inside a folder and nowhere else. */
const fileIn = (folder: string, name: string): string | undefined => {
  const root = resolve(folder);
  const path = join(root, name === '' ? 'index.html' : name);
  if (!path.startsWith(root + sep)) return undefined;
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : undefined;
};
